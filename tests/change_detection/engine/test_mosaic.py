"""The store of blocks: whole files or none, and one value per pixel in whatever window it is read."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from change_detection.engine.blocks import BlockResult
from change_detection.engine.errors import UnreadableScene
from change_detection.engine.grid import Window
from change_detection.engine.lattice import MARGIN_PX, tiles
from change_detection.engine.mosaic import BlockStore
from tests.change_detection.engine.scenes import metre_grid

GRID = metre_grid(2200, 2300)


def filled(folder, answer):
    """A store of which every tile says what `answer(number, shape)` says."""
    store = BlockStore(folder, GRID)
    for number, tile in enumerate(tiles(GRID)):
        shape = (3, tile.window.rows, tile.window.cols)
        store.put(BlockResult(tile.core, tile.window, answer(number, shape)))
    return store


@pytest.fixture(scope="module")
def noisy(tmp_path_factory):
    rng = np.random.default_rng(3)
    return filled(tmp_path_factory.mktemp("noisy"), lambda _, shape: rng.integers(0, 256, shape, dtype=np.uint8))


@pytest.fixture(scope="module")
def whole(noisy):
    return noisy.read(GRID.whole)


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 2199), st.integers(0, 2299), st.integers(1, 400), st.integers(1, 400))
def test_a_pixel_has_one_value_in_whatever_window_it_is_read(noisy, whole, row, col, rows, cols):
    window = Window(row, col, min(rows, GRID.rows - row), min(cols, GRID.cols - col))
    assert np.array_equal(noisy.read(window), whole[:, *window.slices])


@pytest.mark.parametrize("value", [0, 1, 114, 115, 255])
def test_where_tiles_agree_nothing_is_changed(tmp_path, value):
    store = filled(tmp_path, lambda _, shape: np.full(shape, value, np.uint8))
    assert (store.read(GRID.whole) == value).all()


def test_between_two_tiles_the_answer_passes_over_without_a_step(tmp_path):
    store = filled(tmp_path, lambda number, shape: np.full(shape, 60 + 100 * (number % 2), np.uint8))
    first = tiles(GRID)[0].core
    edge = first.col + first.cols if first.col == 0 else first.col
    profile = store.read(Window(first.row + first.rows // 2, edge - 40, 1, 80))[0, 0].astype(int)
    steps = np.abs(np.diff(profile))
    assert {profile[0], profile[-1]} == {60, 160}
    assert 0 < steps.max() <= 3
    assert np.flatnonzero(steps).min() >= 40 - MARGIN_PX - 1


def test_a_block_is_missing_until_it_is_put(tmp_path):
    store = BlockStore(tmp_path / "run", GRID)
    first, *others = store.missing()
    store.put(BlockResult(first, tiles(GRID)[0].window, np.zeros((3, *_shape(tiles(GRID)[0])), np.uint8)))
    assert store.missing() == others
    assert not list(store.folder.glob("*.partial"))


def test_a_damaged_block_is_told_by_its_name(tmp_path):
    store = filled(tmp_path, lambda _, shape: np.zeros(shape, np.uint8))
    broken = store.path_of(tiles(GRID)[0].core)
    broken.write_bytes(broken.read_bytes()[:200])
    with pytest.raises(UnreadableScene, match=broken.name):
        store.read(GRID.whole)


def _shape(tile):
    return tile.window.rows, tile.window.cols
