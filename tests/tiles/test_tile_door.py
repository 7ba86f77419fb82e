"""Tiles, tilesets and styles over HTTP."""

import json
from typing import Any

import pytest
from django.test import Client
from shapely.geometry import box

from tiles.render.grid import Tile

from .conftest import Publish, add
from .test_vector_tiles import SQUARE, tile_at

pytestmark = pytest.mark.urls("geo_server.site.urls")
BASE = "/ogc/collections/plots"


@pytest.fixture
def plots(publish: Publish) -> None:
    publish("plots", [(SQUARE, {"name": "Thửa"}), (box(106.9, 10.9, 106.91, 10.91), {"name": "b"})])


def path(tile: Tile, kind: str = "tiles") -> str:
    return f"{BASE}/{kind}/WebMercatorQuad/{tile.zoom}/{tile.row}/{tile.column}"


@pytest.mark.usefixtures("plots")
def test_a_vector_tile_says_what_it_is(client: Client) -> None:
    answer = client.get(path(tile_at(14)))
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/vnd.mapbox-vector-tile"
    assert answer["Diaban-Features"] == "found=1, drawn=1"
    assert answer["Cache-Control"] == "no-cache"


@pytest.mark.usefixtures("plots")
def test_a_client_that_has_the_tile_gets_304_until_it_changes(client: Client) -> None:
    tag = client.get(path(tile_at(14)))["ETag"]
    assert client.get(path(tile_at(14)), headers={"If-None-Match": tag}).status_code == 304
    add("plots", [(SQUARE, {"name": "new"})])
    assert client.get(path(tile_at(14)), headers={"If-None-Match": tag}).status_code == 200


@pytest.mark.usefixtures("plots")
def test_a_past_day_is_asked_for_by_datetime(client: Client) -> None:
    assert client.get(f"{path(tile_at(14))}?datetime=2020-01-01").status_code == 204
    assert client.get(f"{path(tile_at(14))}?datetime=2999-01-01").status_code == 200
    assert client.get(f"{path(tile_at(14))}?datetime=yesterday").status_code == 400


@pytest.mark.usefixtures("plots")
@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("tiles/WebMercatorQuad/14/0/0", 404),
        ("tiles/WebMercatorQuad/14/2147483647/2147483647", 404),
        ("tiles/WebMercatorQuad/99/0/0", 404),
        ("tiles/WebMercatorQuad/x/0/0", 404),
        ("tiles/WorldMercatorWGS84Quad/0/0/0", 404),
        ("tiles/WorldMercatorWGS84Quad", 404),
        ("map/tiles/WebMercatorQuad/14/0/0", 404),
        ("tiles/WebMercatorQuad/0/0/0?nothing=1", 400),
        ("map/tiles/WebMercatorQuad/0/0/0?f=gif", 400),
        ("styles/night", 404),
    ],
)
def test_what_does_not_exist_is_refused_in_words(client: Client, address: str, status: int) -> None:
    answer = client.get(f"{BASE}/{address}")
    assert answer.status_code == status
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["detail_vi"] and answer.json()["detail_en"]


@pytest.mark.usefixtures("plots")
def test_an_empty_vector_tile_has_no_content_and_an_empty_map_is_clear(client: Client) -> None:
    between = tile_at(14, 106.8, 10.85)
    assert client.get(path(between)).status_code == 204
    picture = client.get(path(between, "map/tiles"))
    assert (picture.status_code, picture["Content-Type"]) == (200, "image/png")


@pytest.mark.usefixtures("plots")
@pytest.mark.parametrize("kind", ["tiles", "map/tiles"])
def test_every_link_of_a_tileset_leads_somewhere(client: Client, kind: str) -> None:
    listed, *others = client.get(f"{BASE}/{kind}").json()["tilesets"]
    assert {other["tileMatrixSetId"] for other in others} == {"WorldCRS84Quad", "VN2000-9210"}
    links = {link["rel"]: link["href"] for link in listed["links"]}
    assert links["self"].startswith("http://")
    whole = client.get(links["self"]).json()
    assert whole["tileMatrixSetId"] == "WebMercatorQuad"
    assert whole["boundingBox"]["lowerLeft"] == pytest.approx([106.699, 10.779])
    entry = whole["tileMatrixSetLimits"][14]
    item = next(link["href"] for link in whole["links"] if link["rel"] == "item")

    def ask(row: int, column: int) -> int:
        place = {"tileMatrix": entry["tileMatrix"], "tileRow": row, "tileCol": column}
        return client.get(item.format(**place)).status_code

    assert ask(entry["minTileRow"], entry["minTileCol"]) in {200, 204}
    assert ask(entry["maxTileRow"], entry["maxTileCol"]) in {200, 204}
    assert ask(entry["maxTileRow"] + 1, entry["minTileCol"]) == 404


@pytest.mark.usefixtures("plots")
def test_what_the_tiles_leave_out_is_declared(client: Client) -> None:
    rules = client.get(f"{BASE}/tiles/WebMercatorQuad").json()["generalisation"]
    assert not rules["collectionIsThinned"]
    assert "8.000" in rules["vi"] and "8,000" in rules["en"]


@pytest.mark.usefixtures("plots")
def test_tilejson_and_style_name_tiles_that_exist(client: Client) -> None:
    tile = tile_at(14)
    tilejson = client.get(f"{BASE}/tiles/WebMercatorQuad?f=tilejson").json()
    style = client.get(f"{BASE}/styles/default").json()
    same = client.get("/ogc/styles/plots").json()
    [template] = style["sources"]["plots"]["tiles"]
    assert template == tilejson["tiles"][0]
    assert client.get(template.format(z=tile.zoom, y=tile.row, x=tile.column)).status_code == 200
    assert same == style
    assert tilejson["vector_layers"] == [{"id": "plots", "fields": {"name": "Tên"}}]


@pytest.mark.usefixtures("plots")
def test_the_letters_of_a_style_are_served(client: Client) -> None:
    glyphs = client.get(f"{BASE}/styles/default").json()["glyphs"]
    url = glyphs.replace("{fontstack}", "Noto Sans Regular").replace("{range}", "0-255")
    answer = client.get(url)
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/x-protobuf")


@pytest.mark.usefixtures("plots")
@pytest.mark.parametrize(("name", "magic"), [("png", b"\x89PNG"), ("jpg", b"\xff\xd8"), ("webp", b"RIFF")])
def test_a_map_comes_in_the_format_that_was_asked_for(client: Client, name: str, magic: bytes) -> None:
    assert client.get(f"{path(tile_at(14), 'map/tiles')}?f={name}").content.startswith(magic)


@pytest.mark.parametrize(
    "address",
    [
        "tiles", "tiles/WebMercatorQuad", "tiles/WebMercatorQuad/0/0/0", "map/tiles", "map/tiles/WebMercatorQuad",
        "map/tiles/WebMercatorQuad/0/0/0", "styles", "styles/default",
    ],
)  # fmt: skip
def test_a_hidden_collection_is_nowhere(client: Client, publish: Publish, address: str) -> None:
    publish("plots", [(SQUARE, {"name": "x"})], public=False)
    hidden = client.get(f"{BASE}/{address}")
    missing = client.get(f"{BASE.replace('plots', 'absent')}/{address}")
    assert (hidden.status_code, missing.status_code) == (404, 404)
    assert json.loads(hidden.content)["title"] == json.loads(missing.content)["title"] == "UnknownCollection"


def test_a_hidden_collection_is_in_no_list_of_styles(client: Client, publish: Publish) -> None:
    publish("plots", [], public=False)
    publish("open", [])
    listed: list[dict[str, Any]] = client.get("/ogc/styles").json()["styles"]
    assert [style["id"] for style in listed] == ["open"]
