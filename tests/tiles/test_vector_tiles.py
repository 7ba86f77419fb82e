"""Vector tiles as a subject sees them."""

from datetime import timedelta
from pathlib import Path

import mapbox_vector_tile
import pytest
from shapely.geometry import LineString, Point, box

from geo_server.core import clock
from geo_server.core.subject import ANONYMOUS, Subject
from layers import api as layers
from layers.errors import UnknownCollection
from tiles import api as tiles
from tiles import errors
from tiles.render.grid import Tile, limits

from .conftest import WRITER, Publish, add
from .mvt import read

HERE = (106.70, 10.78)
NAMED = {"type": "symbol", "layout": {"text-field": ["get", "name"]}}
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


def test_a_small_collection_is_never_thinned(publish: Publish, tmp_path: Path) -> None:
    tiny = box(106.71, 10.78, 106.7104, 10.7804)  # 44 metres: less than two pixels
    publish("plots", [(SQUARE, {"name": "large"}), (tiny, {"name": "tiny"})])
    low = tile_at(11)
    assert (tile_of("plots", low).found, tile_of("plots", low).drawn) == (2, 2)
    assert {properties["name"] for _, properties in read(tile_of("plots", low).data, low, tmp_path)} == {
        "large",
        "tiny",
    }


def test_a_crowd_of_points_keeps_one_for_two_pixels_and_says_so(publish: Publish, tmp_path: Path) -> None:
    """1,000 places with three points each; at zoom 9 two pixels are 305 m, the places stand 700 m apart."""
    points = [
        (Point(106.6 + i % 40 * 0.0064, 10.5 + i // 40 * 0.0064 + step), {"name": str(i)})
        for i in range(1000)
        for step in (0.0, 1e-6, 2e-6)
    ]
    publish("trees", points, geometry_type="Point")
    tile = tile_at(9, 106.7, 10.6)
    content = tile_of("trees", tile)
    west, south, east, north = tile.search_box(margin=64 / 4096)
    within = [p for p, _ in points if west <= p.x <= east and south <= p.y <= north]
    assert len(within) > 2_000
    assert (content.found, content.drawn) == (len(within), len(within) // 3)


def test_points_once_shown_stay_when_one_zooms_in(publish: Publish, tmp_path: Path) -> None:
    points = [(Point(106.70 + i % 50 * 2e-4, 10.78 + i // 50 * 2e-4), {"name": str(i)}) for i in range(2_500)]
    publish("trees", points, geometry_type="Point", style={"layers": [NAMED]})
    far, near = tile_at(10, 106.705, 10.785), tile_at(12, 106.705, 10.785)
    shown = [{p["name"] for _, p in read(tile_of("trees", t).data, t, tmp_path)} for t in (far, near)]
    assert 0 < len(shown[0]) < len(shown[1])
    around = set(range(2_500))
    inside = {str(i) for i in around if near.search_box()[0] < points[i][0].x < near.search_box()[2]}
    assert shown[0] & inside <= shown[1] | ({str(i) for i in around} - inside)


def test_many_small_buildings_run_together_into_a_built_up_area(publish: Publish, tmp_path: Path) -> None:
    """A quarter of 60 x 60 houses, 10 m each every 14 m, beside a lonely house: 840 m square, half of it covered."""
    step, side = 1.28e-4, 0.9e-4
    houses = [
        box(106.70 + i * step, 10.78 + j * step, 106.70 + i * step + side, 10.78 + j * step + side)
        for i in range(60)
        for j in range(60)
    ]
    lonely = box(106.73, 10.80, 106.73 + side, 10.80 + side)
    publish("houses", [(house, {"name": "x"}) for house in [*houses, lonely]])
    tile = tile_at(12, 106.704, 10.784)
    content = tile_of("houses", tile)
    assert (content.found, content.drawn) == (3_601, 1)
    [(area, _)] = read(content.data, tile, tmp_path)
    move = layers.transformer("EPSG:4326", "EPSG:3857")
    (west, east), (south, north) = move([106.70, 106.70 + 60 * step], [10.78, 10.78 + 60 * step])
    quarter = box(west, south, east, north)
    assert quarter.symmetric_difference(area).area / quarter.area < 0.2
    assert area.hausdorff_distance(quarter) < 3 * 2 * tile.pixel_m


def test_a_large_building_stays_itself_among_small_ones(publish: Publish, tmp_path: Path) -> None:
    side = 0.9e-4
    houses = [box(106.70 + i * 2e-4, 10.78, 106.70 + i * 2e-4 + side, 10.78 + side) for i in range(2_500)]
    market = box(106.705, 10.785, 106.71, 10.79)
    publish("houses", [(market, {"name": "market"}), *((house, {"name": "x"}) for house in houses)])
    tile = tile_at(12, 106.7075, 10.7875)
    shapes = [shape for shape, _ in read(tile_of("houses", tile).data, tile, tmp_path)]
    move = layers.transformer("EPSG:4326", "EPSG:3857")
    (west, east), (south, north) = move([106.705, 106.71], [10.785, 10.79])
    expected = box(west, south, east, north)
    assert any(shape.symmetric_difference(expected).area < 0.02 * expected.area for shape in shapes)


def test_low_zooms_of_a_large_collection_carry_only_what_the_style_reads(publish: Publish, tmp_path: Path) -> None:
    fields = (
        layers.Field("name", "string", "Tên", "Name", role="title"),
        layers.Field("class", "string", "Cấp", "Class"),
        layers.Field("remark", "string", "Ghi chú", "Remark"),
    )
    style = {"layers": [{"type": "line", "paint": {"line-color": ["match", ["get", "class"], "1", "red", "grey"]}}]}
    line = LineString([(106.6, 10.7), (106.8, 10.9)])
    row = {"name": "Quốc lộ 1", "class": "1", "remark": "x"}
    short = [(LineString([(106.5, 10.5 + i * 1e-5), (106.51, 10.5 + i * 1e-5)]), row) for i in range(2_000)]
    publish("roads", [(line, row), *short], geometry_type="MultiLineString", fields=fields, style=style)
    low, high = tile_at(13, 106.7, 10.8), tile_at(15, 106.7, 10.8)
    [(_, few)] = read(tile_of("roads", low).data, low, tmp_path)
    [(_, every)] = read(tile_of("roads", high).data, high, tmp_path)
    assert few == {"mvt_id": few["mvt_id"], "class": "1"}
    assert every["remark"] == "x" and every["name"] == "Quốc lộ 1"


@pytest.mark.parametrize("tms", ["WorldCRS84Quad", "VN2000-9210"])
def test_tiles_of_other_sets_lie_where_proj_puts_them(publish: Publish, tmp_path: Path, tms: str) -> None:
    """Decoded by hand: GDAL knows the place of a tile only in WebMercatorQuad."""
    publish("plots", [(SQUARE, {"name": "a"})])
    matrix = tiles.get_tile_matrix_set(tms)
    zoom = 10 if tms == "WorldCRS84Quad" else 7
    reach = tiles.limits_in(matrix, SQUARE.bounds, zoom, margin=0.0)
    tile = Tile(zoom, reach.min_row, reach.min_column, matrix)
    [layer] = mapbox_vector_tile.decode(tile_of("plots", tile).data, default_options={"y_coord_down": True}).values()
    [ring] = layer["features"][0]["geometry"]["coordinates"]
    west, _, east, north = tile.bounds
    scale = (east - west) / layer["extent"]
    corners = [(west + x * scale, north - y * scale) for x, y in ring[:-1]]
    to_set = layers.transformer("EPSG:4326", matrix.crs)
    expected = [tuple(float(n) for n in to_set(x, y)) for x, y in SQUARE.exterior.coords[:-1]]
    for x, y in expected:
        assert min(abs(x - a) + abs(y - b) for a, b in corners) < 2 * scale


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
