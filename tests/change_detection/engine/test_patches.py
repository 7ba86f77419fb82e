"""Patches: exact, and the same however high the bands are."""

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rasterio.features import rasterize

from change_detection.engine.outline import outline
from change_detection.engine.patches import find_patches
from change_detection.engine.probability_map import ArrayMap
from tests.change_detection.engine.scenes import metre_grid

SHAPE = (90, 70)


def random_map(seed, share):
    """Pixels changed at random: holes, bridges, corners that touch."""
    rng = np.random.default_rng(seed)
    values = rng.integers(0, 256, (3, *SHAPE), dtype=np.uint8)
    values[0] = np.where(rng.random(SHAPE) < share, rng.integers(128, 256, SHAPE), 20)
    return ArrayMap(values, metre_grid(*SHAPE))


def patches(source, band_rows, min_pixels=1):
    bands = find_patches(source, threshold=0.5, min_pixels=min_pixels, band_rows=band_rows)
    return sorted(
        (patch.polygon.wkb, patch.score, patch.mask.tobytes(), patch.around.tobytes())
        for band in bands
        for patch in band
    )


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10_000), st.sampled_from([0.2, 0.45, 0.6, 0.75, 0.95]), st.integers(1, 89))
def test_patches_do_not_depend_on_the_height_of_the_bands(seed, share, band_rows):
    source = random_map(seed, share)
    assert patches(source, band_rows) == patches(source, SHAPE[0])


@pytest.mark.parametrize("share", [0.3, 0.6, 0.9])
def test_patches_are_the_changed_pixels_and_nothing_else(share):
    source = random_map(11, share)
    found = [patch for band in find_patches(source, threshold=0.5, min_pixels=1, band_rows=17) for patch in band]
    changed = source.values[0] >= 128
    assert np.array_equal(rasterize([patch.polygon for patch in found], out_shape=SHAPE) > 0, changed)
    assert len(found) == cv2.connectedComponents(changed.astype(np.uint8), connectivity=4)[0] - 1
    assert all(patch.polygon.is_valid for patch in found)


def test_the_score_is_the_mean_probability_inside():
    values = np.zeros((3, *SHAPE), np.uint8)
    values[0, 20:24, 30:40] = np.arange(150, 190).reshape(4, 10)
    [[patch]] = [
        band for band in find_patches(ArrayMap(values, metre_grid(*SHAPE)), threshold=0.5, min_pixels=5) if band
    ]
    assert patch.score == pytest.approx(np.arange(150, 190).mean() / 255)
    assert patch.mask.sum() == 40


@pytest.mark.parametrize("band_rows", [1, 13, 40])
def test_outlines_of_houses_do_not_depend_on_the_bands(band_rows):
    blurred = cv2.GaussianBlur(random_map(4, 0.5).values[0], (0, 0), 2.5)
    blurred = cv2.normalize(blurred, None, 0, 255, cv2.NORM_MINMAX)
    source = ArrayMap(np.stack([blurred, blurred, 255 - blurred]), metre_grid(*SHAPE))
    whole = outline(source, threshold=0.55, min_area_m2=3)
    cut = outline(source, threshold=0.55, min_area_m2=3, band_rows=band_rows)
    assert len(whole) >= 3
    assert [(one.polygon.wkb, one.score, one.change_class) for one in whole] == [
        (one.polygon.wkb, one.score, one.change_class) for one in cut
    ]


def test_a_patch_of_kilometres_is_looked_at_in_steps(monkeypatch):
    monkeypatch.setattr("change_detection.engine.patches._LOOKED_AT_PX", 400)
    values = np.zeros((3, *SHAPE), np.uint8)
    values[0, 10:80, 10:60] = 200
    [[patch]] = [
        band for band in find_patches(ArrayMap(values, metre_grid(*SHAPE)), threshold=0.5, min_pixels=5) if band
    ]
    assert patch.mask.shape == patch.around.shape[1:]
    assert patch.mask.size <= 400
    assert patch.mask.mean() == pytest.approx(70 * 50 / (82 * 62), abs=0.1)
