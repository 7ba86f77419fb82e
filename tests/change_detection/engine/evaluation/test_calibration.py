"""Scores become probabilities that hold on changes which were not used to find them."""

import numpy as np
import pytest
from affine import Affine
from rasterio.crs import CRS
from shapely import box

from change_detection.engine.card import ModelCard
from change_detection.engine.classify import ChangeClass
from change_detection.engine.evaluation.calibration import (
    Judged,
    calibration_error,
    even_score,
    fit_knots,
    judge,
    reliability,
)
from change_detection.engine.evaluation.comparison import Comparison
from change_detection.engine.grid import Grid
from change_detection.engine.outline import Region

GRID = Grid(10, 10, Affine(1, 0, 0, 0, -1, 10), CRS.from_epsg(9210))


def drawn(count, seed):
    """Changes of a detector that is too sure: of those with score s only the share s squared is true."""
    rng = np.random.default_rng(seed)
    scores = rng.uniform(0.4, 1.0, count)
    return Judged(scores, rng.random(count) < scores**2)


def card_of(knots):
    return ModelCard("trial", "network", threshold=0.4, gsd_m=0.5, gsd_range_m=(0.4, 0.7), calibration=knots)


def test_a_detector_that_is_too_sure_is_put_right_on_changes_it_was_not_fitted_on():
    card, other = card_of(fit_knots(drawn(2000, seed=1))), drawn(2000, seed=2)
    before = calibration_error(reliability(other.scores, other.true))
    after = calibration_error(reliability([card.calibrated(score) for score in other.scores], other.true))
    assert before == pytest.approx(0.18, abs=0.04)  # the mean of s - s² between 0.4 and 1
    assert after < 0.04


def test_knots_rise_and_are_never_quite_sure():
    judged = Judged(np.linspace(0.4, 1.0, 200), np.ones(200, bool))
    knots = fit_knots(judged)
    assert list(knots) == sorted(knots)
    assert all(0.0 < share < 1.0 for _, share in knots)


def test_groups_that_fall_are_joined():
    scores = np.concatenate([np.full(20, 0.5), np.full(20, 0.6), np.full(20, 0.9)])
    true = np.concatenate([np.ones(20, bool), np.zeros(20, bool), np.ones(20, bool)])
    assert fit_knots(Judged(scores, true)) == ((0.55, 0.5), (0.9, pytest.approx(21 / 22, abs=1e-4)))


@pytest.mark.parametrize(
    ("knots", "score"),
    [((), 0.0), (((0.5, 0.6), (0.9, 0.9)), 0.0), (((0.5, 0.2), (0.7, 0.6)), 0.65), (((0.5, 0.1), (0.9, 0.4)), 0.9)],
    ids=["never measured", "all likely", "between", "all unlikely"],
)
def test_from_the_even_score_on_a_change_is_more_likely_true_than_false(knots, score):
    assert even_score(knots) == pytest.approx(score)


def test_too_few_changes_give_no_knots():
    assert fit_knots(drawn(19, seed=3)) == ()


def test_a_polygon_is_true_when_half_of_it_lies_on_a_true_change():
    labels = np.zeros((10, 10), np.int32)
    labels[:2, :4], labels[5:7, :4] = 1, 2
    true = np.zeros((10, 10), bool)
    true[:2, :2], true[5:7, :1] = True, True
    regions = [
        Region(box(0, 8, 4, 10), 8.0, 0.9, ChangeClass.UNCLEAR),
        Region(box(0, 3, 4, 5), 8.0, 0.6, ChangeClass.UNCLEAR),
    ]
    rgb = np.zeros((10, 10, 3), np.uint8)
    told = judge(Comparison("one", rgb, rgb, GRID, true, labels > 0, labels > 0, regions, labels))
    assert told.scores.tolist() == [0.9, 0.6]
    assert told.true.tolist() == [True, False]
