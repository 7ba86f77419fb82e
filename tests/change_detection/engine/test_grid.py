"""Grids: where two scenes overlap, and what their pixels measure on the ground."""

from math import cos, radians

import numpy as np
import pyproj
import pytest
from affine import Affine
from rasterio.crs import CRS

from change_detection.engine.errors import NoOverlap, NoPosition, UnreadableScene
from change_detection.engine.grid import Grid, common_grid
from tests.change_detection.engine.scenes import ORIGIN, VN2000, metre_grid, write_scene


def black(path, grid):
    return write_scene(path, np.zeros((*grid.shape, 3), np.uint8), grid)


def test_pixels_in_degrees_are_measured_on_the_ellipsoid():
    degrees = 5e-6
    grid = Grid(100, 100, Affine(degrees, 0, 106.7, 0, -degrees, 10.8), CRS.from_epsg(4326))
    width, height = grid.pixel_size_m
    geod = pyproj.Geod(ellps="WGS84")
    middle = 10.8 - 50 * degrees
    assert width == pytest.approx(geod.inv(106.7, middle, 106.7 + degrees, middle)[2], rel=1e-6)
    assert height / width == pytest.approx(1 / cos(radians(middle)), rel=0.01)


def test_a_scale_factor_makes_projected_metres_differ_from_real_ones():
    assert metre_grid(64, 64).pixel_size_m[0] == pytest.approx(0.5, rel=2e-4)
    assert metre_grid(64, 64).pixel_size_m[0] != 0.5


def test_the_overlap_of_two_scenes_keeps_the_pixels_of_the_earlier_one(tmp_path):
    west = metre_grid(100, 200)
    east = Grid(120, 200, west.transform @ Affine.translation(60, 10), VN2000)
    shared = common_grid(black(tmp_path / "a.tif", west), black(tmp_path / "b.tif", east))
    assert shared.shape == (90, 140)
    assert shared.transform @ (0, 0) == (ORIGIN[0] + 30.0, ORIGIN[1] - 5.0)


def test_scenes_of_different_crs_overlap_where_their_ground_does(tmp_path):
    metres = metre_grid(200, 200)
    to_wgs84 = pyproj.Transformer.from_crs("EPSG:9210", "EPSG:4326", always_xy=True)
    lon, lat = to_wgs84.transform(ORIGIN[0] + 50, ORIGIN[1] - 50)
    degrees = Grid(200, 200, Affine(5e-6, 0, lon, 0, -5e-6, lat), CRS.from_epsg(4326))
    shared = common_grid(black(tmp_path / "a.tif", metres), black(tmp_path / "b.tif", degrees))
    assert shared.crs == VN2000
    assert 96 <= shared.rows <= 104  # 50 m are 100 pixels; the two norths differ a little
    assert 96 <= shared.cols <= 104


def test_a_pixel_size_can_be_asked_for(tmp_path):
    fine = metre_grid(500, 500, gsd_m=0.2)
    shared = common_grid(black(tmp_path / "a.tif", fine), black(tmp_path / "b.tif", fine), gsd_m=0.5)
    assert shared.gsd_m == pytest.approx(0.5, rel=1e-6)
    assert shared.rows == shared.cols == pytest.approx(200, abs=1)


def test_scenes_of_two_places_do_not_overlap(tmp_path):
    here = metre_grid(64, 64)
    there = Grid(64, 64, here.transform @ Affine.translation(1000, 0), VN2000)
    with pytest.raises(NoOverlap, match=r"a\.tif and b\.tif share no ground"):
        common_grid(black(tmp_path / "a.tif", here), black(tmp_path / "b.tif", there))


def test_a_picture_without_position_is_refused(tmp_path):
    nowhere = Grid(64, 64, Affine.identity(), CRS())
    path = write_scene(tmp_path / "photo.tif", np.zeros((64, 64, 3), np.uint8), nowhere)
    with pytest.raises(NoPosition, match=r"photo\.tif"):
        common_grid(path, path)


def test_a_file_that_is_no_raster_is_refused(tmp_path):
    path = tmp_path / "letter.tif"
    path.write_text("Kính gửi phòng đô thị")
    with pytest.raises(UnreadableScene, match=r"letter\.tif"):
        common_grid(path, path)


def test_blocks_cover_the_grid_once():
    grid = metre_grid(70, 50)
    counted = np.zeros(grid.shape, int)
    for window in grid.blocks(32):
        counted[window.slices] += 1
    assert (counted == 1).all()
