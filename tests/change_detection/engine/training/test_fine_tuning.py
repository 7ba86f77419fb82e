"""A model learns on from labelled tiles: two steps, to hold that the way is whole; a bench says what is learned."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from change_detection.engine.card import CARD_FILE, ModelCard, read_card
from change_detection.engine.detector import LAYERS
from change_detection.engine.pictures import ByteArray
from change_detection.engine.registry import DEFAULT_MODEL, SHIPPED_MODELS, list_models
from change_detection.engine.training.config import VERDICTS_CONFIG, read_config
from change_detection.engine.training.fine_tuning import fine_tune
from change_detection.engine.training.held_out import measure_held_out
from change_detection.engine.training.scenes import UNKNOWN, open_scenes, store_scene

SIDE = 96


def store_tile(cache: Path, kind: str, number: int) -> None:
    """Grey ground; a bright roof is known as a change, a dark patch as none, all else is not known."""
    rng = np.random.default_rng(number)
    before = rng.integers(90, 110, (SIDE, SIDE, 3), dtype=np.uint8)
    after = before.copy()
    after[20:44, 20:44], after[60:80, 60:80] = 220, 40
    target = np.full((SIDE, SIDE, 3), UNKNOWN, np.uint8)
    target[20:44, 20:44, 0], target[60:80, 60:80, 0] = 1, 0
    store_scene(cache / kind / f"tile_{number}", before, after, target)


class Says:
    """A detector that answers what it is told."""

    card = ModelCard("says", "formula", threshold=0.5, gsd_m=0.5, gsd_range_m=(0.1, 1.0))

    def __init__(self, answer: ByteArray) -> None:
        self._answer = np.zeros((len(LAYERS), SIDE, SIDE), np.uint8)
        self._answer[0] = answer

    def predict(self, before: ByteArray, after: ByteArray) -> ByteArray:
        return self._answer


def test_only_known_pixels_are_counted(tmp_path: Path):
    store_tile(tmp_path, "held_out", 1)
    scenes = open_scenes(tmp_path, "held_out")
    answer = np.zeros((SIDE, SIDE), np.uint8)
    answer[20:44, 20:32] = 255  # half of the roof: 288 of 576 pixels
    answer[60:70, 60:80] = 255  # half of the false alarm: 200 pixels
    answer[:10, :] = 255  # nobody knows
    told = measure_held_out(Says(answer), scenes, threshold=0.5, gsd_m=0.5)
    assert told["pixel_recall"].value == pytest.approx(0.5)
    assert told["pixel_precision"].value == pytest.approx(288 / 488)
    assert told["object_precision"].value == pytest.approx(0.5)  # of two places that it names where it is known, one


@pytest.mark.slow
def test_a_model_learns_on_and_is_offered_with_its_parents_name(tmp_path: Path):
    for number in range(4):
        store_tile(tmp_path / "work" / "scenes", "labelled", number)
    store_tile(tmp_path / "work" / "scenes", "held_out", 9)
    plan = read_config(VERDICTS_CONFIG)
    plan = replace(
        plan,
        steps=2,
        cooldown_steps=1,
        batch=2,
        crop_px=64,
        data=replace(plan.data, synthetic_scenes=1, synthetic_size_px=96),
    )
    parent, child = SHIPPED_MODELS / DEFAULT_MODEL, tmp_path / "models" / "learned"
    said: list[str] = []
    card = fine_tune(parent, plan, tmp_path / "work", folder=child, imagery=tmp_path, tell=said.append)
    assert card is not None
    assert (card.parent, card.calibration) == (DEFAULT_MODEL, ())
    assert card.files != read_card(parent).files
    assert {told["scenes"] for told in card.figures.values()} == {1}
    assert len(card.figures) == 2  # its parent's and its own
    assert "learned" in list_models([child.parent])
    assert DEFAULT_MODEL in (child / "card.md").read_text() or DEFAULT_MODEL in (child / CARD_FILE).read_text()
    assert any("labelled: 4 scenes" in line for line in said)
