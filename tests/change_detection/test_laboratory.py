"""Measuring the shipped detector, as `./diaban evaluate` does it."""

from pathlib import Path

import pytest

from change_detection import api
from change_detection.engine.errors import NothingToEvaluate


def test_a_folder_without_manifest_is_told(tmp_path: Path):
    with pytest.raises(NothingToEvaluate, match=r"manifest\.json"):
        api.evaluate(tmp_path)


@pytest.mark.real
@pytest.mark.slow
def test_the_shipped_weights_reach_their_promise_on_the_nine_validation_scenes(real_data: Path):
    evaluation = api.evaluate(real_data / "imagery")
    assert len(evaluation.scenes) == 9
    assert evaluation.polygons["pixel_f1"].value >= 0.80
