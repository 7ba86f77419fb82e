"""A collection hidden from the public is absent from every door, and present there for the one who may see it.

Each door is a function that says whether it shows the hidden collection `bunkers`: one broken for all fails too.
"""

from collections.abc import Callable
from io import BytesIO
from typing import Any
from wsgiref.util import setup_testing_defaults

import pytest
from django.conf import settings
from django.contrib.auth.models import User

from geo_server.core.subject import ANONYMOUS
from geo_server.ogc import mapproxy_app
from layers import api as layers
from tests.factories.places import CLERK, NOW, Door, spec

TILE = "WebMercatorQuad/14/7698/13047"  # holds the market and the museum of District 1


def has(path: str) -> Callable[[Door], bool]:
    """A door that knows one address or answers 404; any other answer is an error of the door."""

    def ask(door: Door) -> bool:
        status = door.get(path).status_code
        assert status in (200, 204, 404), status
        return bool(status == 200)

    return ask


def names(path: str, text: str) -> Callable[[Door], bool]:
    """A door that lists things: it shows the hidden one if its answer holds the text."""

    def ask(door: Door) -> bool:
        answer = door.get(path)
        assert answer.status_code == 200
        return text in answer.content.decode()

    return ask


def carries(path: str, name: bytes) -> Callable[[Door], bool]:
    """A door of bytes: it shows the hidden one if its name is among them."""

    def ask(door: Door) -> bool:
        answer = door.get(path)
        assert answer.status_code in (200, 204)
        return name in answer.content

    return ask


def wms(query: str, text: bytes) -> Callable[[Door], bool]:
    """The map service, asked as the subject that the site would hand over."""

    def ask(door: Door) -> bool:
        user = User.objects.get() if settings.SESSION_COOKIE_NAME in door.client.cookies else None
        environ: dict[str, Any] = {"PATH_INFO": "/service", "QUERY_STRING": query, "wsgi.input": BytesIO()}
        setup_testing_defaults(environ)
        environ["diaban.subject"] = ANONYMOUS if user is None else layers.subject_of_user(user.pk)
        return text in b"".join(mapproxy_app.application(environ, lambda *answer: None))

    return ask


DOORS: dict[str, Callable[[Door], bool]] = {
    "collections": names("/collections", '"id":"bunkers"'),
    "collections page": names("/collections?f=html", "bunkers"),
    "landing page": names("?f=html", "2 lớp"),
    "collection": has("/collections/bunkers"),
    "schema": has("/collections/bunkers/schema"),
    "queryables": has("/collections/bunkers/queryables"),
    "items": has("/collections/bunkers/items"),
    "items page": has("/collections/bunkers/items?f=html"),
    "items count": has("/collections/bunkers/items?limit=1&bbox=106,10,107,11"),
    "codes of a field": has("/collections/bunkers/codelists/kind"),
    "changes": has("/collections/bunkers/changes"),
    "history": has("/collections/bunkers/items/1/history"),
    "items of another day": has("/collections/bunkers/items?datetime=2026-07-02"),
    "item": has("/collections/bunkers/items/1"),
    "search": names("/search?q=cho%20ben%20thanh", '"collection":"bunkers"'),
    "tilesets": has("/collections/bunkers/tiles"),
    "tileset": has("/collections/bunkers/tiles/WebMercatorQuad"),
    "vector tile": has(f"/collections/bunkers/tiles/{TILE}"),
    "drawn map tile": has(f"/collections/bunkers/map/tiles/{TILE}"),
    "map tilesets": has("/collections/bunkers/map/tiles"),
    "vector tile in degrees": has("/collections/bunkers/tiles/WorldCRS84Quad/0/0/1"),
    "vector tile in VN-2000": has("/collections/bunkers/tiles/VN2000-9210/0/2/0"),
    "map tile in VN-2000": has("/collections/bunkers/map/tiles/VN2000-9210/0/2/0"),
    "map": has("/collections/bunkers/map?width=64"),
    "map of named collections": has("/map?collections=bunkers&width=64"),
    "tile of named collections": has(f"/tiles/{TILE}?collections=bunkers"),
    "map tile of named collections": has(f"/map/tiles/{TILE}?collections=bunkers"),
    "tileset of named collections": has("/tiles/WebMercatorQuad?collections=bunkers"),
    "tile of all collections": carries(f"/tiles/{TILE}", b"bunkers"),
    "tileset of all collections": names("/tiles/WebMercatorQuad", '"id":"bunkers"'),
    "map tileset of all collections": names("/map/tiles/WebMercatorQuad", '"id":"bunkers"'),
    "styles of the collection": has("/collections/bunkers/styles"),
    "styles": names("/styles", '"bunkers"'),
    "style": has("/styles/bunkers"),
    "style as QML": has("/styles/bunkers?f=qml"),
    "style as SLD": has("/styles/bunkers?f=sld"),
    "style page": has("/collections/bunkers/styles/default?f=html"),
    "style metadata": has("/styles/bunkers/metadata"),
    "styles page": names("/styles?f=html", "bunkers"),
    "catalogue": names("/collections/city-catalogue/items?limit=100", '"id":"bunkers"'),
    "catalogue page": names("/collections/city-catalogue/items?f=html", "bunkers"),
    "catalogue search": names("/collections/city-catalogue/items?q=ham%20ngam", '"numberMatched":1'),
    "catalogue as DCAT": names("/collections/city-catalogue?f=ttl", "bunkers"),
    "record": has("/collections/city-catalogue/items/bunkers"),
    "record as ISO 19139": has("/collections/city-catalogue/items/bunkers?f=iso"),
    "record as DCAT": has("/collections/city-catalogue/items/bunkers?f=dcat"),
    "collections searched": names("/collections?q=ham%20ngam", '"id":"bunkers"'),
    "WMS capabilities": wms("SERVICE=WMS&VERSION=1.3.0&REQUEST=GetCapabilities", b"<Name>bunkers</Name>"),
}


@pytest.mark.parametrize("name", DOORS)
def test_the_public_finds_no_trace_of_it(name: str, door: Door, insider: Door) -> None:
    assert not DOORS[name](door)


@pytest.mark.parametrize("name", DOORS)
def test_the_one_who_may_see_it_finds_it(name: str, insider: Door) -> None:
    assert DOORS[name](insider)


def test_it_cannot_be_told_from_one_that_never_was(door: Door, insider: Door) -> None:
    hidden, absent = door.json("/collections/bunkers", status=404), door.json("/collections/bunkerz", status=404)
    assert hidden["detail"].replace("bunkers", "bunkerz") == absent["detail"]


def test_a_revoked_grant_shuts_every_door_at_once(insider: Door) -> None:
    grant = layers.grant_read("bunkers", to="evn", by=CLERK, now=NOW)
    assert insider.get("/collections/bunkers/items").status_code == 200
    layers.revoke(grant, by=CLERK, now=NOW)
    assert [name for name, shows in DOORS.items() if shows(insider)] == []


def test_hidden_columns_leak_neither_through_values_nor_through_filters(db: None, door: Door) -> None:
    layers.define_collection(spec("vaults", public=False), by=CLERK, now=NOW)
    secret = layers.Feature(geometry=None, properties={"name": "A", "kind": "park", "opened": "1902-01-01"})
    layers.write_features("vaults", [secret], mode="append", key=None, by=CLERK, reason="test", now=NOW)
    layers.grant_read("vaults", to="public", columns=["name"], by=CLERK, now=NOW)
    assert door.items("vaults")["features"][0]["properties"] == {"name": "A"}
    assert "opened" not in door.json("/collections/vaults/schema")["properties"]
    assert "opened" not in door.json("/collections/vaults/queryables")["properties"]
    asked = door.get("/collections/vaults/items?opened=1902-01-01")
    assert asked.status_code == 400 and "opened" not in asked.json()["detail_en"].partition("Known")[2]


def test_rows_outside_a_grant_are_neither_shown_nor_counted(places: layers.Collection, door: Door) -> None:
    layers.define_collection(spec("markets", public=False), by=CLERK, now=NOW)
    rows = [layers.Feature(geometry=None, properties={"name": kind, "kind": kind}) for kind in ("market", "park")]
    layers.write_features("markets", rows, mode="append", key=None, by=CLERK, reason="test", now=NOW)
    layers.grant_read("markets", to="public", row_filter={"kind": ["market"]}, by=CLERK, now=NOW)
    assert door.names("markets") == ["market"]
    assert door.items("markets", limit=1)["numberMatched"] == 1
    assert door.json("/collections/markets")["itemCount"] == 1
    assert door.names("markets", kind="park") == []
    assert [hit["properties"]["title"] for hit in door.json("/search?q=park")["features"]] == []
