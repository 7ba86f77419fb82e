"""Tiles, targets and COCO of shapes, worked out by hand on a small grid."""

from typing import Any

import numpy as np
import pytest
from shapely import Polygon, box

from change_detection.engine.grid import Grid
from change_detection.labels.coco import TilePictures, coco_of
from change_detection.labels.shapes import LabelledShape, Source, Truth
from change_detection.labels.targets import UNKNOWN, target_of
from change_detection.labels.tiles import cut_tiles
from tests.change_detection.engine.scenes import ORIGIN, metre_grid, plot

GRID = metre_grid(600, 1100)  # half a metre: 2 x 3 tiles, the last ones smaller


def shape_of(name: str, polygon: Polygon, truth: Truth | None = Truth.CHANGE, **values: Any) -> LabelledShape:
    return LabelledShape(id=name, polygon=polygon, truth=truth, source=Source.VERDICT, **values)


def test_a_shape_lies_in_the_pixels_of_its_tile():
    [tile] = cut_tiles([shape_of("a", plot(270, 20, 10, 5))], GRID)  # 270 m from the left: pixel 540, tile 512
    assert (tile.window.row, tile.window.col, tile.window.rows, tile.window.cols) == (0, 512, 512, 512)
    assert tile.shapes[0].polygon.bounds == pytest.approx((28, 40, 48, 50))


def test_a_shape_on_the_edge_is_cut_and_stands_in_both_tiles():
    tiles = cut_tiles([shape_of("a", plot(251, 20, 10, 5))], GRID)  # pixels 502 to 522
    assert [tile.window.col for tile in tiles] == [0, 512]
    assert [tile.shapes[0].polygon.area for tile in tiles] == pytest.approx([100, 100])


def test_tiles_without_anything_known_are_not_cut():
    assert cut_tiles([], GRID) == []
    tiles = cut_tiles([shape_of("a", plot(520, 280, 10, 10))], GRID)
    assert [(tile.window.row, tile.window.rows, tile.window.cols) for tile in tiles] == [(512, 88, 76)]


@pytest.fixture
def target() -> np.ndarray:
    """A confirmed change, a false alarm, a building, an outline whose truth is not known; clouds on the right."""
    shapes = [
        shape_of("change", box(40, 40, 60, 60)),
        shape_of("false", box(100, 40, 110, 50), Truth.NO_CHANGE),
        shape_of("house", box(40, 100, 50, 110), Truth.BUILDING),
        shape_of("unsaid", box(100, 100, 110, 110), None),
    ]
    valid = np.ones((128, 128), bool)
    valid[:, 108:] = False
    return target_of(shapes, (128, 128), valid=valid, reported=[box(64, 40, 90, 60)])


def test_what_is_known_is_learned_and_nothing_else(target: np.ndarray):
    assert (target[40:60, 40:60, 0] == 1).all()
    assert (target[40:50, 100:108, 0] == 0).all()
    assert (target[40:50, 108:, 0] == UNKNOWN).all()  # under the cloud
    assert (target[100:110, 100:108, 0] == UNKNOWN).all()
    assert (target[100:110, 40:50, 2] == 1).all()
    assert (target[100:110, 40:50, 0] == UNKNOWN).all()
    assert (target[..., 1] == UNKNOWN).all()


def test_a_ring_around_a_change_is_unchanged_unless_the_run_reported_it(target: np.ndarray):
    assert target[50, 34, 0] == 0  # six pixels left of the outline
    assert target[50, 38, 0] == UNKNOWN  # two: the outline itself is right within a few pixels only
    assert target[50, 20, 0] == UNKNOWN  # twenty: nobody looked there
    assert target[50, 66, 0] == UNKNOWN  # six on the right, but the run reported a change there


def test_coco_is_as_pycocotools_reads_it():
    from pycocotools.coco import COCO

    shapes = [
        shape_of("a", plot(10, 20, 10, 5)),
        shape_of("b", plot(50, 20, 4, 4), Truth.NO_CHANGE),
        shape_of("c", plot(90, 9, 4, 4), None),
    ]
    [tile] = cut_tiles(shapes, GRID)
    document = coco_of([pictures(tile, GRID)], made="2026-07-01T08:00:00+00:00")
    read = COCO()
    read.dataset = document
    read.createIndex()
    assert [read.cats[number]["name"] for number in sorted(read.cats)] == ["change", "no_change", "building"]
    [after] = [image for image in read.loadImgs(read.getImgIds()) if image["role"] == "after"]
    assert read.imgs[after["before_image_id"]]["file_name"] == "A/t.png"
    found = read.loadAnns(read.getAnnIds(imgIds=[after["id"]]))
    assert [(one["label"], one["category_id"]) for one in found] == [("a", 1), ("b", 2)]  # "c" has no truth
    mask = read.annToMask(found[0])
    assert mask.shape == (512, 512)
    assert int(mask.sum()) == pytest.approx(found[0]["area"], abs=31)  # 20 x 10 pixels; their rim is drawn or not
    assert mask[45, 30] == 1
    assert found[0]["bbox"] == pytest.approx([20, 40, 20, 10])


def pictures(tile: Any, grid: Grid) -> TilePictures:
    return TilePictures(
        tile=tile,
        before_file="A/t.png",
        after_file="B/t.png",
        before_scene="s1",
        after_scene="s2",
        before_day="2026-02-10",
        after_day="2026-08-15",
        crs="EPSG:9210",
        transform=tuple(grid.transform)[:6],
    )


def test_the_origin_of_the_grid_is_where_the_tests_think():
    assert GRID.transform @ (0, 0) == ORIGIN
