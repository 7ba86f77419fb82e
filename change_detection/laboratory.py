"""Measures detectors on labelled imagery, for the command line."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from .detectors import get_card, loaded_detector
from .engine.errors import NothingToEvaluate
from .engine.evaluation.evaluate import Evaluation
from .engine.evaluation.evaluate import evaluate as measure

MANIFEST = "manifest.json"
VALIDATION = "val"
"""Splits that are kept out of training begin so: "val", "val_crossdomain"."""


def evaluate(
    imagery: Path, *, dataset: str = "levir_cd", model: str | None = None, tell: Callable[[str], None] = lambda _: None
) -> Evaluation:
    """Measure a detector on the validation scenes of a data set.

    Args:
        imagery: folder with manifest.json.
        dataset: name of a data set in it, and of its folder.
        model: id of a detector, the default one if left out.
        tell: receives a line per scene.

    Raises:
        NothingToEvaluate: no manifest, or it names no validation scene of this data set.
        UnknownModel, BrokenModel: see the registry.
    """
    card = get_card(model)
    scenes = _validation_scenes(imagery, dataset)
    gsd_m = next((scene["gsd_m"] for scene in scenes if scene.get("crs") is None), None)
    names = [scene["name"] for scene in scenes]
    return measure(imagery / dataset, names, loaded_detector(card.id, card.sha256), gsd_m=gsd_m, tell=tell)


def _validation_scenes(imagery: Path, dataset: str) -> list[dict[str, Any]]:
    """The entries of the manifest that are kept for measuring; those without CRS say how large their pixels are."""
    try:
        items = json.loads((imagery / MANIFEST).read_text(encoding="utf-8"))["items"]
    except (OSError, ValueError, KeyError) as error:
        raise NothingToEvaluate(imagery.name, f"{MANIFEST} cannot be read") from error
    return [item for item in items if item["dataset"] == dataset and item["split"].startswith(VALIDATION)]
