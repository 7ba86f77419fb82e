"""The change matrix: worked out by hand, and nothing lost at the borders of zones."""

import numpy as np
import pytest
from shapely import box

from change_detection.engine.grid import Grid
from change_detection.engine.land_use.classes import NOTHING, LandUse
from change_detection.engine.land_use.maps import LandUseMaps, MapWriter
from change_detection.engine.land_use.matrix import change_matrix
from change_detection.engine.outline import ellipsoid_area_m2
from tests.change_detection.engine.scenes import metre_grid, plot

VEGETATION, SOIL, BUILDING = LandUse.VEGETATION, LandUse.BARE_SOIL, LandUse.BUILDING


def stored(folder, grid: Grid, before: np.ndarray, after: np.ndarray) -> LandUseMaps:
    maps = LandUseMaps(folder, grid)
    with MapWriter(maps) as writer:
        writer.write(grid.whole, before, after, np.zeros(grid.shape, np.uint8))
    return maps


def test_what_became_what_in_two_wards(tmp_path):
    """Grass of 40 x 20 m: the eastern 10 m become soil; the northern ward has 8 of the 20 rows."""
    grid = metre_grid(20, 40, gsd_m=1.0)
    before = np.full(grid.shape, VEGETATION, np.uint8)
    after = before.copy()
    after[:, 30:] = SOIL
    north, south = plot(-5, -5, 60, 13), plot(-5, 8, 60, 40)
    found = {
        (one.zone, one.before, one.after): one.area_m2
        for one in change_matrix(stored(tmp_path, grid, before, after), [north, south])
    }
    cell = grid.pixel_area_m2
    assert found == {
        (0, VEGETATION, VEGETATION): pytest.approx(8 * 30 * cell, rel=1e-6),
        (0, VEGETATION, SOIL): pytest.approx(8 * 10 * cell, rel=1e-6),
        (1, VEGETATION, VEGETATION): pytest.approx(12 * 30 * cell, rel=1e-6),
        (1, VEGETATION, SOIL): pytest.approx(12 * 10 * cell, rel=1e-6),
    }


def test_the_sums_are_the_area_of_the_overlap(tmp_path):
    grid = metre_grid(700, 1100, gsd_m=1.0)
    rng = np.random.default_rng(3)
    before, after = (rng.integers(0, len(LandUse), grid.shape, np.uint8) for _ in range(2))
    wards = [plot(100, 50, 333.3, 400.7), plot(433.3, 50, 200, 400.7)]
    found = change_matrix(stored(tmp_path, grid, before, after), wards)
    west, south, east, north = grid.bounds
    assert sum(one.area_m2 for one in found) == pytest.approx(
        ellipsoid_area_m2(box(west, south, east, north), grid), rel=1e-7
    )
    assert {one.zone for one in found} == {None, 0, 1}


def test_ground_that_one_scene_does_not_show_is_in_no_sum(tmp_path):
    grid = metre_grid(10, 10, gsd_m=1.0)
    before = np.full(grid.shape, BUILDING, np.uint8)
    before[:, :4] = NOTHING
    [only] = change_matrix(stored(tmp_path, grid, before, before), [])
    assert (only.zone, only.before, only.after) == (None, BUILDING, BUILDING)
    assert only.area_m2 == pytest.approx(60 * grid.pixel_area_m2, rel=1e-6)


def test_areas_are_measured_on_the_ellipsoid_in_degrees_too(tmp_path):
    """One arc second at 10.8 degrees north is 30.718 m by 30.370 m on WGS 84 (PROJ: geod +ellps=WGS84)."""
    from affine import Affine
    from rasterio.crs import CRS

    second = 1 / 3600
    grid = Grid(3, 4, Affine(second, 0, 106.7, 0, -second, 10.8 + 2 * second), CRS.from_epsg(4326))
    [only] = change_matrix(stored(tmp_path, grid, *[np.full(grid.shape, SOIL, np.uint8)] * 2), [])
    assert only.area_m2 == pytest.approx(12 * 30.718 * 30.370, rel=2e-3)
