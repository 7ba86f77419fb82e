"""Real pairs years apart, with real change, seasons and shadows: what is found must follow a move that was put in."""

import json
from pathlib import Path

import numpy as np
import pytest
import rasterio
from affine import Affine

from change_detection.engine.grid import common_grid, native_grid
from change_detection.engine.registration import Gate, Registration, measure_registration

pytestmark = pytest.mark.real


def measured(before: Path, after: Path) -> Registration:
    return measure_registration(before, after, common_grid(before, after))


def moved(path: Path, target: Path, transform: Affine) -> Path:
    with rasterio.open(path) as source:
        profile = {"driver": "GTiff", "count": 3, "dtype": "uint8", "crs": source.crs, "transform": transform}
        with rasterio.open(target, "w", width=source.width, height=source.height, **profile) as dataset:
            dataset.write(source.read([1, 2, 3]))
    return target


@pytest.mark.parametrize("name", ["test_3", "test_20"])
def test_the_answer_follows_a_shift_of_three_pixels(imagery, tmp_path, name):
    before, after = (imagery / "levir_cd" / date / f"{name}.tif" for date in "AB")
    as_delivered = measured(before, after)
    scene = native_grid(after)
    shifted = measured(before, moved(after, tmp_path / "b.tif", scene.transform @ Affine.translation(3.0, 0.0)))
    middle = scene.transform @ (512, 512)
    here, there = (~scene.transform @ (one.correction @ middle) for one in (as_delivered, shifted))
    assert np.subtract(there, here) == pytest.approx((-3.0, 0.0), abs=0.15)
    assert shifted.gate_as_found == Gate.FAILED
    assert shifted.gate == Gate.PASSED


def test_two_places_laid_over_each_other_have_no_answer(imagery, tmp_path):
    before, other = imagery / "levir_cd" / "A" / "test_3.tif", imagery / "levir_cd" / "B" / "test_20.tif"
    after = moved(other, tmp_path / "b.tif", native_grid(before).transform)
    assert measured(before, after).gate == Gate.UNKNOWN


def test_what_is_told_of_a_real_pair_is_plain_json(imagery):
    before, after = (imagery / "levir_cd" / date / "test_3.tif" for date in "AB")
    told = measured(before, after)
    assert Registration.from_dict(json.loads(json.dumps(told.as_dict()))) == told
    assert 0.3 < told.agreeing_share <= 1.0
