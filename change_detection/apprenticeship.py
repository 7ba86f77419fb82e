"""Lets a detector learn on from verdicts and labels. Loads torch: only `api` imports this file, when it is called."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from shutil import rmtree

from geo_server.core.subject import Subject

from .detectors import folder_of
from .engine.errors import BrokenModel
from .engine.training.config import VERDICTS_CONFIG, TrainingConfig, read_config
from .engine.training.fine_tuning import HELD_OUT, LABELLED, fine_tune
from .engine.training.loop import CHECKPOINT, SCENES
from .errors import NothingToLearn
from .selectors.labelled_ground import labelled_pairs
from .services.detector_choice import chosen_card
from .services.labelled_tiles import store_training_tiles
from .workshop import over_after

MIN_TILES = 4
"""Fewer tiles would teach the place, not the work."""


def train_from_verdicts(
    config: Path | None,
    *,
    by: Subject,
    imagery: Path,
    out_dir: Path,
    now: datetime,
    minutes: float | None,
    tell: Callable[[str], None],
    steps: int | None = None,
) -> Path:
    """Train the chosen detector on from the verdicts and labels that `by` may see; the new model is only offered.

    Args:
        config: training plan, the shipped one for verdicts if left out.
        by: whose sight decides what is learned from.
        imagery: packed imagery to be mixed in, if the plan says so; need not exist.
        out_dir: receives tiles, checkpoint, curves and, at the end, the folder of the model.
        now: names the new model by its day.
        minutes: stop after so long; the same call goes on, with the tiles that it began with. None: to the end.
        tell: receives lines of progress.
        steps: in place of those of the plan.

    Returns:
        The folder of the model; the checkpoint when the time was up before.

    Raises:
        NothingToLearn: too few verdicts and labels.
        BrokenModel: the chosen detector has no weights to begin with.
        UnreadableConfig: the plan says something that means nothing.
    """
    parent = chosen_card()
    parent_folder = folder_of(parent.id)
    if parent_folder is None:
        raise BrokenModel(parent.id, "it has no weights from which another model could learn on")
    plan = _plan(config, steps)
    if not (out_dir / CHECKPOINT).exists():
        _store_tiles(by, out_dir / SCENES, tell)
    folder = out_dir / f"{parent.id}-verdicts-{now:%Y%m%d}"
    card = fine_tune(parent_folder, plan, out_dir, folder=folder, imagery=imagery, tell=tell, stop=over_after(minutes))
    if card is None:
        return out_dir / CHECKPOINT
    (out_dir / CHECKPOINT).unlink()  # the next call begins anew, with what has been decided until then
    return folder


def _plan(config: Path | None, steps: int | None) -> TrainingConfig:
    plan = read_config(config or VERDICTS_CONFIG)
    return plan if steps is None else replace(plan, steps=steps, cooldown_steps=min(plan.cooldown_steps, steps // 2))


def _store_tiles(by: Subject, cache: Path, tell: Callable[[str], None]) -> None:
    """Fresh tiles of everything that is known now."""
    for kind in (LABELLED, HELD_OUT):
        rmtree(cache / kind, ignore_errors=True)
    learned, held_out = store_training_tiles(labelled_pairs(by), cache)
    tell(f"{learned} tiles to learn from, {held_out} kept out to measure")
    if learned < MIN_TILES:
        raise NothingToLearn(learned, MIN_TILES)
