"""Blocks: the answer must not tell how the ground was cut, and a stored block is whole."""

import numpy as np
import pytest
from shapely import box

from change_detection.engine.blocks import detect_block
from change_detection.engine.mosaic import BlockStore
from change_detection.engine.outline import outline
from change_detection.engine.pair import PairSource
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


def source_of(pair):
    return PairSource(pair.before, pair.after, pair.grid)


def stored(pair, detector, folder):
    store = BlockStore(folder, pair.grid)
    for core in store.missing():
        store.put(detect_block(source_of(pair), core, detector))
    return store


def test_a_block_computed_twice_is_the_same(new_house, detector):
    first, second = (detect_block(source_of(new_house), new_house.grid.whole, detector) for _ in range(2))
    assert np.array_equal(first.probabilities, second.probabilities)


def test_where_one_scene_shows_nothing_nothing_is_claimed(new_house, detector, tmp_path):
    picture = np.zeros((*new_house.grid.shape, 3), np.uint8)
    empty = write_scene(tmp_path / "empty.tif", picture, new_house.grid, nodata=0)
    block = detect_block(PairSource(new_house.before, empty, new_house.grid), new_house.grid.whole, detector)
    assert not block.probabilities.any()


def test_the_new_house_is_found_and_nothing_else(new_house, detector, tmp_path):
    [region] = outline(stored(new_house, detector, tmp_path), threshold=0.5, min_area_m2=20)
    x, y = new_house.grid.transform @ (0, 0)
    house = box(x + 56, y - 68, x + 70, y - 58)
    assert region.polygon.intersection(house).area / region.polygon.union(house).area > 0.6
