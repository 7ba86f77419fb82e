"""Detectors: which there are, and how to train one."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from change_detection.engine.card import ModelCard
from geo_server.core.subject import Subject


def list_models() -> list[ModelCard]:
    """The cards of all detectors, sorted by id."""
    from change_detection.detectors import list_cards  # knows OpenCV

    return [card for _, card in sorted(list_cards().items())]


def train(
    config: Path | None = None,
    *,
    imagery: Path,
    out_dir: Path,
    minutes: float | None = None,
    tell: Callable[[str], None] = print,
) -> Path:
    """Train a detector by a plan, see `workshop.train`; torch is loaded only now."""
    from change_detection.workshop import train as run

    return run(config, imagery=imagery, out_dir=out_dir, minutes=minutes, tell=tell)


def train_from_verdicts(
    config: Path | None = None,
    *,
    by: Subject,
    imagery: Path,
    out_dir: Path,
    now: datetime,
    minutes: float | None = None,
    tell: Callable[[str], None] = print,
    steps: int | None = None,
) -> Path:
    """Train the chosen detector on from verdicts and labels, see `apprenticeship`; torch is loaded only now."""
    from change_detection.apprenticeship import train_from_verdicts as run

    return run(config, by=by, imagery=imagery, out_dir=out_dir, now=now, minutes=minutes, tell=tell, steps=steps)
