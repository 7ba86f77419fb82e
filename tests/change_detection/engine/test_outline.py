"""Polygons from probabilities: area, corners, kind, and what is too small."""

import numpy as np
import pytest
from affine import Affine
from rasterio.crs import CRS
from shapely import Polygon, affinity, box

from change_detection.engine.classify import ChangeClass
from change_detection.engine.grid import Grid
from change_detection.engine.outline import ellipsoid_area_m2, outline
from change_detection.engine.probability_map import ArrayMap
from change_detection.engine.regularise import regularise
from change_detection.engine.synthetic.canvas import Canvas
from tests.change_detection.engine.scenes import metre_grid, plot


def maps(grid, *, change=(), before=(), after=()):
    return np.stack([Canvas(grid).mask(list(polygons)) for polygons in (change, before, after)])


def test_a_roof_of_twelve_by_eight_metres_has_96_square_metres():
    grid, roof = metre_grid(80, 80), plot(10, 10, 12, 8)
    [region] = outline(ArrayMap(maps(grid, change=[roof], after=[roof]), grid), threshold=0.5, min_area_m2=10)
    assert region.area_m2 == pytest.approx(96, rel=0.01)
    assert region.polygon.equals_exact(roof.normalize(), 0.01) or region.polygon.symmetric_difference(roof).area < 1.0
    assert region.polygon.exterior.is_ccw


def test_a_turned_roof_gets_its_four_corners_back():
    grid = metre_grid(120, 120)
    roof = affinity.rotate(plot(20, 20, 16, 9), 27)
    [region] = outline(ArrayMap(maps(grid, change=[roof]), grid), threshold=0.5, min_area_m2=10)
    assert len(region.polygon.exterior.coords) == 5
    assert region.polygon.intersection(roof).area / region.polygon.union(roof).area > 0.93


def test_an_l_shaped_house_keeps_its_inner_corner():
    tall = box(0, 0, 8, 20)
    house = affinity.rotate(tall.union(box(0, 0, 18, 8)), 18, origin=(0, 0))
    grid = metre_grid(120, 120)
    placed = affinity.translate(house, *(grid.transform @ (40, 80)))
    [region] = outline(ArrayMap(maps(grid, change=[placed]), grid), threshold=0.5, min_area_m2=10)
    assert len(region.polygon.exterior.coords) == 7
    assert region.polygon.intersection(placed).area / region.polygon.union(placed).area > 0.9


def test_walls_that_are_not_square_are_left_as_they_are():
    triangle = Polygon([(0, 0), (20, 0), (0, 20)])
    assert regularise(triangle, tolerance_m=0.5).symmetric_difference(triangle).area < 2.0


def test_what_is_below_the_minimum_mapping_unit_is_dropped():
    grid = metre_grid(80, 80)
    shed, house = plot(5, 5, 3, 3), plot(15, 15, 10, 10)
    regions = outline(ArrayMap(maps(grid, change=[shed, house]), grid), threshold=0.5, min_area_m2=10)
    assert [round(region.area_m2) for region in regions] == [100]


def test_nothing_changed_gives_no_region():
    grid = metre_grid(40, 40)
    assert outline(ArrayMap(maps(grid), grid), threshold=0.5, min_area_m2=10) == []


def test_areas_on_a_grid_of_degrees_are_square_metres():
    degrees = Grid(200, 200, Affine(5.4e-6, 0, -97.98, 0, -5.4e-6, 30.15), CRS.from_epsg(4326))
    probabilities = np.zeros((3, 200, 200), np.uint8)
    probabilities[0, 50:80, 60:100] = 255
    [region] = outline(ArrayMap(probabilities, degrees), threshold=0.5, min_area_m2=10)
    assert region.area_m2 == pytest.approx(30 * 40 * degrees.pixel_area_m2, rel=1e-3)
    assert region.polygon.bounds == pytest.approx(
        (-97.98 + 60 * 5.4e-6, 30.15 - 80 * 5.4e-6, -97.98 + 100 * 5.4e-6, 30.15 - 50 * 5.4e-6), abs=1e-7
    )


def test_a_hole_is_not_counted_as_area():
    grid = metre_grid(80, 80)
    court = plot(10, 10, 20, 20).difference(plot(16, 16, 8, 8))
    assert ellipsoid_area_m2(court, grid) == pytest.approx(400 - 64, rel=1e-3)


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ([], [plot(10, 10, 12, 8)], ChangeClass.NEW_BUILDING),
        ([plot(10, 10, 12, 8)], [], ChangeClass.DEMOLITION),
        ([plot(10, 10, 12, 8)], [plot(10, 10, 12, 8)], ChangeClass.ROOF_MATERIAL),
        ([], [], ChangeClass.UNCLEAR),
    ],
)
def test_the_kind_follows_from_where_buildings_stood(before, after, expected):
    grid = metre_grid(80, 80)
    probabilities = maps(grid, change=[plot(10, 10, 12, 8)], before=before, after=after)
    [region] = outline(ArrayMap(probabilities, grid), threshold=0.5, min_area_m2=10)
    assert region.change_class is expected


@pytest.mark.parametrize(("width", "expected"), [(5, ChangeClass.EXTENSION), (12, ChangeClass.NEW_BUILDING)])
def test_a_small_part_beside_a_standing_house_is_an_extension_a_whole_row_house_is_new(width, expected):
    grid, part, standing = metre_grid(80, 80), plot(10, 10, width, 8), plot(10 + width, 10, 12, 8)
    probabilities = maps(grid, change=[part], before=[standing], after=[part, standing])
    [region] = outline(ArrayMap(probabilities, grid), threshold=0.5, min_area_m2=10)
    assert region.change_class is expected
