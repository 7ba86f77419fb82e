"""The classifier of the ground: exact sums, the light of the day taken out, a model of other features refused."""

import json

import numpy as np
import pytest

from change_detection.engine.errors import BrokenModel
from change_detection.engine.land_use.features import NAMES, REACH, features
from change_detection.engine.land_use.ground import LARGEST_WEIGHT, SHIPPED, read_model
from change_detection.engine.land_use.light import measure_light

RNG = np.random.default_rng(8)


def test_every_sum_is_exact_in_single_precision():
    model = read_model()
    for weights, bias in ((model.hidden, model.hidden_bias), (model.output, model.output_bias)):
        assert np.array_equal(weights, np.rint(weights))
        assert np.abs(weights).max() <= LARGEST_WEIGHT
        assert (255 * np.abs(weights).sum(axis=0) + np.abs(bias)).max() < 2**24


def test_a_cell_gets_its_scores_alone_as_in_a_crowd():
    seen = RNG.integers(0, 256, (50, 60, len(NAMES)), np.uint8)
    together = read_model().scores(seen)
    for row, col in ((0, 0), (17, 33), (49, 59)):
        assert np.array_equal(read_model().scores(seen[row : row + 1, col : col + 1])[:, 0, 0], together[:, row, col])


def test_features_reach_no_farther_than_they_say():
    rgb = RNG.integers(0, 256, (60, 60, 3), np.uint8)
    valid = RNG.random((60, 60)) > 0.1
    rgb_elsewhere, valid_elsewhere = rgb.copy(), valid.copy()
    rgb_elsewhere[:, 40:], valid_elsewhere[:, 40:] = 0, True
    near, far = features(rgb, valid), features(rgb_elsewhere, valid_elsewhere)
    assert np.array_equal(near[:, : 40 - REACH], far[:, : 40 - REACH])


def test_what_a_scene_does_not_show_does_not_darken_its_neighbours():
    grey = np.full((40, 40, 3), 120, np.uint8)
    half = grey.copy()
    half[:, 20:] = 0
    valid = np.zeros((40, 40), bool)
    valid[:, :20] = True
    assert np.array_equal(features(half, valid)[:, :19], features(grey, np.ones((40, 40), bool))[:, :19])


def test_haze_and_exposure_are_taken_out():
    ground = RNG.integers(0, 200, (5000, 3)).astype(np.uint8)
    ground[:200] = 0
    hazy = np.round(ground * 0.8 + 30).astype(np.uint8)
    clear, cleared = (measure_light(scene).corrected(scene[np.newaxis]).astype(int) for scene in (ground, hazy))
    assert np.abs(clear - cleared).mean() < 3


def test_a_model_of_other_features_is_refused(tmp_path):
    told = json.loads(SHIPPED.read_text())
    told["features"] = told["features"][1:]
    other = tmp_path / "ground.json"
    other.write_text(json.dumps(told))
    with pytest.raises(BrokenModel, match="other features"):
        read_model(other)
