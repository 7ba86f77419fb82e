"""Pictures of a changed place."""

import cv2
import numpy as np
import pytest
from affine import Affine
from rasterio.crs import CRS

from change_detection.engine.chips import chip_grid, draw_chips
from change_detection.engine.grid import Grid
from tests.change_detection.engine.scenes import metre_grid, plot


def decoded(png):
    return cv2.cvtColor(cv2.imdecode(np.frombuffer(png, np.uint8), cv2.IMREAD_COLOR), cv2.COLOR_BGR2RGB)


def test_both_dates_show_one_place_with_its_outline(new_house):
    house = plot(56, 58, 14, 10)
    chips = draw_chips(new_house.before, new_house.after, house, new_house.grid)
    before, after = decoded(chips.before), decoded(chips.after)
    assert before.shape == after.shape == (512, 512, 3)
    yellow = (np.abs(before.astype(int) - (255, 214, 10)).sum(axis=-1) < 30).sum()
    around_px = (2 * 14 + 2 * 10) * 512 / 42  # a house of 14 m is shown on three times as much
    assert 1.5 * around_px < yellow < 4 * around_px  # a closed line, two or three pixels wide
    middle = np.s_[236:276, 236:276]
    assert np.abs(before[middle].astype(int) - after[middle]).mean() > 15  # grass before, roof after


def test_a_place_lies_in_the_middle_of_its_chip_on_degrees_too():
    degrees = Grid(1000, 1000, Affine(5e-6, 0, 106.7, 0, -5e-6, 10.8), CRS.from_epsg(4326))
    west, north = degrees.transform @ (500, 500)
    place = plot(0, 0, 1, 1)  # its shape does not matter here
    square = type(place)([(west, north), (west + 2e-4, north), (west + 2e-4, north - 2e-4), (west, north - 2e-4)])
    grid = chip_grid(square, degrees)
    width, height = grid.pixel_size_m
    assert width == pytest.approx(height, rel=0.01)
    assert grid.bounds[0] + grid.bounds[2] == pytest.approx(2 * west + 2e-4)


def test_both_pictures_are_read_where_the_scenes_were_compared(new_house):
    house = plot(56, 58, 14, 10)
    plain = draw_chips(new_house.before, new_house.after, house, new_house.grid)
    moved = draw_chips(
        new_house.before, new_house.after, house, new_house.grid, correction=Affine.translation(6.0, 0.0)
    )
    assert moved.after == plain.after
    # Ground that lies 6 m further east in the earlier scene is drawn 6 m further west: 6 of 42 m are 73 pixels.
    shifted, original = decoded(moved.before).astype(int), decoded(plain.before).astype(int)
    rows = slice(120, 400)  # west of the outline, clear of the furniture
    same = np.abs(shifted[rows, 20:90] - original[rows, 93:163]).mean()
    assert same < np.abs(shifted[rows, 20:90] - original[rows, 20:90]).mean() / 3


def test_what_a_scene_does_not_show_is_paper(new_house):
    corner = plot(1, 1, 4, 4)
    before = decoded(draw_chips(new_house.before, new_house.after, corner, new_house.grid).before)
    assert (before[250:300, 60:70] == 225).all()  # west of the scene, clear of all furniture


def test_a_small_place_is_shown_on_forty_metres():
    grid = chip_grid(plot(10, 10, 2, 2), metre_grid(200, 200))
    assert grid.cols * grid.pixel_size_m[0] == pytest.approx(40, rel=1e-3)
