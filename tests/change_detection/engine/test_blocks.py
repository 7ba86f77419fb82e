"""Blocks: the answer must not tell how the ground was cut, and a stored block is whole."""

import numpy as np
import pytest
from shapely import box

from change_detection.engine.blocks import detect_block, load_block, store_block, with_margin
from change_detection.engine.grid import Window
from change_detection.engine.mosaic import assemble, assemble_folder
from change_detection.engine.outline import outline
from change_detection.engine.synthetic.invented import STYLES, invent_acquisition, invent_quarter
from change_detection.engine.synthetic.scene import draw_scene
from tests.change_detection.engine.scenes import Pair, metre_grid, write_scene


@pytest.fixture(scope="module")
def quarter(tmp_path_factory):
    grid, rng = metre_grid(448, 448), np.random.default_rng(7)
    invented = invent_quarter(grid, seed=4711, style=STYLES["villas"])
    folder = tmp_path_factory.mktemp("quarter")
    pictures = [
        draw_scene(grid, ground, seed=seed, acquisition=invent_acquisition(rng, max_shift_m=0.3))
        for seed, ground in enumerate((invented.before, invented.after))
    ]
    files = [write_scene(folder / f"{name}.tif", picture, grid) for name, picture in zip("ab", pictures, strict=True)]
    return Pair(files[0], files[1], grid)


def detected(pair, detector, block_px):
    blocks = [
        detect_block(pair.before, pair.after, pair.grid, window, detector) for window in pair.grid.blocks(block_px)
    ]
    return assemble(blocks, pair.grid)


def test_the_answer_hardly_depends_on_the_size_of_the_blocks(quarter, detector):
    whole, cut = detected(quarter, detector, 448), detected(quarter, detector, 160)
    assert ((whole[0] >= 128) != (cut[0] >= 128)).mean() < 0.004
    regions = [outline(one, quarter.grid, threshold=0.5, min_area_m2=20) for one in (whole, cut)]
    union = [sum(region.area_m2 for region in one) for one in regions]
    assert union[1] == pytest.approx(union[0], rel=0.05)


def test_a_block_computed_twice_is_the_same(new_house, detector):
    window = Window(64, 64, 128, 128)
    first, second = (
        detect_block(new_house.before, new_house.after, new_house.grid, window, detector) for _ in range(2)
    )
    assert np.array_equal(first.probabilities, second.probabilities)


def test_a_stored_block_comes_back_as_it_was(new_house, detector, tmp_path):
    window = Window(0, 128, 128, 128)
    result = detect_block(new_house.before, new_house.after, new_house.grid, window, detector)
    again = load_block(store_block(result, new_house.grid, tmp_path))
    assert (again.core, again.window) == (result.core, result.window)
    assert np.array_equal(again.probabilities, result.probabilities)
    assert not list(tmp_path.glob("*.partial"))


def test_blocks_on_disk_make_the_same_map_as_blocks_in_memory(new_house, detector, tmp_path):
    blocks = [
        detect_block(new_house.before, new_house.after, new_house.grid, window, detector)
        for window in new_house.grid.blocks(128)
    ]
    for block in blocks:
        store_block(block, new_house.grid, tmp_path)
    assert np.array_equal(assemble_folder(tmp_path, new_house.grid), assemble(blocks, new_house.grid))


def test_margins_end_at_the_edge_of_the_grid():
    assert with_margin(Window(0, 100, 100, 60), metre_grid(100, 200)) == Window(0, 36, 100, 164)


def test_where_one_scene_shows_nothing_nothing_is_claimed(new_house, detector, tmp_path):
    picture = np.zeros((*new_house.grid.shape, 3), np.uint8)
    empty = write_scene(tmp_path / "empty.tif", picture, new_house.grid, nodata=0)
    block = detect_block(new_house.before, empty, new_house.grid, new_house.grid.whole, detector)
    assert not block.probabilities.any()


def test_the_new_house_is_found_and_nothing_else(new_house, detector):
    probabilities = detected(new_house, detector, 256)
    [region] = outline(probabilities, new_house.grid, threshold=0.5, min_area_m2=20)
    x, y = new_house.grid.transform @ (0, 0)
    house = box(x + 56, y - 68, x + 70, y - 58)
    assert region.polygon.intersection(house).area / region.polygon.union(house).area > 0.6
