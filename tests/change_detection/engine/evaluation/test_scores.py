"""Counts and figures worked out by hand."""

import numpy as np
import pytest

from change_detection.engine.evaluation.scores import Counts, count, scores


def square(row, col, side, shape=(60, 60)):
    mask = np.zeros(shape, bool)
    mask[row : row + side, col : col + side] = True
    return mask


def test_pixels_and_objects_are_counted():
    true = square(5, 5, 10) | square(30, 30, 10)
    found = square(5, 10, 10) | square(5, 40, 10)  # half of the first, none of the second, one of its own
    counted = count(found, true, pixel_area_m2=0.25)
    assert (counted.hit, counted.wrong, counted.missed) == (50, 150, 150)
    assert (counted.found, counted.found_right, counted.true, counted.true_found) == (2, 1, 2, 1)
    assert counted.matched == 0  # 50 of 150 shared


def test_objects_below_twenty_square_metres_do_not_count_as_objects():
    tiny = square(5, 5, 8)  # 64 pixels of a quarter are 16 m2
    counted = count(tiny, tiny, pixel_area_m2=0.25)
    assert (counted.hit, counted.found, counted.true) == (64, 0, 0)


def test_a_half_shared_union_is_a_match():
    counted = count(square(10, 10, 12), square(10, 12, 12), pixel_area_m2=0.25)
    assert counted.matched == 1  # 120 shared of 168


def test_figures_add_scenes_up_before_they_divide():
    figures = scores([Counts(hit=90, wrong=10, missed=0), Counts(hit=10, wrong=0, missed=90)])
    assert figures["pixel_precision"].value == pytest.approx(100 / 110)
    assert figures["pixel_recall"].value == pytest.approx(100 / 190)
    assert figures["pixel_f1"].value == pytest.approx(200 / 300)
    assert figures["pixel_f1"].low == pytest.approx(2 * 10 / (2 * 10 + 90))  # the second scene drawn twice
    assert figures["pixel_f1"].high == pytest.approx(180 / 190)  # the first drawn twice
