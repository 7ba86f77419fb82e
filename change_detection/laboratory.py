"""Measures detectors on labelled imagery, on invented quarters and where nothing changed, for the command line."""

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from .detectors import get_card, loaded_detector
from .engine.detector import Detector
from .engine.errors import NothingToEvaluate
from .engine.evaluation.evaluate import Evaluation
from .engine.evaluation.evaluate import evaluate as measure
from .engine.evaluation.invented import NO_CHANGE_OF_GROUND, store_invented_set
from .engine.evaluation.peers import score_peers
from .engine.evaluation.unchanged import FalseFinds, measure_unchanged
from .engine.evaluation.worst import WorstPlaces

MANIFEST = "manifest.json"
PEERS = "peers"
PEERS_DATASET = "levir_cd"
"""The published answers are to the scenes of this data set."""
VALIDATION = "val"
"""Splits that are kept out of training begin so: "val", "val_crossdomain"."""

Tell = Callable[[str], None]


def evaluate(
    imagery: Path,
    *,
    dataset: str = PEERS_DATASET,
    model: str | None = None,
    pictures: Path | None = None,
    tell: Tell = lambda _: None,
) -> Evaluation:
    """Measure a detector on the validation scenes of a data set, beside published answers where there are any.

    Args:
        imagery: folder with manifest.json.
        dataset: name of a data set in it, and of its folder.
        model: id of a detector, the default one if left out.
        pictures: receives the ten places where the answer is furthest from the label.
        tell: receives a line per scene.

    Raises:
        NothingToEvaluate: no manifest, or it names no validation scene of this data set.
        UnknownModel, BrokenModel: see the registry.
    """
    detector = _detector(model)
    names, gsd_m = _validation_scenes(imagery, dataset)
    worst = WorstPlaces()
    told = measure(imagery / dataset, names, detector, gsd_m=gsd_m, tell=tell, keep=worst.show)
    if pictures is not None:
        worst.draw(pictures)
    if dataset != PEERS_DATASET:
        return told
    return replace(told, peers=score_peers(imagery / PEERS, imagery / dataset / "label", names))


def evaluate_invented(
    seeds: Sequence[int], *, model: str | None = None, pictures: Path | None = None, tell: Tell = lambda _: None
) -> Evaluation:
    """Measure a detector on invented quarters, one per seed, against the truth of their generator.

    Args:
        seeds: the shipped detectors were trained on seeds from 90,000 on.
        model: id of a detector, the default one if left out.
        pictures: receives the ten worst places.
        tell: receives a line per quarter.

    Raises:
        NothingToEvaluate: no seed.
        UnknownModel, BrokenModel: see the registry.
    """
    detector, worst = _detector(model), WorstPlaces()
    with TemporaryDirectory() as folder:
        names = store_invented_set(Path(folder), seeds)
        told = measure(Path(folder), names, detector, without=NO_CHANGE_OF_GROUND, tell=tell, keep=worst.show)
    if pictures is not None:
        worst.draw(pictures)
    return told


def evaluate_unchanged(
    imagery: Path, *, dataset: str = PEERS_DATASET, model: str | None = None, tell: Tell = lambda _: None
) -> dict[str, FalseFinds]:
    """Count what a detector finds between validation pictures and themselves, in other light and a pixel off.

    Args:
        imagery: folder with manifest.json.
        dataset: name of a data set in it, and of its folder.
        model: id of a detector, the default one if left out.
        tell: receives a line per way of varying the pictures.

    Raises:
        NothingToEvaluate, UnknownModel, BrokenModel: see `evaluate`.
    """
    names, gsd_m = _validation_scenes(imagery, dataset)
    files = [imagery / dataset / date / f"{name}.tif" for name in names for date in ("A", "B")]
    return measure_unchanged(files, _detector(model), gsd_m=gsd_m, tell=tell)


def _detector(model: str | None) -> Detector:
    card = get_card(model)
    return loaded_detector(card.id, card.sha256)


def _validation_scenes(imagery: Path, dataset: str) -> tuple[list[str], float | None]:
    """The scenes that the manifest keeps for measuring, and the side of their pixels where no CRS tells it."""
    try:
        items: list[dict[str, Any]] = json.loads((imagery / MANIFEST).read_text(encoding="utf-8"))["items"]
    except (OSError, ValueError, KeyError) as error:
        raise NothingToEvaluate(imagery.name, f"{MANIFEST} cannot be read") from error
    scenes = [item for item in items if item["dataset"] == dataset and item["split"].startswith(VALIDATION)]
    gsd_m = next((scene["gsd_m"] for scene in scenes if scene.get("crs") is None), None)
    if not scenes:
        raise NothingToEvaluate(dataset, f"{MANIFEST} names no validation scene of it")
    return [scene["name"] for scene in scenes], gsd_m
