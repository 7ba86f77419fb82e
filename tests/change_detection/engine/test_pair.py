"""What is read of two scenes: what is valid, what is black, which of them moves."""

import numpy as np
import pytest
from affine import Affine

from change_detection.engine.errors import UnreadableScene
from change_detection.engine.grid import Window
from change_detection.engine.pair import CLOUD, NOTHING, SHADOW, PairSource
from tests.change_detection.engine.scenes import break_block, metre_grid, write_scene

GRID = metre_grid(64, 64)


@pytest.fixture
def scenes(tmp_path):
    rng = np.random.default_rng(1)
    return [
        write_scene(tmp_path / f"{name}.tif", rng.integers(1, 255, (64, 64, 3), dtype=np.uint8), GRID) for name in "ab"
    ]


def test_a_window_is_the_same_part_of_both_scenes(scenes):
    source = PairSource(*scenes, GRID)
    whole, part = source.read(GRID.whole), source.read(Window(10, 20, 30, 25))
    assert np.array_equal(part.before, whole.before[10:40, 20:45])
    assert np.array_equal(part.after, whole.after[10:40, 20:45])
    assert whole.valid.all()
    assert not whole.shadow.any()


def test_cloud_takes_ground_away_from_both_dates_and_shadow_is_told(scenes, tmp_path):
    mask = np.zeros((32, 32, 1), np.uint8)
    mask[:4], mask[4:8], mask[8:12] = CLOUD, SHADOW, NOTHING
    path = write_scene(tmp_path / "mask.tif", mask, metre_grid(32, 32, gsd_m=1.0))
    pictures = PairSource(*scenes, GRID, after_mask=path).read(GRID.whole)
    assert not pictures.valid[:8].any()
    assert pictures.valid[8:16].all()
    assert not pictures.valid[16:24].any()
    assert pictures.shadow[8:16].all()
    assert not pictures.before[:8].any()
    assert not pictures.after[16:24].any()


def test_a_correction_moves_the_earlier_scene_and_leaves_the_later_one(scenes):
    three_pixels = Affine.translation(1.5, 0.0)
    moved = PairSource(*scenes, GRID, correction=three_pixels).read(GRID.whole)
    plain = PairSource(*scenes, GRID).read(GRID.whole)
    assert np.array_equal(moved.before[:, :-3], plain.before[:, 3:])
    assert np.array_equal(moved.after[:, :-3], plain.after[:, :-3])
    assert not moved.valid[:, -3:].any()


def test_a_scene_that_is_broken_inside_is_told_with_its_place(scenes):
    path = break_block(scenes[1], row=0, col=0)
    with pytest.raises(UnreadableScene, match=r"b\.tif cannot be read: .*near x 600016, y 1199984"):
        PairSource(scenes[0], path, GRID).read(GRID.whole)
