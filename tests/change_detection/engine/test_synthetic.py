"""The scene generator: the same seed draws the same, shadows fall away from the sun, the truth is what was drawn."""

import numpy as np
import pytest

from change_detection.engine.synthetic.ground import Acquisition, Building, Ground, Light
from change_detection.engine.synthetic.invented import Fate, invent_quarter
from change_detection.engine.synthetic.scene import draw_scene
from tests.change_detection.engine.scenes import ROOF, metre_grid, plot


def test_equal_seeds_draw_equal_scenes():
    grid = metre_grid(128, 128)
    first, second = (draw_scene(grid, invent_quarter(grid, seed=3).after, seed=9) for _ in range(2))
    assert np.array_equal(first, second)


def test_a_shadow_falls_to_the_north_when_the_sun_stands_in_the_south():
    grid = metre_grid(160, 160)
    tower = Ground([Building(plot(30, 40, 16, 16), ROOF, height_m=20)], trees_per_ha=0)
    light = Acquisition(Light(sun_azimuth_deg=180, sun_elevation_deg=60))
    bare = draw_scene(grid, Ground(trees_per_ha=0), seed=1, acquisition=light)
    with_tower = draw_scene(grid, tower, seed=1, acquisition=light)
    north, south = np.s_[66:76, 64:88], np.s_[118:128, 64:88]
    assert with_tower[north].mean() < 0.7 * bare[north].mean()
    assert with_tower[south].mean() == pytest.approx(bare[south].mean(), rel=0.05)


def test_a_displaced_picture_is_moved_by_so_many_pixels():
    grid = metre_grid(128, 128)
    ground = Ground([Building(plot(20, 20, 20, 20), (250, 40, 40))], trees_per_ha=0)
    still, moved = (
        draw_scene(grid, ground, seed=1, acquisition=Acquisition(shift_m=shift, noise=0)) for shift in ((0, 0), (3, 2))
    )
    assert np.abs(moved[20:100, 26:106].astype(int) - still[24:104, 20:100]).mean() < 6


def test_the_truth_tells_what_stands_at_each_date():
    quarter = invent_quarter(metre_grid(600, 600), seed=11)
    before = {footprint.wkb for footprint in quarter.footprints_before()}
    after = {footprint.wkb for footprint in quarter.footprints_after()}
    new = {place.wkb for place, fate in quarter.fates if fate is Fate.NEW}
    gone = {place.wkb for place, fate in quarter.fates if fate is Fate.GONE}
    assert new
    assert gone
    assert new <= after - before
    assert gone <= before - after
