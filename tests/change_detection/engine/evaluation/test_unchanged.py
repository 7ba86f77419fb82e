"""Where nothing changed nothing may be found; a detector that sees change everywhere is told so."""

import numpy as np
import pytest
import rasterio

from change_detection.engine.card import ModelCard
from change_detection.engine.evaluation.unchanged import VARIATIONS, measure_unchanged, one_pixel_off


class Nervous:
    """Takes every pixel that is not quite the same for a change."""

    card = ModelCard("nervous", "formula", threshold=0.5, gsd_m=0.5, gsd_range_m=(0.1, 2.0))

    def predict(self, before, after):
        change = np.where((before != after).any(axis=-1), 255, 0)
        return np.stack([change, np.zeros_like(change), np.zeros_like(change)]).astype(np.uint8)


def test_false_finds_are_counted_by_what_was_varied(new_house):
    told = measure_unchanged([new_house.before, new_house.after], Nervous())
    assert list(told) == list(VARIATIONS)
    assert told["the same picture"].regions == 0
    assert told["unsharp, compressed"].regions > 0
    assert told["unsharp, compressed"].pairs == 2
    assert told["unsharp, compressed"].ground_m2 == pytest.approx(2 * 128 * 128, rel=0.01)


def test_one_pixel_off_is_one_pixel_off(new_house):
    with rasterio.open(new_house.before) as dataset:
        picture = np.moveaxis(dataset.read(), 0, -1)
    moved = one_pixel_off(picture)
    assert moved.shape == picture.shape
    assert np.array_equal(moved[1:, 1:], picture[:-1, :-1])


@pytest.mark.slow
def test_the_shipped_detector_finds_nothing_in_invented_ground_without_change(new_house, detector):
    told = measure_unchanged([new_house.before], detector)
    assert {name: one.regions for name, one in told.items()} == dict.fromkeys(VARIATIONS, 0)
