"""Published answers are counted as ours are, and only where they answer every scene."""

import cv2
import numpy as np
import pytest

from change_detection.engine.errors import UnreadableScene
from change_detection.engine.evaluation.peers import score_peers
from tests.change_detection.engine.scenes import metre_grid, write_scene


@pytest.fixture
def folder(tmp_path):
    """Two labels with a change of 20 x 20 pixels, that is 100 m²; one model answers both, another only the first."""
    truth = np.zeros((64, 64, 1), np.uint8)
    truth[10:30, 10:30] = 255
    answer = np.zeros((64, 64), np.uint8)
    answer[10:30, 10:20] = 128
    answer[10:30, 20:30] = 127
    (tmp_path / "label").mkdir()
    for model, scenes in (("whole", ("one", "two")), ("part", ("one",))):
        (tmp_path / "peers" / model).mkdir(parents=True)
        for scene in scenes:
            cv2.imwrite(str(tmp_path / "peers" / model / f"{scene}.png"), answer)
    for scene in ("one", "two"):
        write_scene(tmp_path / "label" / f"{scene}.tif", truth, metre_grid(64, 64))
    return tmp_path


def test_half_of_a_change_found_is_a_recall_of_one_half(folder):
    told = score_peers(folder / "peers", folder / "label", ["one", "two"])
    assert list(told) == ["whole"]
    assert told["whole"]["pixel_recall"].value == 0.5
    assert told["whole"]["pixel_precision"].value == 1.0
    assert told["whole"]["object_recall"].value == 1.0


def test_an_answer_of_another_size_is_refused(folder):
    cv2.imwrite(str(folder / "peers" / "whole" / "two.png"), np.zeros((32, 32), np.uint8))
    with pytest.raises(UnreadableScene, match="two"):
        score_peers(folder / "peers", folder / "label", ["one", "two"])
