"""Scenes of unusual light are brought to ordinary contrast, all others are left alone."""

import json

import numpy as np
import pytest

from change_detection.engine.grid import Window
from change_detection.engine.pair import PairSource
from change_detection.engine.pictures import Picture
from change_detection.engine.radiometry import Radiometry, Tone, find_tone, match_pictures, measure_radiometry
from tests.change_detection.engine.scenes import metre_grid, plot, write_pair, write_scene

GRID = metre_grid(256, 256)
STANDING = [plot(10, 10, 12, 9), plot(90, 20, 16, 10), plot(20, 95, 12, 12), plot(60, 60, 18, 14)]


def town(seed: int = 1) -> np.ndarray:
    """Blocks of any tone from black to white."""
    tones = np.random.default_rng(seed).integers(0, 256, (32, 32, 3), dtype=np.uint8)
    return np.kron(tones, np.ones((8, 8, 1), np.uint8))


def hazy(picture: np.ndarray) -> np.ndarray:
    return np.round(picture * 0.2 + 160).astype(np.uint8)


def seen(picture: np.ndarray) -> Picture:
    return Picture(picture, np.ones(picture.shape[:2], bool))


def test_an_ordinary_pair_needs_nothing(tmp_path):
    files = [write_scene(tmp_path / f"{name}.tif", town(), GRID) for name in ("before", "after")]
    assert measure_radiometry(*files) is None


def test_haze_is_taken_away_from_the_scene_that_has_it(tmp_path):
    before = write_scene(tmp_path / "before.tif", town(), GRID)
    after = write_scene(tmp_path / "after.tif", hazy(town()), GRID)
    needed = measure_radiometry(before, after)
    assert needed is not None
    assert needed.before is None
    cleared = needed.apply_after(hazy(town()))
    low, high = np.percentile(cleared.reshape(-1, 3), (2, 98), axis=0)
    assert low == pytest.approx((17, 18, 12), abs=1.5)
    assert high == pytest.approx((202, 198, 184), abs=1.5)


@pytest.mark.parametrize("value", [0, 90, 255], ids=["black", "grey", "white"])
def test_a_blank_scene_is_not_stretched_into_noise(value):
    grain = np.random.default_rng(4).integers(0, 2, (64, 64, 3))
    assert find_tone(seen(np.clip(value + grain, 0, 255).astype(np.uint8))) is None


def test_what_the_scene_does_not_show_does_not_count():
    picture = town()
    picture[:, :128] = hazy(picture[:, :128])
    half = np.zeros(picture.shape[:2], bool)
    half[:, :128] = True
    assert find_tone(Picture(picture, half)) is not None
    assert find_tone(Picture(picture, np.zeros_like(half))) is None


def test_every_window_is_in_the_same_light(tmp_path):
    before = write_scene(tmp_path / "before.tif", town(), GRID)
    after = write_scene(tmp_path / "after.tif", hazy(town(2)), GRID)
    source = PairSource(before, after, GRID, matching=measure_radiometry(before, after))
    whole = source.read(GRID.whole).after
    assert np.array_equal(source.read(Window(100, 40, 70, 90)).after, whole[100:170, 40:130])


def test_a_run_keeps_what_was_measured_as_json():
    needed = Radiometry(None, Tone((1.5, 2.0, 1.0), (-10.0, 0.0, 3.5)))
    assert Radiometry.from_dict(json.loads(json.dumps(needed.as_dict()))) == needed


def test_the_same_place_in_haze_has_no_new_buildings(tmp_path, detector):
    pair = write_pair(tmp_path, GRID, STANDING, STANDING)
    clear = PairSource(pair.before, pair.after, GRID).read(GRID.whole)
    after = write_scene(tmp_path / "hazy.tif", hazy(clear.after), GRID)
    matching = measure_radiometry(pair.before, after)
    assert matching is not None
    corrected = PairSource(pair.before, after, GRID, matching=matching).read(GRID.whole)
    change = detector.predict(corrected.before, corrected.after)[0]
    assert (change >= detector.card.threshold * 255).mean() < 0.002


def test_a_formula_that_subtracts_sees_both_in_one_light():
    picture = town()
    darker = np.round(picture * 0.5 + 20).astype(np.uint8)
    matched = match_pictures(picture, darker).apply(darker)
    assert np.abs(matched.astype(int) - picture).mean() < 2.0
