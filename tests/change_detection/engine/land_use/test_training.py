"""The classifier of the ground in the making: truth as drawn, equal seeds, rounding, how it does on unseen scenes."""

import numpy as np
import pytest

from change_detection.engine.land_use.classes import LandUse
from change_detection.engine.land_use.features import NAMES
from change_detection.engine.land_use.ground import ANSWERS
from change_detection.engine.land_use.training.fit import sample, whole_numbers
from change_detection.engine.land_use.training.measure import UNSEEN_SEEDS, confusion
from change_detection.engine.land_use.training.surfaces import Surface, land_use_of, surfaces_of
from change_detection.engine.synthetic.ground import Building, Ground, Light
from tests.change_detection.engine.scenes import ROOF, metre_grid, plot


def test_the_truth_is_what_was_drawn():
    """A house of 6 m in the sun of the south at 45 degrees throws its shadow 6 m to the north, onto bare soil."""
    ground = Ground([Building(plot(20, 30, 10, 10), ROOF)], bare=[plot(10, 10, 40, 40)], trees_per_ha=0)
    light = Light(sun_azimuth_deg=180, sun_elevation_deg=45)
    shown = surfaces_of(metre_grid(120, 120, gsd_m=0.5), ground, light)
    places = {"roof": (70, 50), "shadow": (54, 50), "soil": (90, 50), "soil beyond": (44, 50), "grass": (6, 6)}
    told = {name: Surface(shown[at]) for name, at in places.items()}
    assert told == {
        "roof": Surface.ROOF,
        "shadow": Surface.SHADOW,
        "soil": Surface.SOIL,
        "soil beyond": Surface.SOIL,
        "grass": Surface.GRASS,
    }
    assert land_use_of(shown)[54, 50] == LandUse.UNKNOWN
    assert land_use_of(shown)[70, 50] == LandUse.BUILDING


def test_equal_seeds_give_equal_cells():
    first, second = sample(31), sample(31)
    assert np.array_equal(first.features, second.features)
    assert np.array_equal(first.answers, second.answers)


def test_rounding_changes_few_answers():
    rng = np.random.default_rng(2)
    weights = [rng.normal(0, 0.6, (len(NAMES), 24)), rng.normal(0, 0.8, (24, len(ANSWERS)))]
    biases = [rng.normal(0, 0.3, 24), rng.normal(0, 0.3, len(ANSWERS))]
    seen = rng.integers(0, 256, (4000, len(NAMES)), np.uint8)
    units = np.maximum((seen / 128.0 - 1.0) @ weights[0] + biases[0], 0.0)
    wanted = np.argmax(units @ weights[1] + biases[1], axis=1)
    told = whole_numbers(weights, biases, seen).scores(seen[np.newaxis])[:, 0].argmax(axis=0)
    assert (told == wanted).mean() > 0.97


@pytest.mark.parametrize("recolour", [True, False], ids=["drawn colours", "the generator's colours"])
def test_most_ground_of_unseen_scenes_is_called_right(recolour: bool):
    counted = confusion(UNSEEN_SEEDS[:3], recolour=recolour)
    assert counted.accuracy > 0.8
    assert min(counted.f1(one) for one in (LandUse.ROAD, LandUse.VEGETATION, LandUse.BARE_SOIL)) > 0.6
