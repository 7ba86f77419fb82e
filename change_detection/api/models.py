"""Detectors: which there are, and how to train one."""

from collections.abc import Callable
from pathlib import Path

from change_detection.engine.card import ModelCard


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
