"""What a training run must remember to go on where it was stopped: weights, their average, optimiser, step, history."""

from copy import deepcopy
from dataclasses import dataclass, field
from pathlib import Path

import torch
from torch import nn

from change_detection.engine.network import SiameseUnet
from change_detection.engine.training.config import TrainingConfig


@dataclass(frozen=True)
class Reading:
    """One point of the curves; `f1` is of the monitored scenes and only now and then known."""

    step: int
    loss: float
    lr: float
    f1: float | None = None


@dataclass
class TrainingState:
    """A run at one step."""

    network: SiameseUnet
    average: SiameseUnet
    optimizer: torch.optim.Optimizer
    step: int = 0
    history: list[Reading] = field(default_factory=list)


def new_state(network: SiameseUnet, config: TrainingConfig) -> TrainingState:
    """A run before its first step; the encoder learns more slowly than the rest, biases and norms do not decay."""
    groups: dict[tuple[bool, bool], list[nn.Parameter]] = {}
    for name, parameter in network.named_parameters():
        groups.setdefault((name.startswith("encoder."), parameter.ndim > 1), []).append(parameter)
    optimizer = torch.optim.AdamW(
        {
            "params": parameters,
            "lr_factor": config.encoder_lr_factor if of_encoder else 1.0,
            "weight_decay": config.weight_decay if decays else 0.0,
        }
        for (of_encoder, decays), parameters in groups.items()
    )
    return TrainingState(network, deepcopy(network).requires_grad_(False).eval(), optimizer)


def update_average(state: TrainingState, *, decay: float) -> None:
    """Move the averaged weights a little towards the current ones; young averages follow faster."""
    keep = min(decay, (1 + state.step) / (10 + state.step))
    with torch.no_grad():
        current = state.network.state_dict()
        for name, averaged in state.average.state_dict().items():
            if averaged.is_floating_point():
                averaged.lerp_(current[name].to(averaged.dtype), 1.0 - keep)
            else:
                averaged.copy_(current[name])


def store_state(state: TrainingState, path: Path) -> None:
    """Write the run so that a crash in the middle leaves the earlier file whole."""
    partial = path.with_suffix(".partial")
    torch.save(
        {
            "network": state.network.state_dict(),
            "average": state.average.state_dict(),
            "optimizer": state.optimizer.state_dict(),
            "step": state.step,
            "history": [vars(reading) for reading in state.history],
        },
        partial,
    )
    partial.replace(path)


def restore_state(state: TrainingState, path: Path) -> None:
    """Fill a new run with a stored one."""
    stored = torch.load(path, map_location="cpu", weights_only=True)
    state.network.load_state_dict(stored["network"])
    state.average.load_state_dict(stored["average"])
    state.optimizer.load_state_dict(stored["optimizer"])
    state.step = stored["step"]
    state.history = [Reading(**reading) for reading in stored["history"]]
