"""OGC API Tiles by the tables of the official suite (T1 to T13), on real wards, roads and cameras."""

from typing import Any

import mapbox_vector_tile
import pytest
from pyproj import Transformer

from .client import Api, find_link, link

pytestmark = [pytest.mark.slow, pytest.mark.conformance, pytest.mark.real]
RELATION = "http://www.opengis.net/def/rel/ogc/1.0"
REGISTER = "http://www.opengis.net/def/tilematrixset/OGC/1.0/"
SPEC = "http://www.opengis.net/spec/ogcapi-tiles-1/1.0/conf/"
DECLARED = ("core", "tileset", "tilesets-list", "dataset-tilesets", "geodata-tilesets", "collections-selection")
KINDS = ("vector", "map")
COLLECTIONS = ("wards", "roads", "cameras")
SETS = ("WebMercatorQuad", "WorldCRS84Quad", "VN2000-9210")
Document = dict[str, Any]


def tilesets_list(api: Api, kind: str, collection: str | None) -> str:
    """Address of a list of tilesets, as the landing page or the collection links it."""
    start = api.json(api.landing) if collection is None else api.collection(collection)
    return link(start, f"{RELATION}/tilesets-{kind}")


def tileset(api: Api, kind: str, collection: str | None, tms: str) -> Document:
    listed = api.json(tilesets_list(api, kind, collection))["tilesets"]
    [found] = [entry for entry in listed if entry["tileMatrixSetId"] == tms]
    whole: Document = api.json(link(found, "self"))
    return whole


def template(tileset_document: Document) -> str:
    return link(tileset_document, "item")


def filled(address: str, matrix: str, row: int, column: int) -> str:
    return address.format(tileMatrix=matrix, tileRow=row, tileCol=column)


def test_t1_the_classes_are_declared(city: Api) -> None:
    declared = city.json(f"{city.landing}/conformance")["conformsTo"]
    assert {SPEC + name for name in DECLARED} <= set(declared)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("collection", [None, *COLLECTIONS])
def test_t2_t9_t13_lists_of_tilesets(city: Api, kind: str, collection: str | None) -> None:
    url = tilesets_list(city, kind, collection)
    assert url.endswith("/tiles")
    listed = city.json(url, f="json")["tilesets"]
    assert [entry["tileMatrixSetId"] for entry in listed] == list(SETS)
    for entry in listed:
        assert entry["tileMatrixSetURI"].startswith("http") and entry["tileMatrixSetLimits"]
        assert all(found["href"].startswith("http") for found in entry["links"])
        address = template(entry)
        assert f"/tiles/{entry['tileMatrixSetId']}/" in address
        assert all(f"{{{name}}}" in address for name in ("tileMatrix", "tileRow", "tileCol"))


@pytest.mark.parametrize("tms", SETS)
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("collection", [None, "roads"])
def test_t6_t7_limits_are_where_tiles_end(city: Api, kind: str, collection: str | None, tms: str) -> None:
    found = tileset(city, kind, collection, tms)
    address, limits = template(found), found["tileMatrixSetLimits"]
    for entry in (limits[0], limits[8]):
        matrix, last, first = entry["tileMatrix"], entry["maxTileRow"], entry["minTileCol"]
        assert city.get(filled(address, matrix, last, first), "*/*").status_code in (200, 204)
        assert city.get(filled(address, matrix, last + 1, first), "*/*").status_code in (400, 404)
    assert city.get(filled(address, "8", 2147483647, 2147483647), "*/*").status_code in (400, 404)
    assert city.get(filled(address, "99", 0, 0), "*/*").status_code in (400, 404)
    assert city.get(filled(address, "-1", 0, 0), "*/*").status_code in (400, 404)


@pytest.mark.parametrize("kind", KINDS)
def test_every_tile_within_the_limits_of_one_matrix_is_there(city: Api, kind: str) -> None:
    found = tileset(city, kind, "wards", "WebMercatorQuad")
    entry = found["tileMatrixSetLimits"][9]
    rows = range(entry["minTileRow"], entry["maxTileRow"] + 1)
    columns = range(entry["minTileCol"], entry["maxTileCol"] + 1)
    answers = [city.get(filled(template(found), "9", row, column), "*/*") for row in rows for column in columns]
    assert len(answers) > 1 and {answer.status_code for answer in answers} <= {200, 204}


@pytest.mark.parametrize("tms", SETS)
def test_a_tile_matrix_set_says_where_its_tiles_lie(city: Api, tms: str) -> None:
    """The place of a camera, worked out from the definition alone, holds that camera."""
    listed = city.json(f"{city.landing}/TileMatrixSets")["tileMatrixSets"]
    [entry] = [entry for entry in listed if entry["id"] == tms]
    definition = city.json(link(entry, "self"))
    assert definition["uri"] == (REGISTER + tms if tms != SETS[2] else link(entry, "self"))
    camera = city.items("cameras", limit=1)["features"][0]
    x, y = position(camera["geometry"]["coordinates"], tms)
    matrix = definition["tileMatrices"][12 if tms != SETS[2] else 8]
    side = matrix["cellSize"] * matrix["tileWidth"]
    assert matrix["scaleDenominator"] == pytest.approx(matrix["cellSize"] * unit_m(tms) / 0.00028)
    left, top = matrix["pointOfOrigin"]
    column, row = int((x - left) // side), int((top - y) // side)
    assert 0 <= column < matrix["matrixWidth"] and 0 <= row < matrix["matrixHeight"]
    found = tileset(city, "vector", "cameras", tms)
    answer = city.get(filled(template(found), matrix["id"], row, column), "*/*")
    layer = mapbox_vector_tile.decode(answer.content, default_options={"y_coord_down": True})["cameras"]
    [drawn] = [feature for feature in layer["features"] if feature["id"] == camera["id"]]
    east, south = drawn["geometry"]["coordinates"]
    scale = side / layer["extent"]
    assert left + column * side + east * scale == pytest.approx(x, abs=scale)
    assert top - row * side - south * scale == pytest.approx(y, abs=scale)


def position(lonlat: list[float], tms: str) -> tuple[float, float]:
    """A place in the coordinates of a set; VN-2000 by the parameters of the decision, written out here."""
    official = (
        "+proj=tmerc +lat_0=0 +lon_0=105.75 +k=0.9999 +x_0=500000 +ellps=WGS84 +units=m +no_defs +towgs84="
        "-191.90441429,-39.30318279,-111.45032835,0.00928836,-0.01975479,0.00427372,0.252906278"
    )
    target = {"WebMercatorQuad": "EPSG:3857", "WorldCRS84Quad": "OGC:CRS84"}.get(tms, official)
    x, y = Transformer.from_crs("OGC:CRS84", target, always_xy=True).transform(lonlat[0], lonlat[1])
    return float(x), float(y)


def unit_m(tms: str) -> float:
    return 111319.49079327358 if tms == "WorldCRS84Quad" else 1.0


def test_a_dataset_tile_holds_the_collections_that_are_named(city: Api) -> None:
    address = filled(template(tileset(city, "vector", None, "WebMercatorQuad")), "12", 1924, 3262)
    every = mapbox_vector_tile.decode(city.get(address, "*/*").content)
    named = mapbox_vector_tile.decode(city.get(address, "*/*", collections="roads,cameras").content)
    assert {"wards", "roads", "cameras"} <= set(every)
    assert set(named) == {"roads", "cameras"}
    assert len(named["roads"]["features"]) == len(every["roads"]["features"])
    assert city.get(address, collections="roads,nowhere").status_code == 404
    assert city.get(address, collections="").status_code == 400


def test_a_tile_of_another_day_shows_what_was_known_then(city: Api) -> None:
    address = filled(template(tileset(city, "vector", "wards", "WebMercatorQuad")), "9", 240, 407)
    assert city.get(address, "*/*").status_code == 200
    assert city.get(address, "*/*", datetime="2001-01-01").status_code == 204
    assert city.get(address, "*/*", datetime="yesterday").status_code == 400


@pytest.mark.parametrize(
    ("f", "media_type", "magic"), [("png", "image/png", b"\x89PNG"), ("jpg", "image/jpeg", b"\xff\xd8")]
)
def test_map_tiles_are_pictures_of_the_kind_that_was_asked(city: Api, f: str, media_type: str, magic: bytes) -> None:
    address = filled(template(tileset(city, "map", "roads", "WebMercatorQuad")), "12", 1924, 3262)
    answer = city.get(address, "*/*", f=f)
    assert answer.headers["Content-Type"] == media_type and answer.content.startswith(magic)
    assert city.get(address, f"{media_type}").headers["Content-Type"] == media_type


def test_what_the_tiles_leave_out_is_declared_and_counted(city: Api) -> None:
    found = tileset(city, "vector", "roads", "WebMercatorQuad")
    rules = found["generalisation"]
    assert rules["collectionIsThinned"] and rules["en"] and rules["vi"]
    thinned = {int(zoom["tileMatrix"]) for zoom in rules["zooms"] if zoom["thinned"]}
    assert thinned == set(range(14))
    numbers = [
        dict(part.split("=") for part in headers.split(", "))
        for headers in (
            city.get(filled(template(found), str(zoom), row, column), "*/*").headers["Diaban-Features"]
            for zoom, row, column in ((11, 962, 1631), (16, 30796, 52200))
        )
    ]
    assert int(numbers[0]["drawn"]) < int(numbers[0]["found"])
    assert int(numbers[1]["drawn"]) <= int(numbers[1]["found"])


def test_tilejson_names_tiles_that_exist(city: Api) -> None:
    found = tileset(city, "vector", None, "WebMercatorQuad")
    document = city.json(str(find_link(found, "alternate")))
    assert document["tilejson"] == "3.0.0" and {"wards", "roads"} <= {one["id"] for one in document["vector_layers"]}
    [address] = document["tiles"]
    assert city.get(address.format(z=12, y=1924, x=3262), "*/*").status_code == 200
    west, south, east, north = document["bounds"]
    assert 105 < west < east < 108 and 8 < south < north < 12
