"""Trains detectors, for the command line. Loads torch: only `api.train` imports this file, when it is called."""

import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from .detectors import get_card
from .engine.training.config import DEFAULT_CONFIG, read_config
from .engine.training.export import averaged_network, export_weights
from .engine.training.loop import CHECKPOINT
from .engine.training.loop import train as run_training

Tell = Callable[[str], None]


class _TimeIsUp(Exception):
    """The minutes are over; the last checkpoint holds what was reached."""


def train(config: Path | None, *, imagery: Path, out_dir: Path, minutes: float | None, tell: Tell) -> Path:
    """Train by a plan; the same call goes on from the last checkpoint.

    Args:
        config: training plan, the shipped one if left out.
        imagery: folder with manifest.json, pack/ and encoder/.
        out_dir: receives checkpoints, curves and, at the end, the folder of the model.
        minutes: stop after so long; None to go on to the end of the plan.
        tell: receives lines of progress.

    Returns:
        The folder of the model, ready to be dropped into `models`; the checkpoint when the time was up before.

    Raises:
        UnreadableConfig: the plan says something that means nothing.
    """
    try:
        checkpoint = run_training(
            read_config(config or DEFAULT_CONFIG), out_dir, imagery=imagery, tell=_until(minutes, tell)
        )
    except _TimeIsUp:
        return out_dir / CHECKPOINT
    card = replace(get_card(), id=f"trained-{time.strftime('%Y%m%d')}", files={}, figures={})
    export_weights(averaged_network(checkpoint), card, out_dir / card.id)
    return out_dir / card.id


def _until(minutes: float | None, tell: Tell) -> Tell:
    """Passes lines on until the time is up."""
    end = None if minutes is None else time.monotonic() + 60 * minutes

    def tell_and_watch(line: str) -> None:
        tell(line)
        if end is not None and time.monotonic() > end:
            raise _TimeIsUp

    return tell_and_watch
