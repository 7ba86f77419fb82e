"""What makes a good camera row, and which cameras are near."""

from math import cos, radians

import pytest
from shapely import Point

from layers.api import Feature
from ocm.cameras.nearest import box_around, nearest
from ocm.cameras.register import clean_register
from ocm.cameras.rows import CameraRow, faults_of

GOOD = CameraRow(code="C1", name="Cổng chợ", owner="operations", x=106.65, y=10.86, recorder="R1")


def faults(*rows):
    return faults_of(rows, recorders=frozenset({"R1"}))


def test_a_good_row_has_no_fault():
    assert faults(GOOD) == []


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"code": " "}, "empty"),
        ({"kind": "dome"}, "dome"),
        ({"status": "broken"}, "broken"),
        ({"recorder": "R9"}, "R9"),
        ({"heading": 360.0}, "360"),
    ],
)
def test_a_wrong_value_is_named(change, word):
    [fault] = faults(CameraRow(**{**GOOD.__dict__, **change}))
    assert word in fault.en


def test_a_code_used_twice_is_a_fault_of_both_rows():
    assert [fault.where for fault in faults(GOOD, GOOD)] == ["1: C1", "2: C1"]


def feature(number, *, code="T1", status="success", x=106.65, y=10.86, ptz="True"):
    properties = {"id": str(number), "code": code, "name": f"Ngã tư {number}", "ptz": ptz, "status": status}
    return Feature(Point(x, y), properties)


def test_a_register_is_cleaned_row_by_row():
    register = [
        feature(1),
        feature(2, code="", status="error"),
        feature(3, code="T3", x=109.0),
        feature(4),
        feature(5, code="T5", ptz="False"),
    ]
    cleaned = clean_register(register, owner="traffic", find_ward=lambda x, y: "26767" if x < 107 else None)
    assert [(row.code, row.kind, row.ward) for row in cleaned.rows] == [
        ("T1", "ptz", "26767"),
        ("T5", "fixed", "26767"),
    ]
    assert [fault.where for fault in cleaned.faults] == ["id 2", "id 3", "id 4"]


METRES_PER_DEGREE = 111_320 * cos(radians(10.86))  # of longitude at the place; on the ellipsoid within 0.2 %


def camera(code, metres_east):
    x = 106.65 + metres_east / METRES_PER_DEGREE
    return {"properties": {"code": code, "name": code}, "geometry": {"type": "Point", "coordinates": [x, 10.86]}}


def test_the_nearest_cameras_come_first_and_far_ones_not_at_all():
    near = nearest(
        [camera("far", 300), camera("b", 120), camera("a", -40)], point=(106.65, 10.86), range_m=250, limit=5
    )
    assert [c.code for c in near] == ["a", "b"]
    assert near[1].distance_m == pytest.approx(120, rel=0.005)
    assert near[1].bearing == pytest.approx(270, abs=0.1)  # the place lies west of the camera


def test_the_search_box_holds_the_circle():
    west, south, east, north = box_around((106.65, 10.86), range_m=250)
    assert (east - west) / 2 * METRES_PER_DEGREE == pytest.approx(250, rel=0.005)
    assert (north - south) / 2 * 110_570 == pytest.approx(250, rel=0.005)
