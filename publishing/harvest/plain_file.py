"""A file at an address: asked with the conditions of the last time, so that an unchanged one is not sent again."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

from geo_server.core import outside

from .kinds import MOST_BYTES, MOST_SECONDS, Brought, Remote

SUFFIXES = {
    "application/geo+json": ".geojson",
    "application/json": ".geojson",
    "application/geopackage+sqlite3": ".gpkg",
    "application/zip": ".zip",
    "application/x-zip-compressed": ".zip",
    "application/vnd.google-earth.kml+xml": ".kml",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx",
    "application/gml+xml": ".gml",
    "text/csv": ".csv",
}


@contextmanager
def bring_file(remote: Remote) -> Iterator[Brought]:
    """The file; its name is that of the address, with the suffix of the media type if it has none."""
    with outside.opened(remote.url, most_bytes=MOST_BYTES, seconds=MOST_SECONDS, headers=remote.conditions) as answer:
        yield Brought(
            file_name=_file_name(answer),
            chunks=answer.chunks,
            unchanged=answer.unchanged,
            etag=answer.etag,
            last_modified=answer.last_modified,
        )


def _file_name(answer: outside.Opened) -> str:
    name = PurePosixPath(unquote(urlsplit(answer.url).path)).name or "file"
    return name if PurePosixPath(name).suffix else name + SUFFIXES.get(answer.media_type, "")
