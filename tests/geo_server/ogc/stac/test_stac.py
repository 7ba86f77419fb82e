"""Scenes as STAC items: valid by the standard's own schemas, found by place and day, hidden from whom they must be."""

import json
from typing import Any

import numpy as np
import pystac
import pytest
from pystac.extensions.eo import EOExtension
from pystac.extensions.raster import RasterExtension
from pystac.extensions.view import ViewExtension
from pystac.validation import JsonSchemaSTACValidator
from rasterio.io import MemoryFile

from change_detection import api as change_detection
from geo_server.core import storage
from layers import api as layers
from tests.factories.places import CLERK, NOW, Door

ITEMS = "/stac/collections/scenes/items"
Scenes = list[change_detection.SceneInfo]


def found(door: Door, query: str) -> list[str]:
    return [item["id"] for item in door.json(f"/stac/search?{query}")["features"]]


def posted(door: Door, **body: Any) -> Any:
    answer = door.post("/stac/search", json.dumps(body))
    assert answer.status_code == 200, answer.content
    return answer.json()


def check(document: dict[str, Any], kind: pystac.STACObjectType) -> None:
    """Validate against the schemas of STAC that pystac brings with it; raises STACValidationError."""
    JsonSchemaSTACValidator().validate_core(document, kind, pystac.get_stac_version())


def test_landing_collection_and_items_are_valid_stac(door: Door) -> None:
    check(door.json("/stac"), pystac.STACObjectType.CATALOG)
    check(door.json("/stac/collections/scenes"), pystac.STACObjectType.COLLECTION)
    items = door.json(ITEMS)["features"]
    assert len(items) == 2
    for item in items:
        check(item, pystac.STACObjectType.ITEM)
        assert door.json(f"{ITEMS}/{item['id']}") == item


def test_the_schemas_do_refuse_what_is_wrong(door: Door) -> None:
    item = door.json(ITEMS)["features"][0]
    del item["properties"]["datetime"]
    with pytest.raises(pystac.STACValidationError):
        check(item, pystac.STACObjectType.ITEM)


def test_an_item_says_grid_time_and_sensor(door: Door, scenes: Scenes) -> None:
    item = door.json(f"{ITEMS}/{scenes[0].id}")
    properties = item["properties"]
    assert properties["datetime"] == "2024-03-01T04:30:00Z"
    assert (properties["proj:code"], properties["proj:shape"], properties["gsd"]) == ("EPSG:9210", [64, 64], 0.5)
    assert properties["proj:transform"] == [0.5, 0, 597_000, 0, -0.5, 1_200_600]
    assert (properties["instruments"], properties["view:off_nadir"]) == (["Drone"], 3.5)
    assert item["assets"]["data"]["file:checksum"] == f"1220{scenes[0].sha256}"


def test_the_collection_speaks_of_the_visible_scenes_only(door: Door, insider: Door) -> None:
    for asked, last in ((door, "2025-03-01T04:30:00Z"), (insider, "2026-03-01T04:30:00Z")):
        extent = asked.json("/stac/collections/scenes")["extent"]
        assert extent["temporal"]["interval"] == [["2024-03-01T04:30:00Z", last]]


@pytest.mark.parametrize(
    ("query", "years"),
    [
        ("", [2025, 2024]),
        ("datetime=2024-03-01", [2024]),
        ("datetime=2024-03-01T04:30:00Z", [2024]),
        ("datetime=2024-06-01T00:00:00Z/..", [2025]),
        ("datetime=../2024-12-31T00:00:00Z", [2024]),
        ("collections=scenes", [2025, 2024]),
        ("collections=others", []),
        ("ids=none", []),
        ("bbox=106,10,107,11", [2025, 2024]),
        ("bbox=106,10,0,107,11,9", [2025, 2024]),
        ("bbox=0,0,1,1", []),
    ],
)
def test_a_search_finds_exactly_what_fits(door: Door, scenes: Scenes, query: str, years: list[int]) -> None:
    by_year = {scene.acquired.year: scene.id for scene in scenes}
    assert found(door, query) == [by_year[year] for year in years]


def test_post_finds_what_get_finds(door: Door, scenes: Scenes) -> None:
    [x, y] = scenes[1].footprint["coordinates"][0][0]
    point = {"type": "Point", "coordinates": [x, y]}
    assert [item["id"] for item in posted(door, intersects=point)["features"]] == [scenes[1].id]
    assert found(door, f"intersects={json.dumps(point)}") == [scenes[1].id]
    assert [item["id"] for item in posted(door, ids=[scenes[0].id])["features"]] == [scenes[0].id]
    assert posted(door, bbox=[106, 10, 107, 11], datetime="2025-01-01T00:00:00Z/..")["numberMatched"] == 1


def test_pages_of_get_and_post_hold_every_scene_once(door: Door, scenes: Scenes) -> None:
    first = door.json("/stac/search?limit=1")
    [following] = [link["href"] for link in first["links"] if link["rel"] == "next"]
    second = door.json(following.removeprefix("http://testserver/ogc"))
    assert [first["features"][0]["id"], second["features"][0]["id"]] == [scenes[1].id, scenes[0].id]
    assert not [link for link in second["links"] if link["rel"] == "next"]
    [following] = [link for link in posted(door, limit=1)["links"] if link["rel"] == "next"]
    assert [item["id"] for item in posted(door, **following["body"])["features"]] == [scenes[0].id]


@pytest.mark.parametrize(
    "query",
    ["bbox=1", "bbox=a,b,c,d", "datetime=soon", "limit=0", "limit=x", "intersects=[", "colour=red",
     'intersects={"type":"Polygon","coordinates":[]}', 'bbox=0,0,1,1&intersects={"type":"Point","coordinates":[1,1]}'],
)  # fmt: skip
def test_a_wrong_search_is_answered_with_what_to_do(door: Door, query: str) -> None:
    assert door.json(f"/stac/search?{query}", status=400)["detail_vi"]


@pytest.mark.parametrize(
    "body",
    [{"bbox": 3}, {"bbox": "0,0,1"}, {"ids": "x"}, {"ids": [1]}, {"limit": -1}, {"limit": [1]}, {"intersects": 1},
     {"datetime": 3}, {"colour": 1}, {"intersects": {"type": "Point", "coordinates": ["a", None]}}],
)  # fmt: skip
def test_a_wrong_body_is_answered_with_what_to_do(door: Door, body: dict[str, Any]) -> None:
    assert door.post("/stac/search", json.dumps(body)).status_code == 400


def test_nobody_finds_a_scene_that_is_hidden_from_him(
    door: Door, insider: Door, hidden: change_detection.SceneInfo
) -> None:
    here = f"{ITEMS}/{hidden.id}"
    for path in (here, f"{here}/assets/data", f"{here}/assets/thumbnail"):
        assert (door.get(path).status_code, insider.get(path).status_code) == (404, 200), path
    for query in ("", f"ids={hidden.id}", "datetime=2026-03-01"):
        assert hidden.id not in found(door, query) and hidden.id in found(insider, query)
    assert (door.json("/stac/search")["numberMatched"], insider.json("/stac/search")["numberMatched"]) == (2, 3)
    assert hidden.collection not in door.get("/collections/city-catalogue/items?limit=100").content.decode()


def test_a_scene_whose_footprint_is_filtered_away_is_hidden(door: Door, hidden: change_detection.SceneInfo) -> None:
    layers.grant_read(hidden.collection, to="public", row_filter={"sensor": ["Satellite"]}, by=CLERK, now=NOW)
    assert hidden.id not in found(door, "")
    assert door.get(f"{ITEMS}/{hidden.id}/assets/data").status_code == 404


def test_the_file_comes_whole_and_in_ranges(door: Door, scenes: Scenes) -> None:
    href = f"{ITEMS}/{scenes[0].id}/assets/data"
    data = storage.path_of(scenes[0].asset_key).read_bytes()
    whole = door.get(href)
    assert b"".join(whole.streaming_content) == data and whole["Accept-Ranges"] == "bytes"
    for text, start, stop in (("0-99", 0, 100), (f"{len(data) - 9}-", len(data) - 9, len(data)), ("-5", -5, None)):
        part = door.get(href, range=f"bytes={text}")
        assert (part.status_code, b"".join(part.streaming_content)) == (206, data[start:stop]), text
    assert part["Content-Range"] == f"bytes {len(data) - 5}-{len(data) - 1}/{len(data)}"
    assert door.get(href, range=f"bytes={len(data)}-").status_code == 416
    assert door.get(href, range=f"bytes={'9' * 5000}-").status_code == 200, "no range of bytes: the whole file"
    head = door.client.head(f"/ogc{href}")
    assert head["Content-Length"] == str(len(data)) and not head.content


def test_the_thumbnail_shows_the_scene(door: Door, scenes: Scenes) -> None:
    from io import BytesIO

    import numpy as np
    from PIL import Image

    answer = door.get(f"{ITEMS}/{scenes[0].id}/assets/thumbnail")
    assert answer["Content-Type"] == "image/png"
    picture = np.array(Image.open(BytesIO(answer.content)).convert("RGBA"))
    assert picture.shape == (256, 256, 4)
    assert 60 <= picture[128, 128, 0] <= 95 and picture[128, 128, 3] == 255
    again = door.get(f"{ITEMS}/{scenes[0].id}/assets/thumbnail", **{"if-none-match": answer["ETag"]})
    assert again.status_code == 304


def test_a_scene_stands_in_the_catalogue_with_its_day(door: Door, scenes: Scenes) -> None:
    record = door.json(f"/collections/city-catalogue/items/{scenes[0].collection}")
    assert record["properties"]["type"] == "scene" and record["time"] == {"timestamp": "2024-03-01T04:30:00Z"}
    asked = door.json(f"/collections/city-catalogue/items?externalIds=stac:{scenes[1].id}")
    assert [one["id"] for one in asked["features"]] == [scenes[1].collection]
    at = door.json("/collections/city-catalogue/items?type=scene&datetime=2025-03-01T00:00:00Z/2025-03-02T00:00:00Z")
    assert [one["id"] for one in at["features"]] == [scenes[1].collection]


def test_an_item_tells_clouds_angles_and_bands_in_the_words_that_clients_read(door: Door, scenes: Scenes) -> None:
    item = pystac.Item.from_dict(door.json(f"{ITEMS}/{scenes[0].id}"))
    assert EOExtension.ext(item).cloud_cover == 0.0
    assert ViewExtension.ext(item).off_nadir == 3.5
    [red, green, blue] = RasterExtension.ext(item.assets["data"]).bands or []
    assert {band.data_type for band in (red, green, blue)} == {"uint8"}
    assert [band.common_name for band in EOExtension.ext(item.assets["data"]).bands or []] == ["red", "green", "blue"]


def test_the_mask_of_clouds_is_a_file_beside_the_scene(door: Door, insider: Door, hidden: Scenes) -> None:
    [scene] = [one for one in change_detection.list_scenes(CLERK) if one.acquired.year == 2024]
    answer = door.get(f"{ITEMS}/{scene.id}/assets/mask")
    content = b"".join(answer.streaming_content)  # type: ignore[attr-defined]
    with MemoryFile(content) as file, file.open() as mask:
        assert (mask.crs, mask.bounds.left, mask.count, set(np.unique(mask.read(1)))) == ("EPSG:9210", 597_000, 1, {0})
    [hidden_one] = [one for one in change_detection.list_scenes(CLERK) if one.acquired.year == 2026]
    assert door.get(f"{ITEMS}/{hidden_one.id}/assets/mask").status_code == 404
