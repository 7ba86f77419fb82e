"""Measuring the shipped detector, as `./diaban evaluate` does it."""

import json
from pathlib import Path

import pytest

from change_detection import api
from change_detection.engine.errors import NothingToEvaluate


def test_a_folder_without_manifest_is_told(tmp_path: Path):
    with pytest.raises(NothingToEvaluate, match=r"manifest\.json"):
        api.evaluate(tmp_path)


def test_a_data_set_without_validation_scenes_is_told(tmp_path: Path):
    (tmp_path / "manifest.json").write_text('{"items": [{"dataset": "ours", "name": "one", "split": "train"}]}')
    with pytest.raises(NothingToEvaluate, match="ours"):
        api.evaluate(tmp_path, dataset="ours")


@pytest.mark.slow
def test_invented_quarters_of_unseen_seeds_are_understood(tmp_path: Path):
    evaluation = api.evaluate_invented([52_000], pictures=tmp_path)
    assert list(evaluation.scenes) == ["52000_villas"]
    assert evaluation.polygons["object_recall"].value >= 0.9
    assert len(list(tmp_path.glob("*.png"))) == 10  # of sixteen squares of 256 pixels


@pytest.mark.real
@pytest.mark.slow
def test_a_data_set_beside_its_published_answers(real_data: Path):
    evaluation = api.evaluate(real_data / "imagery")
    assert set(evaluation.peers) == {"cgnet_mask", "tinycd_prob"}
    assert evaluation.peers["cgnet_mask"]["pixel_f1"].value == pytest.approx(0.916, abs=0.002)
    assert len(evaluation.scenes) == 9


@pytest.mark.real
@pytest.mark.slow
def test_only_validation_scenes_are_measured_also_those_without_a_crs(real_data: Path):
    evaluation = api.evaluate(real_data / "imagery", dataset="whu_cd")
    manifest = json.loads((real_data / "imagery" / "manifest.json").read_text())["items"]
    kept_out = {item["name"] for item in manifest if item["dataset"] == "whu_cd" and item["split"] != "train"}
    assert set(evaluation.scenes) == kept_out
    assert 0 < evaluation.pixels["pixel_f1"].value < 1
