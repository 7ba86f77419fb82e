"""Texts as numbers, dates, yes and no; whole columns at once. What cannot be converted comes out as null."""

from datetime import date
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from .kinds import WITH_UNIT
from .words import NO, YES, is_null_word, plain

_TIME = r"(?:[T ,]+(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<s>\d{2})(?:\.(?P<part>\d{1,9}))?)?)?"
_ZONE = r"\s*(?P<zone>Z|[+-]\d{2}(?::?\d{2})?)?"
_YEAR_FIRST = rf"^\s*(?P<a>\d{{4}})[-/.](?P<b>\d{{1,2}})[-/.](?P<c>\d{{1,2}}){_TIME}{_ZONE}\s*$"
_YEAR_LAST = rf"^\s*(?P<a>\d{{1,2}})[-/.](?P<b>\d{{1,2}})[-/.](?P<c>\d{{4}}|\d{{2}}){_TIME}{_ZONE}\s*$"
ORDERS = {"ymd": (_YEAR_FIRST, "abc"), "dmy": (_YEAR_LAST, "cba"), "mdy": (_YEAR_LAST, "cab")}
"""Order of a date to its pattern and which of its three parts are year, month and day."""

SERIAL_EPOCH = date(1899, 12, 30)
"""Day 0 of spreadsheets, for days after February 1900."""


def without_null_words(texts: pa.Array) -> pa.Array:
    """The texts with null where they stand for nothing."""
    return pc.if_else(is_null_word(texts), pa.scalar(None, pa.string()), texts)


def to_numbers(texts: pa.Array, *, decimal: str = ".", group: str = "", whole: bool = False) -> pa.Array:
    """Numbers in one spelling, with or without a sign before and a unit after them.

    Args:
        texts: the values.
        decimal: what stands before the fraction, "." or ",".
        group: what stands between thousands, "" for nothing.
        whole: integers come out.
    """
    bare = pc.utf8_trim_whitespace(texts)
    if group == " ":
        bare = pc.replace_substring_regex(bare, r"[ \x{a0}\x{202f}]", "")
    numbers = pc.coalesce(pc.struct_field(pc.extract_regex(bare, WITH_UNIT), "number"), bare)
    if group in (".", ","):
        numbers = pc.replace_substring(numbers, group, "")
    if decimal == ",":
        numbers = pc.replace_substring(numbers, ",", ".")
    good = pc.match_substring_regex(
        numbers, r"^[+-]?\d{1,18}$" if whole else r"^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,3})?$"
    )
    kept = pc.if_else(good, pc.utf8_ltrim(numbers, characters="+"), pa.scalar(None, pa.string()))
    return kept.cast(pa.int64() if whole else pa.float64())


def to_dates(texts: pa.Array, order: str, *, year: int, time: bool = False, zoned: bool = False) -> pa.Array:
    """Dates, or moments, in one order of day, month and year; a day that no calendar has comes out as null.

    Args:
        texts: the values.
        order: of ORDERS.
        year: the present one: two-digit years lie at most ten years after it.
        time: moments come out, else dates.
        zoned: the moments are in UTC, those without a zone are taken to be; else they have no zone.
    """
    pattern, places = ORDERS[order]
    parts = pc.extract_regex(texts, pattern)
    found = np.asarray(parts.is_valid().to_numpy(zero_copy_only=False))
    years, months, days = (_numbers(parts, name) for name in places)
    short = pc.fill_null(pc.less(pc.utf8_length(pc.struct_field(parts, places[0])), 3), False).to_numpy(
        zero_copy_only=False
    )
    century = (year + 10) // 100 * 100
    years = np.where(short, np.where(years + century > year + 10, years + century - 100, years + century), years)
    first = _month(years, np.clip(months, 1, 12))
    dates = first.astype("datetime64[D]") + (days - 1)
    good = found & (months >= 1) & (months <= 12) & (days >= 1) & (dates.astype("datetime64[M]") == first)
    if not time:
        return pa.array(dates, pa.date32(), mask=~good)
    seconds = _numbers(parts, "hour") * 3600 + _numbers(parts, "minute") * 60 + _numbers(parts, "s")
    good &= (_numbers(parts, "hour") < 24) & (_numbers(parts, "minute") < 60) & (_numbers(parts, "s") < 60)
    moments = dates.astype("datetime64[us]") + (seconds - _zone_s(parts) * zoned).astype("timedelta64[s]")
    return pa.array(moments + _micros(parts), pa.timestamp("us", tz="UTC" if zoned else None), mask=~good)


def from_serial(numbers: pa.Array) -> pa.Array:
    """Dates from the day numbers of spreadsheets."""
    days = pc.fill_null(pc.floor(numbers.cast(pa.float64())), 0).to_numpy().astype(np.int64)
    return pa.array(
        np.datetime64(SERIAL_EPOCH, "D") + days,
        pa.date32(),
        mask=~np.asarray(numbers.is_valid().to_numpy(zero_copy_only=False)),
    )


def to_booleans(texts: pa.Array) -> pa.Array:
    """True and False from the words for yes and no."""
    bare = plain(texts)
    yes = pc.is_in(bare, value_set=pa.array(sorted(YES)))
    known = pc.or_(yes, pc.is_in(bare, value_set=pa.array(sorted(NO))))
    return pc.if_else(known, yes, pa.scalar(None, pa.bool_()))


def tidied(texts: pa.Array) -> pa.Array:
    """Without control characters, and with single spaces between words and none around them."""
    spaces = pc.replace_substring_regex(texts, r"[\x{09}\x{0a}\x{0d}\x{a0}]", " ")
    bare = pc.replace_substring_regex(spaces, r"[\x{00}-\x{1f}\x{7f}\x{200b}\x{feff}]", "")
    return pc.utf8_trim_whitespace(pc.replace_substring_regex(bare, r"  +", " "))


def _month(years: Any, months: Any) -> Any:
    return (years - 1970).astype("datetime64[Y]").astype("datetime64[M]") + (months - 1)


def _numbers(parts: pa.Array, name: str) -> Any:
    """Named parts of matches as integers, 0 where there are none."""
    texts = pc.struct_field(parts, name)
    filled = pc.if_else(pc.equal(pc.utf8_length(texts), 0), "0", texts)
    return pc.fill_null(filled.cast(pa.int64()), 0).to_numpy()


def _micros(parts: pa.Array) -> Any:
    padded = pc.utf8_slice_codeunits(pc.utf8_rpad(pc.fill_null(pc.struct_field(parts, "part"), ""), 6, "0"), 0, 6)
    return padded.cast(pa.int64()).to_numpy().astype("timedelta64[us]")


def _zone_s(parts: pa.Array) -> Any:
    zones = pc.replace_substring(pc.fill_null(pc.struct_field(parts, "zone"), ""), ":", "")
    shape = pc.extract_regex(zones, r"^(?P<sign>[+-])(?P<hours>\d{2})(?P<minutes>\d{2})?$")
    seconds = _numbers(shape, "hours") * 3600 + _numbers(shape, "minutes") * 60
    back = pc.fill_null(pc.equal(pc.struct_field(shape, "sign"), "-"), False).to_numpy(zero_copy_only=False)
    return np.where(back, -seconds, seconds)
