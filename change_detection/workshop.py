"""Trains detectors, for the command line. Loads torch: only `api.train` imports this file, when it is called."""

import time
from collections.abc import Callable
from pathlib import Path

from .engine.training.config import DEFAULT_CONFIG, read_config
from .engine.training.loop import CHECKPOINT
from .engine.training.loop import train as run_training
from .engine.training.measuring import measure_model
from .engine.training.shipping import ship

Tell = Callable[[str], None]


def train(config: Path | None, *, imagery: Path, out_dir: Path, minutes: float | None, tell: Tell) -> Path:
    """Train by a plan; the same call goes on from the last checkpoint.

    Args:
        config: training plan, the shipped one if left out.
        imagery: folder with manifest.json, pack/ and encoder/.
        out_dir: receives checkpoints, curves and, at the end, the folder of the model.
        minutes: stop after so long; None to go on to the end of the plan.
        tell: receives lines of progress.

    Returns:
        The folder of the model with its measured card, ready to be dropped into `models`; the checkpoint when the
        time was up before.

    Raises:
        UnreadableConfig: the plan says something that means nothing.
    """
    plan = read_config(config or DEFAULT_CONFIG)
    checkpoint = out_dir / CHECKPOINT
    if not run_training(plan, out_dir, imagery=imagery, tell=tell, stop=over_after(minutes)):
        return checkpoint
    folder = out_dir / f"trained-{time.strftime('%Y%m%d')}"
    ship(checkpoint, plan, folder)
    measure_model(imagery, folder, monitor=plan.data.monitor)
    return folder


def over_after(minutes: float | None) -> Callable[[], bool]:
    """A question that is answered with yes once the minutes are over."""
    end = None if minutes is None else time.monotonic() + 60 * minutes
    return lambda: end is not None and time.monotonic() > end
