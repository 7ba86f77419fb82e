"""A feature type of a WFS 2.0 service: GeoJSON page after page where the service speaks it, else one GML file."""

from collections.abc import Iterator
from contextlib import contextmanager

from geo_server.core import outside

from ..errors import BadAnswer
from .asking import PAGE, Page, pages_as_file, read_json, with_query
from .kinds import MOST_BYTES, MOST_SECONDS, PAGE_BYTES, PAGE_SECONDS, Brought, Remote

JSON = "application/json"


@contextmanager
def bring_features(remote: Remote) -> Iterator[Brought]:
    """The features of a type.

    Raises:
        BadAnswer: the service refuses, or speaks neither.
    """
    if not remote.layer:
        raise BadAnswer(remote.url, "name the feature type", "hãy nêu tên lớp (typeNames)")
    asked = with_query(
        remote.url, service="WFS", version="2.0.0", request="GetFeature", typeNames=remote.layer, srsName="EPSG:4326"
    )
    name = remote.layer.rpartition(":")[2]
    if _speaks_json(asked):
        with pages_as_file(
            f"{name}.geojson", _page(asked, 0), lambda page, count: _following(asked, page, count)
        ) as it:
            yield it
        return
    with outside.opened(asked, most_bytes=MOST_BYTES, seconds=MOST_SECONDS) as answer:
        yield Brought(file_name=f"{name}.gml", chunks=_without_report(asked, answer.chunks))


def _page(asked: str, start: int) -> str:
    return with_query(asked, outputFormat=JSON, count=PAGE, startIndex=start)


def _following(asked: str, page: Page, count: int) -> str | None:
    """A server may send fewer than asked for, so the number of all is the end, or a page without features."""
    matched = page.get("numberMatched", page.get("totalFeatures"))
    ended = isinstance(matched, int) and count >= matched
    return None if ended or not page["features"] else _page(asked, count)


def _speaks_json(asked: str) -> bool:
    """True if it answers one feature in JSON; a report in XML that it does not know the format is no failure."""
    url = with_query(asked, outputFormat=JSON, count=1)
    try:
        answer = outside.fetch(url, most_bytes=PAGE_BYTES, seconds=PAGE_SECONDS)
    except outside.NoAnswer as error:
        if error.permanent:
            return False
        raise
    if answer.body.lstrip()[:1] == b"<":
        return False
    return bool(read_json(url, answer.body))


def _without_report(asked: str, chunks: Iterator[bytes]) -> Iterator[bytes]:
    """The chunks, unless they begin as a report of an exception."""
    first = next(chunks, b"")
    if b"ExceptionReport" in first[:2_000]:
        text = first[:2_000].decode(errors="replace")
        said = text.partition("ExceptionText>")[2].partition("<")[0].strip() or "an exception"
        raise BadAnswer(asked, said[:300], said[:300])
    yield first
    yield from chunks
