"""Reading scenes of other pixel types, sizes and CRS on the common grid."""

import numpy as np
import pytest
from affine import Affine

from change_detection.engine.grid import Grid
from change_detection.engine.pictures import read_picture
from tests.change_detection.engine.scenes import VN2000, metre_grid, write_scene


@pytest.fixture
def ramp():
    """Grey that rises by one per column."""
    return np.broadcast_to(np.arange(200, dtype=np.uint8)[np.newaxis, :, np.newaxis], (128, 200, 3)).copy()


def test_a_scene_on_its_own_grid_is_read_as_it_is(ramp, tmp_path):
    grid = metre_grid(128, 200)
    picture = read_picture(write_scene(tmp_path / "a.tif", ramp, grid), grid)
    assert np.array_equal(picture.rgb, ramp)
    assert picture.valid.all()


def test_ground_outside_the_scene_is_not_valid(ramp, tmp_path):
    grid = metre_grid(128, 200)
    wider = Grid(128, 240, grid.transform, VN2000)
    picture = read_picture(write_scene(tmp_path / "a.tif", ramp, grid), wider)
    assert picture.valid[:, :200].all()
    assert not picture.valid[:, 201:].any()


def test_a_grid_of_half_the_resolution_averages(ramp, tmp_path):
    grid = metre_grid(128, 200)
    coarse = Grid(64, 100, grid.transform @ Affine.scale(2), VN2000)
    picture = read_picture(write_scene(tmp_path / "a.tif", ramp, grid), coarse)
    expected = ramp.reshape(64, 2, 100, 2, 3).mean(axis=(1, 3))
    assert np.abs(picture.rgb - expected)[2:-2, 2:-2].max() <= 1.0


def test_twelve_bits_become_bytes_over_the_range_that_is_used(tmp_path):
    grid = metre_grid(128, 128)
    values = np.linspace(300, 2300, 128 * 128).reshape(128, 128, 1).astype(np.uint16)
    picture = read_picture(write_scene(tmp_path / "a.tif", np.repeat(values, 3, axis=2), grid), grid)
    assert picture.rgb.min() == 0
    assert picture.rgb.max() == 255
    assert picture.rgb[64, 64, 0] == pytest.approx(128, abs=4)


def test_a_grey_scene_stands_for_three_bands(ramp, tmp_path):
    grid = metre_grid(128, 200)
    picture = read_picture(write_scene(tmp_path / "a.tif", ramp[..., :1], grid), grid)
    assert np.array_equal(picture.rgb, ramp)
