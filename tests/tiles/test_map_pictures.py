"""Maps of any place: what is drawn lies where PROJ puts it, in every reference system, to a fraction of a pixel."""

import io
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from PIL import Image
from shapely.geometry import Point, box

from geo_server.core import clock
from geo_server.core.subject import ANONYMOUS
from layers import api as layers
from layers.errors import UnknownCollection
from tiles import api as tiles
from tiles.render.canvas import Frame, canvas_for, positions
from tiles.render.grid import Tile

from .conftest import WRITER, Publish

SQUARE = box(106.69, 10.77, 106.71, 10.79)
DOT = {
    "layers": [{"id": "dot", "type": "circle", "paint": {"circle-color": "#0000ff", "circle-radius": 6}}],
}
Pixels = npt.NDArray[np.uint8]


def ordered(box_: tiles.Box, crs: str, width: int = 400, height: int = 400, **more: object) -> tiles.MapOrder:
    return tiles.MapOrder(box_, crs, width, height, tiles.PNG, **more)  # type: ignore[arg-type]


def pixels(content: tiles.TileContent) -> Pixels:
    return np.asarray(Image.open(io.BytesIO(content.data)).convert("RGBA"))


def around(longitude: float, latitude: float, crs: str, size: float) -> tiles.Box:
    x, y = (float(n) for n in layers.transformer("OGC:CRS84", crs)(longitude, latitude))
    return x - size * 0.4, y - size * 0.6, x + size * 0.6, y + size * 0.4


@pytest.mark.parametrize(
    ("crs", "size"), [("EPSG:3857", 3_000.0), ("OGC:CRS84", 0.03), ("EPSG:9210", 3_000.0), ("EPSG:32648", 3_000.0)]
)
def test_a_dot_lies_where_proj_puts_it(publish: Publish, crs: str, size: float) -> None:
    """The middle of a drawn circle against the place of its point: 40 % from the left, 40 % from the top."""
    publish("trees", [(Point(106.70, 10.78), {"name": "a"})], geometry_type="Point", style=DOT)
    content = tiles.get_map(ANONYMOUS, collections=["trees"], order=ordered(around(106.70, 10.78, crs, size), crs))
    weight = pixels(content)[..., 3].astype(float)
    rows, columns = np.indices(weight.shape) + 0.5
    found = ((columns * weight).sum() / weight.sum(), (rows * weight).sum() / weight.sum())
    assert found == pytest.approx((160, 160), abs=0.35)


def test_the_mesh_keeps_pixels_in_place_to_a_twentieth_over_the_whole_province() -> None:
    """130 km in VN-2000 on 1,024 pixels: interpolated against exact positions."""
    west, south, east, north = 550_000.0, 1_130_000.0, 680_000.0, 1_260_000.0
    frame = Frame((west, south, east, north), 1024, 1024)
    move = layers.transformer("EPSG:9210", "EPSG:3857")
    box_m = tiles.moved_box(frame.box, source="EPSG:9210", target="EPSG:3857")
    canvas = canvas_for(frame, box_m, move)
    columns, rows = positions(frame, canvas, move)
    step = (east - west) / 1024
    x, y = np.meshgrid(west + (np.arange(1024) + 0.5) * step, north - (np.arange(1024) + 0.5) * step)
    east_m, north_m = move(x.ravel(), y.ravel())
    left, _, _, top = canvas.box
    error = np.hypot(
        columns.ravel() - (east_m - left) / canvas.pixel_m, rows.ravel() - (top - north_m) / canvas.pixel_m
    )
    assert float(error.max()) < 0.05
    assert 0 <= columns.min() and columns.max() <= canvas.width


def test_the_first_collection_lies_lowest(publish: Publish) -> None:
    blue = {"layers": [{"id": "fill", "type": "fill", "paint": {"fill-color": "#0000ff"}}]}
    publish("reds", [(SQUARE, {"name": "a"})])
    publish("blues", [(SQUARE, {"name": "a"})], style=blue)
    frame = around(106.70, 10.78, "EPSG:3857", 1_000.0)
    for names, colour in ((["reds", "blues"], [0, 0, 255]), (["blues", "reds"], [255, 0, 0])):
        picture = pixels(tiles.get_map(ANONYMOUS, collections=names, order=ordered(frame, "EPSG:3857")))
        assert picture[200, 200, :3].tolist() == colour


def test_a_map_of_the_past_shows_what_was_there_then(publish: Publish) -> None:
    before = clock.now()
    publish("plots", [(SQUARE, {"name": "a"})])
    frame = around(106.70, 10.78, "EPSG:3857", 1_000.0)
    past = ordered(frame, "EPSG:3857", at=layers.TimeSpan(before, before))
    assert pixels(tiles.get_map(ANONYMOUS, collections=["plots"], order=past))[..., 3].max() == 0
    assert pixels(tiles.get_map(ANONYMOUS, collections=["plots"], order=ordered(frame, "EPSG:3857")))[..., 3].min() > 0


def test_what_is_hidden_is_not_drawn(publish: Publish) -> None:
    publish("secret", [(SQUARE, {"name": "a"})], public=False)
    frame = ordered(around(106.70, 10.78, "EPSG:3857", 1_000.0), "EPSG:3857")
    with pytest.raises(UnknownCollection):
        tiles.get_map(ANONYMOUS, collections=["secret"], order=frame)
    assert pixels(tiles.get_map(ANONYMOUS, collections=None, order=frame))[..., 3].max() == 0
    assert pixels(tiles.get_map(WRITER, collections=None, order=frame))[..., 3].max() == 255


def test_the_whole_world_fits_on_a_stamp(publish: Publish) -> None:
    publish("plots", [(box(100, 0, 120, 20), {"name": "a"})])
    picture = pixels(
        tiles.get_map(ANONYMOUS, collections=["plots"], order=ordered((-180, -85, 180, 85), "OGC:CRS84", 128, 64))
    )
    reds = np.argwhere(picture[..., 3] > 128)
    assert reds.min(axis=0) == pytest.approx([24.5, 99.5], abs=1.5)
    assert reds.max(axis=0) == pytest.approx([31.5, 106.2], abs=1.5)


@pytest.mark.parametrize("tms", ["WorldCRS84Quad", "VN2000-9210"])
def test_map_tiles_of_other_sets_meet_without_a_gap(publish: Publish, tms: str, tmp_path: Path) -> None:
    matrix = tiles.get_tile_matrix_set(tms)
    publish("plots", [(box(106.5, 10.6, 106.9, 11.0), {"name": "a"})])
    zoom = matrix.zoom_of(20.0)
    reach = tiles.limits_in(matrix, (106.69, 10.77, 106.71, 10.79), zoom, margin=0.0)
    for row in range(reach.min_row, reach.max_row + 1):
        for column in range(reach.min_column, reach.max_column + 1):
            content = tiles.get_map_tile(ANONYMOUS, collection_id="plots", tile=Tile(zoom, row, column, matrix))
            assert pixels(content).shape == (256, 256, 4)
            assert pixels(content)[..., 3].min() == 255
