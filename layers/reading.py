"""Parameters as people write them: bbox, datetime, crs, limit. All doors read them here, so all say the same."""

from datetime import date, datetime, time, timedelta

from .errors import BadBbox, BadDatetime, BadLimit, UnknownCrs
from .geometry.boxes import NoBox, outline, read_box, upright
from .geometry.crs import CRS84, find_crs
from .kinds import Extent
from .queries import TimeSpan
from .values import city_zone

TICK = timedelta(microseconds=1)


def parse_crs(text: str) -> str:
    """The short name of a CRS written as URI, URN, CURIE or short name; raises UnknownCrs."""
    crs = find_crs(text)
    if crs is None:
        raise UnknownCrs(text)
    return crs


def parse_bbox(text: str, *, crs: str = CRS84) -> Extent:
    """Four numbers in the axis order of `crs`; raises BadBbox for anything that is no box in it."""
    try:
        bbox = read_box(text)
        if upright(bbox, crs=crs) is None:
            outline(bbox, crs=crs)
    except NoBox as reason:
        raise BadBbox(text, reason.en, reason.vi) from reason
    return bbox


def parse_limit(text: str, *, maximum: int = 10_000) -> int:
    """A page size from 1, cut to the maximum; raises BadLimit."""
    if not (text.isascii() and text.isdigit()) or int(text) < 1:
        raise BadLimit(text)
    return min(int(text), maximum)


def parse_datetime(text: str) -> TimeSpan:
    """A date, a date-time, or a closed span of them with `..` or nothing for an open side.

    A bare date is a day of the city: alone it means the close of that day, in a span its whole length.
    A date-time without an offset is meant in the city's time zone.

    Raises:
        BadDatetime: it is none of these, or the span ends before it begins.
    """
    first, slash, last = text.strip().partition("/")
    if not slash:
        moment = _moment(first, text, closing=True)
        return TimeSpan(moment, moment)
    start = None if first in ("", "..") else _moment(first, text, closing=False)
    end = None if last in ("", "..") else _moment(last, text, closing=True)
    if start and end and start > end:
        raise BadDatetime(text)
    return TimeSpan(start, end)


def _moment(part: str, whole: str, *, closing: bool) -> datetime:
    try:
        if len(part) == len("2026-07-01"):
            opening = datetime.combine(date.fromisoformat(part), time(), tzinfo=city_zone())
            return opening + timedelta(days=1) - TICK if closing else opening
        moment = datetime.fromisoformat(part)
    except (ValueError, OverflowError) as error:
        raise BadDatetime(whole) from error
    return moment if moment.tzinfo else moment.replace(tzinfo=city_zone())
