"""Training plans: what they say is what is done, and a word that means nothing is named."""

import pytest

from change_detection.engine.errors import UnreadableConfig
from change_detection.engine.training.config import TrainingConfig, read_config


def test_the_shipped_plan_can_be_read():
    config = read_config()
    assert config.steps > 0
    assert config.data.share_synthetic < config.data.share_real  # an addition, never alone


def test_what_a_plan_leaves_out_keeps_its_default(tmp_path):
    plan = tmp_path / "plan.yaml"
    plan.write_text("steps: 7\naugment: {shift_px: 1}\n")
    config = read_config(plan)
    assert (config.steps, config.augment.shift_px) == (7, 1)
    assert config.batch == TrainingConfig().batch


def test_unknown_keys_are_all_named(tmp_path):
    plan = tmp_path / "plan.yaml"
    plan.write_text("stepps: 7\ndata: {colour: blue}\n")
    with pytest.raises(UnreadableConfig, match=r"stepps, data\.colour"):
        read_config(plan)
