"""The reference numbers of a training run: what its pictures look like."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np

from change_detection.engine.likeness.reference import Reference, make_reference, read_reference
from change_detection.engine.pictures import ByteArray
from change_detection.engine.training.scenes import TrainingScene, open_scenes

_JITTERED = "grid_"
"""Scenes recovered from published training grids, with colours changed at random: they would make any light usual."""

_MIN_WINDOWS = 40
"""Fewer windows do not tell what is usual among them."""


def reference_of_training(cache: Path) -> Reference:
    """The reference of the decoded scenes of a run, both dates of each.

    Args:
        cache: folder of the decoded scenes, see `decode_pack`.
    """
    photographs = [scene for scene in open_scenes(cache, "real") if not scene.name.startswith(_JITTERED)]
    return make_reference(
        {
            "photographs": _pictures(photographs),
            "invented": _pictures(open_scenes(cache, "synthetic")),
        }
    )


def reference_of_learning(parent: Path, cache: Path) -> Reference:
    """The reference of a model that learned on: what its parent knew, and the labelled pictures as a kind of their own.

    Args:
        parent: folder of the model it began with.
        cache: folder of the decoded scenes.
    """
    known = read_reference(parent)
    labelled = _pictures(open_scenes(cache, "labelled"))
    learned = make_reference({f"labelled, after {parent.name}": labelled})
    enough = tuple(part for part in learned.parts if part.windows >= _MIN_WINDOWS)
    return Reference((*(known.parts if known else ()), *enough))


def _pictures(scenes: list[TrainingScene]) -> Iterator[ByteArray]:
    for scene in scenes:
        for picture in (scene.before, scene.after):
            yield np.asarray(picture)
