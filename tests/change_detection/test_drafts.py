"""From outlines to drafts: metres on small planes, and the band in which a wall may stand."""

import numpy as np
import pyproj
import pytest
import shapely
from shapely import Polygon, affinity, box

from change_detection.drafts import OutlineError, in_degrees, make_drafts, on_plane
from change_detection.engine.classify import ChangeClass
from change_detection.engine.outline import Region

ERROR = OutlineError(inside_m=1.0, apart_m=0.3)


def region(polygon: Polygon) -> Region:
    return Region(polygon, polygon.area, 0.9, ChangeClass.NEW_BUILDING)


def on_the_ellipsoid(polygon: Polygon) -> float:
    return abs(pyproj.Geod(ellps="WGS84").geometry_area_perimeter(polygon)[0])


@pytest.mark.parametrize("latitude", [-19.0, 0.1, 10.8, 19.0])
@pytest.mark.parametrize("side", [1e-4, 1e-2], ids=["11 m", "1.1 km"])
def test_the_plane_is_true_to_three_parts_in_a_hundred_thousand(latitude: float, side: float):
    square = box(106.7, latitude, 106.7 + side, latitude + side)
    turned = affinity.rotate(square, 27)
    [draft] = make_drafts([region(turned)], run_id="r", crs="EPSG:4326", error=ERROR)
    assert draft.outline.area == pytest.approx(on_the_ellipsoid(turned), rel=3e-5)


def test_there_and_back_changes_nothing():
    shapes = [box(106.7, 10.8, 106.701, 10.801), box(106.2, 10.1, 106.2001, 10.1001)]
    drafts = make_drafts([region(one) for one in shapes], run_id="r", crs="EPSG:4326", error=ERROR)
    planes = [draft.plane for draft in drafts]
    back = in_degrees(on_plane(shapes, planes), planes)
    assert shapely.equals_exact(back, np.array(shapes), tolerance=1e-12).all()


def test_a_draft_does_not_depend_on_those_beside_it():
    one, other = region(box(106.7, 10.8, 106.7002, 10.8001)), region(box(106.5, 10.9, 106.5002, 10.9001))
    [alone] = make_drafts([one], run_id="r", crs="EPSG:4326", error=ERROR)
    [_, beside] = make_drafts([other, one], run_id="r", crs="EPSG:4326", error=ERROR)
    assert alone == beside


def test_the_band_widens_with_how_badly_a_register_is_drawn():
    assert ERROR.band_m() == pytest.approx(0.5 + 0.3)
    assert ERROR.band_m(0.4) == pytest.approx(0.5 + 0.5)  # 0.3 and 0.4 at a right angle


def test_walls_that_cross_each_other_leave_the_largest_part():
    bow = Polygon([(106.7, 10.8), (106.7004, 10.8), (106.7004, 10.8003), (106.7003, 10.7999), (106.7, 10.8003)])
    assert not bow.is_valid
    [draft] = make_drafts([region(bow)], run_id="r", crs="EPSG:4326", error=ERROR)
    assert draft.polygon.is_valid
    assert draft.polygon.area == max(part.area for part in shapely.get_parts(shapely.make_valid(bow)))


def test_nothing_in_nothing_out():
    assert make_drafts([], run_id="r", crs="EPSG:4326", error=ERROR) == []
