"""The card of a detector: what is stored comes back, and scores become probabilities between its knots."""

from dataclasses import replace

import pytest

from change_detection.engine.card import ModelCard, read_card, write_card

PLAIN = ModelCard("trial", "network", threshold=0.5, gsd_m=0.5, gsd_range_m=(0.4, 0.7))
CALIBRATED = replace(PLAIN, calibration=((0.5, 0.2), (0.7, 0.6), (0.9, 1.0)))


@pytest.mark.parametrize(
    ("score", "share"),
    [(0.3, 0.2), (0.5, 0.2), (0.6, 0.4), (0.7, 0.6), (0.85, 0.9), (0.9, 1.0), (1.0, 1.0)],
    ids=["below", "first", "between", "knot", "upper", "last", "above"],
)
def test_a_score_becomes_a_probability(score, share):
    assert CALIBRATED.calibrated(score) == pytest.approx(share)


def test_a_detector_that_was_never_calibrated_answers_its_score():
    assert PLAIN.calibrated(0.42) == 0.42


def test_a_card_comes_back_as_it_was_stored(tmp_path):
    write_card(CALIBRATED, tmp_path)
    assert read_card(tmp_path) == CALIBRATED


def test_another_least_score_makes_another_detector():
    assert replace(PLAIN, min_score=0.6).sha256 != PLAIN.sha256
