"""Measuring the shipped detector, as `./diaban evaluate` does it."""

import json
from pathlib import Path

import pytest

from change_detection import api
from change_detection.engine.errors import NothingToEvaluate


def test_a_folder_without_manifest_is_told(tmp_path: Path):
    with pytest.raises(NothingToEvaluate, match=r"manifest\.json"):
        api.evaluate(tmp_path)


@pytest.mark.real
@pytest.mark.slow
def test_only_validation_scenes_are_measured_also_those_without_a_crs(real_data: Path):
    evaluation = api.evaluate(real_data / "imagery", dataset="whu_cd")
    manifest = json.loads((real_data / "imagery" / "manifest.json").read_text())["items"]
    kept_out = {item["name"] for item in manifest if item["dataset"] == "whu_cd" and item["split"] != "train"}
    assert set(evaluation.scenes) == kept_out
    assert 0 < evaluation.pixels["pixel_f1"].value < 1
