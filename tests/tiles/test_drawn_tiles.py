"""Maps drawn by MapLibre Native: colours at the right places, labels, a process that comes back."""

import io
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from PIL import Image
from shapely.geometry import Point, box

from geo_server.core.subject import ANONYMOUS
from tiles import api as tiles
from tiles import errors
from tiles.draughtsman import Draughtsman, View, draughtsman
from tiles.render.grid import Tile

from .conftest import Publish
from .test_vector_tiles import tile_at

VIEW = View(64, 64, 106.7, 10.78, 3)
RED_GROUND = {
    "version": 8,
    "sources": {},
    "layers": [{"id": "ground", "type": "background", "paint": {"background-color": "#ff0000"}}],
}


@pytest.fixture
def painter() -> Iterator[Draughtsman]:
    one = Draughtsman()
    yield one
    one.stop()


def picture(data: bytes) -> npt.NDArray[np.uint8]:
    return np.asarray(Image.open(io.BytesIO(data)).convert("RGBA"))


def drawn(collection_id: str, tile: Tile) -> bytes:
    return tiles.get_map_tile(ANONYMOUS, collection_id=collection_id, tile=tile).data


def test_a_fill_covers_its_half_of_the_tile(publish: Publish) -> None:
    tile = tile_at(15)
    west, south, east, north = tile.search_box()
    publish("plots", [(box(west - 0.02, south - 0.02, (west + east) / 2, north + 0.02), {"name": "a"})])
    pixels = picture(drawn("plots", tile))
    assert pixels.shape == (256, 256, 4)
    assert (pixels[:, 2:126] == (255, 0, 0, 255)).all()
    assert (pixels[:, 130:254, 3] == 0).all()


def test_neighbours_are_drawn_together_and_meet(publish: Publish) -> None:
    parent = tile_at(13)
    west, south, east, north = parent.search_box()
    middle = box(west + (east - west) * 0.4, south + (north - south) * 0.4, west + (east - west) * 0.6, north)
    publish("plots", [(middle, {"name": "a"})])
    north_west, north_east, south_west, south_east = (picture(drawn("plots", child)) for child in parent.children)
    assert (north_west[128, -50:, 3] == 255).all() and (north_east[128, :50, 3] == 255).all()
    assert (south_west[-20:, :, 3] == 0).all() and (south_east[-20:, :, 3] == 0).all()


def test_the_world_in_one_tile(publish: Publish) -> None:
    publish("plots", [(box(0, -60, 90, 60), {"name": "a"})])
    pixels = picture(drawn("plots", Tile(0, 0, 0)))
    assert tuple(pixels[128, 160]) == (255, 0, 0, 255)
    assert pixels[128, 64, 3] == 0


def test_nothing_drawn_is_empty(publish: Publish) -> None:
    publish(
        "plots", [(box(106.6, 10.7, 106.61, 10.71), {"name": "a"}), (box(106.8, 10.9, 106.81, 10.91), {"name": "b"})]
    )
    assert drawn("plots", tile_at(15)) == b""


def test_vietnamese_labels_are_written(publish: Publish) -> None:
    layout = {"text-field": ["get", "name"], "text-font": ["Noto Sans Regular"], "text-size": 20}
    style = {"layers": [{"type": "symbol", "layout": layout, "paint": {"text-color": "#000000"}}]}
    tile = tile_at(14)
    west, south, east, north = tile.parent.search_box()
    place = Point(west + (east - west) * 0.25, south + (north - south) * 0.75)  # middle of the north-west quarter
    publish("names", [(place, {"name": "Phường Nghĩa"})], geometry_type="Point", style=style)
    ink = picture(drawn("names", tile.parent.children[0]))[:, :, 3] > 128
    rows, columns = np.nonzero(ink)
    assert ink.sum() > 300
    assert abs(columns.mean() - 128) < 12 and abs(rows.mean() - 128) < 12


def test_letters_that_the_font_lacks_do_not_stop_the_map(publish: Publish) -> None:
    style = {"layers": [{"type": "symbol", "layout": {"text-field": ["get", "name"], "text-font": ["Noto Sans Bold"]}}]}
    tile = tile_at(14)
    west, south, east, north = tile.search_box()
    here = Point((west + east) / 2, (south + north) / 2)
    publish("names", [(here, {"name": "Chợ Lớn 堤岸 🏠 ตลาด"})], geometry_type="Point", style=style)
    assert (picture(drawn("names", tile))[:, :, 3] > 128).any()


def test_a_drawing_process_that_died_is_replaced(painter: Draughtsman) -> None:
    first = painter.draw(RED_GROUND, VIEW, {})
    assert painter._process is not None
    painter._process.kill()
    painter._process.wait()
    assert painter.draw(RED_GROUND, VIEW, {}) == first
    assert tuple(picture(first)[10, 10]) == (255, 0, 0, 255)


def test_a_damaged_tile_is_an_error_and_the_process_lives_on(painter: Draughtsman) -> None:
    source = {"type": "vector", "tiles": ["{tiles}/a/{z}/{x}/{y}.mvt"], "minzoom": 3, "maxzoom": 3}
    layer = {"id": "x", "type": "line", "source": "a", "source-layer": "a"}
    style = {"version": 8, "sources": {"a": source}, "layers": [layer]}
    with pytest.raises(errors.DrawingFailed):
        painter.draw(style, View(64, 64, 112.5, 20.0, 3), {"a/3/6/3": b"\xff\xff\xffno tile"})
    process = painter._process
    assert painter.draw(RED_GROUND, VIEW, {})
    assert painter._process is process


def test_this_process_stays_without_graphics_libraries(publish: Publish) -> None:
    def loaded() -> bool:
        return "pymgl" in Path("/proc/self/maps").read_text()

    before = loaded()  # another test of this process may have drawn by itself
    publish("plots", [(box(106.69, 10.77, 106.71, 10.79), {"name": "a"})])
    assert drawn("plots", tile_at(15))
    assert loaded() == before
    assert draughtsman._process is not None
