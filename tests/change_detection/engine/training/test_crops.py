"""Training crops: the same number is the same crop, and the target follows every turn of the picture."""

from dataclasses import replace

import numpy as np
import pytest

from change_detection.engine.training.config import AugmentConfig, DataConfig, TrainingConfig
from change_detection.engine.training.crops import CropSampler, Source
from change_detection.engine.training.invented_pairs import store_invented_pairs
from change_detection.engine.training.scenes import UNKNOWN, open_scenes, store_scene

PLAIN = AugmentConfig(
    min_scale=1, max_scale=1, p_shift=0, p_unchanged=0, p_paste=0, p_radiometry=0, p_jpeg=0, p_blur=0, p_haze=0
)


@pytest.fixture
def sampler(tmp_path):
    """One scene in which white means changed, so that a crop tells by itself whether its target belongs to it."""
    change = np.zeros((160, 160), np.uint8)
    change[32:64, 96:128] = 1
    before, after = np.zeros((160, 160, 3), np.uint8), np.repeat(change[..., np.newaxis] * 255, 3, axis=2)
    target = np.stack([change, np.where(change, 0, UNKNOWN), np.where(change, 1, UNKNOWN)], axis=-1)
    store_scene(tmp_path / "real" / "one", before, after, target)

    def make(**changes):
        config = TrainingConfig(crop_px=96, augment=PLAIN, **changes)
        return CropSampler([Source(open_scenes(tmp_path, "real"), 1.0)], config)

    return make


def test_crop_number_n_is_the_same_in_every_run(sampler):
    first, second = (sampler(seed=5).draw(17) for _ in range(2))
    assert all(np.array_equal(one, other) for one, other in zip(first, second, strict=True))


def test_the_target_follows_the_picture_through_turns_and_swaps(sampler):
    crops = [sampler(seed=1).draw(number) for number in range(40)]
    for before, after, target in crops:
        white = (before[..., 0] > 127) | (after[..., 0] > 127)
        assert np.array_equal(white, target[..., 0] == 1)
        assert np.array_equal(before[..., 0] > 127, target[..., 1] == 1)
        assert np.array_equal(after[..., 0] > 127, target[..., 2] == 1)
    assert any((before > 127).any() for before, _, _ in crops)
    assert any((after > 127).any() for _, after, _ in crops)


def test_focused_crops_hold_change(sampler):
    focused = sampler(share_focused=1.0)
    assert all((focused.draw(number).target[..., 0] == 1).any() for number in range(20))


def test_invented_pairs_know_every_building(tmp_path):
    store_invented_pairs(DataConfig(synthetic_scenes=1, synthetic_size_px=256), tmp_path)
    [scene] = open_scenes(tmp_path, "synthetic")
    change, before, after = np.moveaxis(np.asarray(scene.target), -1, 0)
    assert set(np.unique(scene.target)) == {0, 1}
    assert np.array_equal(change, before ^ after)


@pytest.fixture
def two_towns(tmp_path):
    """Two single-date scenes: in one everything is built and white, in the other nothing is and all is black."""
    for name, built in (("built", 1), ("empty", 0)):
        buildings = np.full((96, 96), built, np.uint8)
        picture = np.full((96, 96, 3), 255 * built, np.uint8)
        target = np.stack([np.zeros_like(buildings), buildings, buildings], axis=-1)
        store_scene(tmp_path / "buildings" / name, picture, picture, target)
    return open_scenes(tmp_path, "buildings")


def test_two_places_differ_where_one_of_them_is_built(two_towns):
    config = TrainingConfig(crop_px=96, augment=replace(PLAIN, p_two_places=1.0))
    sampler = CropSampler([Source(two_towns, 1.0, single_date=True)], config)
    seen = set()
    for number in range(40):
        before, after, target = sampler.draw(number)
        dates = (int(before[0, 0, 0] > 127), int(after[0, 0, 0] > 127))
        assert (target == (dates[0] ^ dates[1], *dates)).all()
        seen.add(dates)
    assert seen == {(0, 0), (0, 1), (1, 0), (1, 1)}


def test_scenes_of_two_dates_are_never_paired_with_another_place(two_towns):
    config = TrainingConfig(crop_px=96, augment=replace(PLAIN, p_two_places=1.0))
    sampler = CropSampler([Source(two_towns, 1.0)], config)
    assert not any((sampler.draw(number).target[..., 0] == 1).any() for number in range(20))
