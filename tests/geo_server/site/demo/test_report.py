"""Recall, precision and agreement of reasons, on cases small enough to count by hand."""

import pytest
from shapely import box

from geo_server.site.demo.city.frame import CRS
from geo_server.site.demo.report import Detected, compare
from geo_server.site.demo.truth import TrueChange
from layers import api as layers

X, Y = 597_000.0, 1_201_000.0


def ground(west, south, east, north):
    return box(X + west, Y + south, X + east, Y + north)


def true(west, south, east, north, *, reason="NO_PERMIT", kind="new_building"):
    shape = layers.transform_geometry(ground(west, south, east, north), source=CRS, target="EPSG:4326")
    return TrueChange("1/1", kind, reason, shape)


def seen(west, south, east, north, *, reason="NO_PERMIT", kind="new_building"):
    return Detected(ground(west, south, east, north), reason, kind)


def test_what_covers_half_of_a_change_finds_it():
    report = compare([true(0, 0, 10, 10)], [seen(0, 0, 6, 10)])
    assert (report.recall, report.precision) == (1.0, 1.0)


def test_what_covers_less_than_half_misses_it_but_may_be_right():
    report = compare([true(0, 0, 10, 10)], [seen(0, 0, 4, 10)])
    assert (report.recall, report.precision) == (0.0, 1.0)


def test_two_pieces_together_find_one_change():
    report = compare([true(0, 0, 10, 10)], [seen(0, 0, 4, 10), seen(5, 0, 9, 10)])
    assert (report.found, report.right, report.detected) == (1, 2, 2)


def test_a_detection_on_unchanged_ground_costs_precision():
    report = compare([true(0, 0, 10, 10)], [seen(0, 0, 10, 10), seen(50, 0, 60, 10)])
    assert (report.recall, report.precision) == (1.0, 0.5)


def test_a_detection_that_is_mostly_beside_the_change_is_wrong():
    report = compare([true(0, 0, 10, 10)], [seen(0, 0, 30, 10)])
    assert (report.recall, report.precision) == (1.0, 0.0)


def test_a_new_roof_that_is_called_so_is_neither_missed_nor_counted_as_wrong():
    roof = true(0, 0, 10, 10, kind="roof_material")
    report = compare([roof], [seen(0, 0, 10, 10, kind="roof_material")])
    assert (report.true, report.detected, report.on_roofs) == (0, 0, 1)


def test_a_new_roof_that_is_called_a_new_building_costs_precision():
    report = compare([true(0, 0, 10, 10, kind="roof_material")], [seen(0, 0, 10, 10)])
    assert (report.detected, report.right, report.on_roofs) == (1, 0, 0)


def test_reasons_are_compared_for_what_was_found():
    truth = [true(0, 0, 10, 10, reason="MATCH_OK"), true(30, 0, 40, 10), true(60, 0, 70, 10)]
    report = compare(truth, [seen(0, 0, 10, 10, reason="FOOTPRINT_EXCEEDS"), seen(30, 0, 40, 10)])
    assert report.agreement == pytest.approx(0.5)
    assert report.disagreements == ((("MATCH_OK", "FOOTPRINT_EXCEEDS"), 1),)


def test_nothing_detected_on_a_changed_place_is_a_recall_of_zero():
    report = compare([true(0, 0, 10, 10)], [])
    assert (report.recall, report.detected) == (0.0, 0)
