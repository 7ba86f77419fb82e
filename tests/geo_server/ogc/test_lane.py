"""One door, two entrances: what the short way answers is, to the byte, what Django answers."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from wsgiref.util import setup_testing_defaults

import pytest
from django.contrib.auth.models import User
from django.core.signals import request_finished, request_started
from django.db import close_old_connections

from geo_server.core import tokens
from geo_server.ogc.lane.entrance import Lane
from geo_server.site.wsgi import django
from layers import api as layers
from tests.factories.places import CLERK, NOW, define_bunkers, define_places

ITEMS = "/ogc/collections/places/items"
TILE = "/ogc/collections/places/tiles/WebMercatorQuad/10/481/815"
PATHS = [
    ITEMS,
    f"{ITEMS}?limit=2",
    f"{ITEMS}?limit=1&kind=market",
    f"{ITEMS}?bbox=106.6,10.7,106.8,10.9&limit=2",
    f"{ITEMS}?bbox=10.7,106.6,10.9,106.8&bbox-crs=http://www.opengis.net/def/crs/EPSG/0/4326",
    f"{ITEMS}?crs=http://www.opengis.net/def/crs/EPSG/0/9210",
    f"{ITEMS}?properties=name&skipGeometry=true",
    f"{ITEMS}?filter=name%20IS%20NOT%20NULL&sortby=-name&limit=2",
    f"{ITEMS}?datetime=2026-07-02",
    f"{ITEMS}?f=json",
    f"{ITEMS}?f=csv",
    f"{ITEMS}?f=nothing",
    f"{ITEMS}?lang=en",
    f"{ITEMS}?limit=0",
    f"{ITEMS}?no_such=1",
    f"{ITEMS}?bbox=1,2,3",
    f"{ITEMS}?token=dbn_wrong",
    f"{ITEMS}/1",
    f"{ITEMS}/1?crs=http://www.opengis.net/def/crs/EPSG/0/4326",
    f"{ITEMS}/1?limit=1",
    f"{ITEMS}/99999999",
    f"{ITEMS}/99999999999999999999",
    f"{ITEMS}/one",
    "/ogc/collections/nowhere/items",
    "/ogc/collections/bunkers/items",
    "/ogc/collections/bunkers/items/1",
    "/ogc/collections/places",
    TILE,
    f"{TILE}?f=mvt",
    f"{TILE}?datetime=2026-07-02",
    "/ogc/collections/places/tiles/WebMercatorQuad/14/0/0",
    "/ogc/collections/bunkers/tiles/WebMercatorQuad/10/481/815",
]
HEADERS = [
    {},
    {"HTTP_ACCEPT": "application/geo+json"},
    {"HTTP_ACCEPT": "text/html"},
    {"HTTP_ACCEPT": "image/png"},
    {"HTTP_ACCEPT_LANGUAGE": "en-GB,en;q=0.8"},
    {"HTTP_ACCEPT_ENCODING": "gzip"},
    {"HTTP_HOST": "evil.example"},
    {"HTTP_AUTHORIZATION": "Bearer dbn_wrong"},
    {"HTTP_COOKIE": "sessionid=nobody"},
]

Answer = tuple[str, list[tuple[str, str]], bytes]


@pytest.fixture(autouse=True)
def clock_stands_still(monkeypatch: pytest.MonkeyPatch) -> None:
    """The two answers are made one after the other and carry a time stamp."""
    monkeypatch.setattr("geo_server.core.clock.now", lambda: NOW)


@pytest.fixture(autouse=True)
def connection_stays_open() -> Iterator[None]:
    """Django looks after its connections at each request; the test's own one holds the rows that are not committed."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield
    for signal in signals:
        signal.connect(close_old_connections)


@pytest.fixture
def token(db: None) -> Iterator[str]:
    """A token of somebody who may see `bunkers`, which the public may not."""
    define_places()
    user: User = define_bunkers()
    yield tokens.issue_token(user, name="test", lifetime=timedelta(days=1), now=NOW)


class _Long:
    """Stands where Django stands, and tells whether the short way was left."""

    def __init__(self) -> None:
        self.asked = False

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Any:
        self.asked = True
        return django(environ, start_response)


def ask(application: Any, path: str, headers: dict[str, str]) -> Answer:
    path, _, query = path.partition("?")
    environ: dict[str, Any] = {"PATH_INFO": path, "QUERY_STRING": query, "HTTP_HOST": "testserver", **headers}
    setup_testing_defaults(environ)
    environ["SCRIPT_NAME"] = ""
    begun: list[Any] = []
    body = b"".join(application(environ, lambda *answer: begun.extend(answer)))
    return begun[0], sorted(begun[1]), body


def both_ways(path: str, headers: dict[str, str]) -> tuple[Answer, bool]:
    """The answer of the short way, equal to Django's, and whether it took the short way to the end."""
    long = _Long()
    short_answer, long_answer = ask(Lane(long), path, headers), ask(django, path, headers)
    assert short_answer == long_answer
    return short_answer, not long.asked


@pytest.mark.parametrize("path", PATHS)
def test_both_ways_answer_the_same(path: str, token: str) -> None:
    for headers in HEADERS:
        both_ways(path, headers)


@pytest.mark.parametrize("path", [ITEMS, f"{ITEMS}?limit=2", f"{ITEMS}/1"])
def test_a_program_goes_the_short_way(path: str, token: str) -> None:
    (status, _, _), short = both_ways(path, {"HTTP_ACCEPT": "application/geo+json"})
    assert (status, short) == ("200 OK", True)


@pytest.mark.parametrize("headers", [{"HTTP_COOKIE": "sessionid=x"}, {"HTTP_ACCEPT": "text/html"}], ids=str)
def test_a_browser_does_not(headers: dict[str, str], token: str) -> None:
    assert both_ways(ITEMS, headers)[1] is False


def test_a_write_does_not(token: str) -> None:
    long = _Long()
    ask(Lane(long), f"{ITEMS}/1", {"REQUEST_METHOD": "DELETE"})
    assert long.asked


@pytest.mark.parametrize("way", ["Bearer", "query"])
def test_a_token_opens_the_same_rows(way: str, token: str) -> None:
    hidden = "/ogc/collections/bunkers/items"
    path, headers = (
        (f"{hidden}?token={token}", {}) if way == "query" else (hidden, {"HTTP_AUTHORIZATION": f"Bearer {token}"})
    )
    (status, _, body), short = both_ways(path, headers)
    assert status == "200 OK" and short
    assert token.encode() not in body
    assert both_ways(hidden, {})[0][0] == "404 Not Found"


@pytest.mark.parametrize("path", [ITEMS, f"{ITEMS}/1"])
def test_a_known_answer_is_not_sent_again(path: str, token: str) -> None:
    tag = dict(both_ways(path, {})[0][1])["ETag"]
    (status, headers, body), short = both_ways(path, {"HTTP_IF_NONE_MATCH": tag})
    assert (status, body, short) == ("304 Not Modified", b"", True)
    assert dict(headers)["ETag"] == tag


def test_a_revoked_right_is_gone_at_the_next_request(token: str) -> None:
    grant = layers.grant_read("bunkers", to="public", by=CLERK, now=NOW)
    assert both_ways("/ogc/collections/bunkers/items", {})[0][0] == "200 OK"
    layers.revoke(grant, by=CLERK, now=NOW)
    assert both_ways("/ogc/collections/bunkers/items", {})[0][0] == "404 Not Found"
