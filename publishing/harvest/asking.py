"""Ask a service for JSON, and add up its pages to one GeoJSON file while they come."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from geo_server.core import outside

from ..errors import BadAnswer
from .kinds import MOST_BYTES, PAGE_BYTES, PAGE_SECONDS, Brought

MOST_PAGES = 20_000
PAGE = 1_000
"""Features that are asked for at once."""

Page = dict[str, Any]
NextPage = Callable[[Page, int], str | None]
"""From a page and the number of features so far to the address of the page after it."""


def with_query(url: str, **said: object) -> str:
    """The address with these members of its query, in place of those of the same name, whatever their case."""
    parts = urlsplit(url)
    lower = {name.lower() for name in said}
    kept = [
        (name, value) for name, value in parse_qsl(parts.query, keep_blank_values=True) if name.lower() not in lower
    ]
    query = urlencode([*kept, *((name, str(value)) for name, value in said.items())])
    return urlunsplit(parts._replace(query=query, fragment=""))


def ask(url: str) -> Page:
    """A JSON object; raises NoAnswer, ForbiddenAddress, BadAnswer."""
    return read_json(url, outside.fetch(url, most_bytes=PAGE_BYTES, seconds=PAGE_SECONDS).body)


def read_json(url: str, body: bytes) -> Page:
    """The JSON object in an answer; raises BadAnswer for anything else, and for an error that a service tells in it."""
    try:
        found = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise BadAnswer(url, "it is no JSON", "không phải JSON") from error
    if not isinstance(found, dict):
        raise BadAnswer(url, "it is no JSON object", "không phải đối tượng JSON")
    if isinstance(found.get("error"), dict):
        said = str(found["error"].get("message") or found["error"])[:300]
        raise BadAnswer(url, said, said)
    return found


@contextmanager
def pages_as_file(file_name: str, first: str, next_page: NextPage) -> Iterator[Brought]:
    """All features of a service as one GeoJSON file."""
    yield Brought(file_name=file_name, chunks=_joined(first, next_page))


def _joined(first: str, next_page: NextPage) -> Iterator[bytes]:
    yield b'{"type":"FeatureCollection","features":['
    separator, size = b"", 0
    for features in _pages(first, next_page):
        for feature in features:
            text = separator + json.dumps(feature, ensure_ascii=False, separators=(",", ":")).encode()
            size += len(text)
            if size > MOST_BYTES:
                raise BadAnswer(first, f"it has more than {MOST_BYTES} bytes", f"có hơn {MOST_BYTES} byte")
            separator = b",\n"
            yield text
    yield b"]}"


def _pages(first: str, next_page: NextPage) -> Iterator[list[Any]]:
    url: str | None = first
    asked: set[str] = set()
    before: list[Any] = []
    count = 0
    while url is not None:
        if url in asked or len(asked) >= MOST_PAGES:
            raise BadAnswer(first, "its pages never end", "các trang nối nhau vô tận")
        asked.add(url)
        page = ask(url)
        features = page.get("features")
        if page.get("type") != "FeatureCollection" or not isinstance(features, list):
            raise BadAnswer(url, "it is no GeoJSON FeatureCollection", "không phải GeoJSON FeatureCollection")
        if features and features == before:
            raise BadAnswer(first, "it sends the same page again and again", "gửi lặp lại cùng một trang")
        before = features
        count += len(features)
        yield features
        url = next_page(page, count)
