"""Vector tiles as a subject sees them."""

from datetime import timedelta
from pathlib import Path

import pytest
from shapely.geometry import LineString, Point, box

from geo_server.core import clock
from geo_server.core.subject import ANONYMOUS, Subject
from layers import api as layers
from layers.errors import UnknownCollection
from tiles import api as tiles
from tiles import errors
from tiles.render.generalise import rule_of
from tiles.render.grid import Tile, limits

from .conftest import WRITER, Publish, add
from .mvt import read

HERE = (106.70, 10.78)
SQUARE = box(106.699, 10.779, 106.701, 10.781)  # 219 x 221 m


def tile_at(zoom: int, longitude: float = HERE[0], latitude: float = HERE[1]) -> Tile:
    found = limits((longitude, latitude, longitude, latitude), zoom)
    return Tile(zoom, found.min_row, found.min_column)


def tile_of(collection_id: str, tile: Tile, subject: Subject = ANONYMOUS) -> tiles.TileContent:
    return tiles.get_vector_tile(subject, collection_id=collection_id, tile=tile)


def test_a_square_comes_out_where_proj_puts_it(publish: Publish, tmp_path: Path) -> None:
    publish("plots", [(box(106.709, 10.779, 106.711, 10.781), {"name": "Thửa đất số 1"})])
    tile = tile_at(12, 106.71)
    [(shape, properties)] = read(tile_of("plots", tile).data, tile, tmp_path)
    move = layers.transformer("EPSG:4326", "EPSG:3857")
    expected = [float(number) for corner in ((106.709, 10.779), (106.711, 10.781)) for number in move(*corner)]
    grain_m = 40075016.7 / 2**12 / 4096
    assert shape.bounds == pytest.approx(expected, abs=grain_m)
    assert properties["name"] == "Thửa đất số 1"


def test_a_far_tile_is_empty_but_within_the_limits(publish: Publish) -> None:
    publish("plots", [(SQUARE, {"name": "a"}), (box(106.9, 10.9, 106.91, 10.91), {"name": "b"})])
    assert tile_of("plots", tile_at(14, 106.8, 10.85)).data == b""


def test_a_tile_beyond_the_extent_is_refused(publish: Publish) -> None:
    publish("plots", [(SQUARE, {"name": "a"})])
    with pytest.raises(errors.TileOutOfRange):
        tile_of("plots", tile_at(14, 108.0, 12.0))


def test_small_features_are_left_out_and_counted(publish: Publish, tmp_path: Path) -> None:
    tiny = box(106.71, 10.78, 106.71001, 10.78001)  # one metre
    publish("plots", [(SQUARE, {"name": "large"}), (tiny, {"name": "tiny"})])
    low, high = tile_at(11), tile_at(14, 106.71, 10.78)
    assert (tile_of("plots", low).found, tile_of("plots", low).drawn) == (2, 1)
    assert "tiny" in {properties["name"] for _, properties in read(tile_of("plots", high).data, high, tmp_path)}


def test_a_crowd_of_points_keeps_to_its_limit_and_says_so(publish: Publish) -> None:
    most = rule_of(8).max_features
    points = [(Point(106.6 + i % 100 * 1e-3, 10.7 + i // 100 * 1e-3), {"name": str(i)}) for i in range(most + 500)]
    publish("trees", points, geometry_type="Point")
    content = tile_of("trees", tile_at(8))
    assert (content.found, content.drawn) == (most + 500, most)


def test_low_zooms_carry_only_titles_and_what_the_style_reads(publish: Publish, tmp_path: Path) -> None:
    fields = (
        layers.Field("name", "string", "Tên", "Name", role="title"),
        layers.Field("class", "string", "Cấp", "Class"),
        layers.Field("remark", "string", "Ghi chú", "Remark"),
    )
    style = {"layers": [{"type": "line", "paint": {"line-color": ["match", ["get", "class"], "1", "red", "grey"]}}]}
    line = LineString([(106.6, 10.7), (106.8, 10.9)])
    row = {"name": "Quốc lộ 1", "class": "1", "remark": "x"}
    publish("roads", [(line, row)], geometry_type="MultiLineString", fields=fields, style=style)
    low, high = tile_at(9), tile_at(14, 106.7, 10.8)
    [(_, few)] = read(tile_of("roads", low).data, low, tmp_path)
    [(_, every)] = read(tile_of("roads", high).data, high, tmp_path)
    assert {"name", "class"} <= set(few) and "remark" not in few
    assert every["remark"] == "x"


def test_a_polygon_across_tiles_has_its_label_in_one_of_them(publish: Publish, tmp_path: Path) -> None:
    style = {"layers": [{"type": "symbol", "layout": {"text-field": ["get", "name"]}}]}
    parent = tile_at(11)
    west, south, east, north = parent.search_box()
    most = box(west + 0.01, south + 0.01, west + (east - west) * 0.9, south + (north - south) * 0.9)
    publish("wards", [(most, {"name": "Phường"})], style=style)
    pieces = [(child, tile_of("wards", child).data) for child in parent.children]
    assert all(read(data, child, tmp_path) for child, data in pieces)
    labels = [place for child, data in pieces for place in read(data, child, tmp_path, layer="wards_labels")]
    [(point, properties)] = labels
    assert properties["name"] == "Phường"
    move = layers.transformer("EPSG:4326", "EPSG:3857")
    corners = [float(number) for corner in (most.bounds[:2], most.bounds[2:]) for number in move(*corner)]
    west_m, south_m, east_m, north_m = corners
    assert box(west_m, south_m, east_m, north_m).contains(point)


def test_a_hidden_collection_has_no_tiles(publish: Publish) -> None:
    publish("secret", [(SQUARE, {"name": "a"})], public=False)
    with pytest.raises(UnknownCollection):
        tile_of("secret", tile_at(14))
    assert tile_of("secret", tile_at(14), WRITER).drawn == 1


def test_a_restricted_reader_never_gets_the_tile_of_another(publish: Publish, clerk: Subject) -> None:
    publish("plots", [(SQUARE, {"name": "a"}), (box(106.702, 10.779, 106.703, 10.781), {"name": "b"})], public=False)
    layers.grant_read("plots", to="user:7", row_filter={"name": ["a"]}, by=WRITER, now=clock.now())
    tile = tile_at(13)
    first = tile_of("plots", tile, WRITER)
    assert (first.drawn, tile_of("plots", tile, clerk).drawn, tile_of("plots", tile, WRITER).drawn) == (2, 1, 2)


def test_a_past_day_shows_what_was_there_then(publish: Publish) -> None:
    publish("plots", [(SQUARE, {"name": "a"})])
    before = clock.now()
    add("plots", [(box(106.702, 10.779, 106.703, 10.781), {"name": "b"})])
    tile = tile_at(13)
    moment = layers.TimeSpan(before, before)
    past = tiles.get_vector_tile(ANONYMOUS, collection_id="plots", tile=tile, at=moment)
    assert (past.drawn, tile_of("plots", tile).drawn) == (1, 2)
    long_ago = layers.TimeSpan(before - timedelta(days=1), before - timedelta(days=1))
    assert tiles.get_vector_tile(ANONYMOUS, collection_id="plots", tile=tile, at=long_ago).data == b""
