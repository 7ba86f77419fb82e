"""A training run on invented pairs: resumed it ends where an unbroken one ends, and its export can be served."""

import importlib.util
import json
from dataclasses import replace

import numpy as np
import pytest

if any(importlib.util.find_spec(name) is None for name in ("torch", "segmentation_models_pytorch")):
    pytest.skip("the extra `train` is not installed", allow_module_level=True)

import torch

from change_detection.engine.card import ModelCard
from change_detection.engine.network import SiameseUnet, keep_every_block
from change_detection.engine.registry import load_detector
from change_detection.engine.training import loop
from change_detection.engine.training.config import DataConfig, TrainingConfig
from change_detection.engine.training.export import averaged_network, export_weights
from change_detection.engine.training.loop import CHECKPOINT, CURVES, ENCODER_FILE, train
from change_detection.engine.training.losses import pair_loss
from change_detection.engine.training.state import new_state, store_state

TINY = TrainingConfig(
    steps=4,
    batch=2,
    crop_px=64,
    checkpoint_every=2,
    validate_every=4,
    threads=1,
    data=DataConfig(synthetic_scenes=2, synthetic_size_px=128),
)


@pytest.fixture
def imagery(tmp_path):
    """An imagery folder without real pictures; the encoder starts from random weights."""
    folder = tmp_path / "imagery"
    (folder / "pack").mkdir(parents=True)
    (folder / "encoder").mkdir()
    (folder / "pack" / "index.json").write_text("[]")
    (folder / "manifest.json").write_text(json.dumps({"items": []}))
    torch.manual_seed(0)
    torch.save(SiameseUnet().encoder.state_dict(), folder / ENCODER_FILE)
    return folder


@pytest.mark.slow
def test_a_resumed_run_ends_where_an_unbroken_one_ends(imagery, tmp_path, monkeypatch):
    whole, broken = tmp_path / "whole", tmp_path / "broken"
    train(TINY, whole, imagery=imagery, tell=lambda _: None)
    with monkeypatch.context() as patched, pytest.raises(KeyboardInterrupt):
        patched.setattr(loop, "store_state", store_and_be_killed)
        train(TINY, broken, imagery=imagery, tell=lambda _: None)
    assert torch.load(broken / CHECKPOINT, weights_only=True)["step"] == 2
    train(TINY, broken, imagery=imagery, tell=lambda _: None)
    ends = [torch.load(folder / CHECKPOINT, weights_only=True) for folder in (whole, broken)]
    assert ends[0]["step"] == ends[1]["step"] == 4
    assert all(torch.equal(ends[0]["average"][name], value) for name, value in ends[1]["average"].items())
    assert (broken / CURVES).stat().st_size > 0


def store_and_be_killed(state, path):
    """Stores a checkpoint as the run does; then the process is gone."""
    store_state(state, path)
    raise KeyboardInterrupt


@pytest.mark.slow
def test_a_run_that_is_told_to_stop_keeps_every_step_it_took(imagery, tmp_path):
    ended = train(TINY, tmp_path, imagery=imagery, tell=lambda _: None, stop=lambda: True)
    assert not ended
    assert torch.load(tmp_path / CHECKPOINT, weights_only=True)["step"] == 1
    assert train(TINY, tmp_path, imagery=imagery, tell=lambda _: None)
    assert torch.load(tmp_path / CHECKPOINT, weights_only=True)["step"] == 4


@pytest.mark.slow
def test_an_exported_network_is_served_as_it_was_trained(imagery, tmp_path):
    assert train(replace(TINY, steps=1), tmp_path / "run", imagery=imagery, tell=lambda _: None)
    checkpoint = tmp_path / "run" / CHECKPOINT
    card = ModelCard("trial", "network", threshold=0.5, gsd_m=0.5, gsd_range_m=(0.4, 0.75))
    network = averaged_network(checkpoint)
    stored = export_weights(network, card, tmp_path / "models" / "trial")
    assert set(stored.files) == {"network.onnx", "network.safetensors"}
    served = load_detector("trial", folders=[tmp_path / "models"], threads=1)
    picture = np.random.default_rng(0).integers(0, 255, (96, 70, 3), dtype=np.uint8)
    assert served.predict(picture, picture).shape == (3, 96, 70)


@pytest.mark.parametrize(
    ("step", "share"),
    [(0, 0.25), (3, 1.0), (50, 1.0), (80, 1.0), (90, 0.5), (99, 0.05)],
    ids=["first", "warm", "plateau", "descent begins", "half way down", "last"],
)
def test_the_learning_rate_rises_holds_and_falls(step, share):
    config = TrainingConfig(steps=100, warmup_steps=4, cooldown_steps=20, lr=0.01)
    state = new_state(SiameseUnet(), config)
    state.step = step
    assert loop._set_learning_rate(state, config) == pytest.approx(0.01 * share)
    rates = sorted({group["lr"] for group in state.optimizer.param_groups})
    assert rates == pytest.approx([0.01 * share * config.encoder_lr_factor, 0.01 * share])


def test_a_short_run_may_keep_every_block_of_the_encoder():
    network = SiameseUnet()
    assert max(chances_to_skip(network)) > 0
    keep_every_block(network)
    assert set(chances_to_skip(network)) == {0.0}


def chances_to_skip(network):
    """Of every block that may be skipped in training."""
    return [module.drop_prob for module in network.modules() if hasattr(module, "drop_prob")]


def test_what_is_not_known_costs_nothing():
    logits = torch.zeros(1, 3, 4, 4, requires_grad=True)
    target = torch.full((1, 3, 4, 4), 255, dtype=torch.uint8)
    target[:, 0] = 0
    pair_loss(logits, target, building_weight=1.0).backward()
    assert logits.grad[:, 0].abs().sum() > 0
    assert logits.grad[:, 1:].abs().sum() == 0


def test_swapping_the_dates_swaps_the_building_maps():
    torch.manual_seed(1)
    network = SiameseUnet().eval()
    before, after = torch.rand(2, 1, 3, 64, 64)
    with torch.inference_mode():
        forward, backward = network(before, after), network(after, before)
    assert torch.allclose(forward[:, 0], backward[:, 0], atol=1e-4)
    assert torch.allclose(forward[:, 1], backward[:, 2], atol=1e-4)
