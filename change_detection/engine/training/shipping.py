"""From a finished run to a model's folder: threshold, files, figures, card. Run as a program it does all of it.

`python -m change_detection.engine.training.shipping CHECKPOINT IMAGERY FOLDER`
"""

import argparse
import json
import shutil
import sys
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import torch

from change_detection.engine.card import ModelCard, read_card, write_card
from change_detection.engine.card_page import card_page
from change_detection.engine.evaluation.evaluate import Evaluation, evaluate
from change_detection.engine.likeness.reference import write_reference
from change_detection.engine.registry import DEFAULT_MODEL, load_detector
from change_detection.engine.training.config import DEFAULT_CONFIG, TrainingConfig, read_config
from change_detection.engine.training.export import averaged_network, export_weights
from change_detection.engine.training.likeness import reference_of_training
from change_detection.engine.training.loop import CURVES, SCENES
from change_detection.engine.training.monitor import best_threshold
from change_detection.engine.training.scenes import open_scenes

PAGE_FILE = "card.md"
_DATA = (
    "LEVIR-CD, training scenes only (0.5 m, Google Earth, Texas), partly recovered from JPEG; LEVIR-CD+, one pair.",
    "Single-date building chips of Inria, SpaceNet, WHU and OpenAerialMap, for the building maps and for pairs without "
    "change.",
    "Invented quarters of change_detection.engine.synthetic, one crop in seven: an addition, never alone.",
    "The encoder starts from ImageNet weights of EfficientNet-Lite0.",
)
_LIMITS = (
    "No very-high-resolution pair of any Vietnamese city could be had for training or for measuring: expect worse "
    "figures there until it has been trained on inspectors' verdicts.",
    "Trained on suburbs of detached houses; rows of narrow houses are known only from invented scenes.",
    "Clearing of land and changes of road or water are not what it was trained to report.",
    "Scenes much coarser than 0.75 m per pixel hold too little of a house.",
)
_LICENCE = (
    "The weights are our own and no licence has been granted yet; the training imagery was licensed for research "
    "only, so clear other uses first."
)


def new_card(model_id: str) -> ModelCard:
    """The card of a network of this kind before anything about it was measured."""
    return ModelCard(
        model_id,
        "network",
        threshold=0.5,
        gsd_m=0.5,
        gsd_range_m=(0.4, 0.75),
        data=_DATA,
        licence=_LICENCE,
        limits=_LIMITS,
    )


def ship(checkpoint: Path, config: TrainingConfig, folder: Path, *, notes: tuple[str, ...] = ()) -> ModelCard:
    """Write weights and card of a finished run; the threshold is the best for the scenes kept out of training.

    Args:
        checkpoint: what `train` returned; its folder holds the decoded scenes.
        config: the run's.
        folder: the model's, its name becomes the model's id.
        notes: sentences on how the run went.
    """
    network = averaged_network(checkpoint)
    scenes = [scene for scene in open_scenes(checkpoint.parent / SCENES, "real") if scene.name in config.data.monitor]
    threshold = best_threshold(network, scenes, torch.device("cpu"))
    folder.mkdir(parents=True, exist_ok=True)
    for picture in checkpoint.parent.glob(CURVES):
        shutil.copy(picture, folder)
    write_reference(reference_of_training(checkpoint.parent / SCENES), folder)
    return export_weights(network, replace(new_card(folder.name), threshold=threshold, notes=notes), folder)


def record_figures(folder: Path, evaluations: Mapping[str, Evaluation]) -> None:
    """Write what was measured into a model's card and its page.

    Args:
        folder: the model's.
        evaluations: by a name that says the set of scenes.
    """
    card = read_card(folder)
    figures = {
        name: {
            "scenes": len(told.scenes),
            "threshold": told.threshold,
            **{figure: vars(score) for figure, score in told.polygons.items()},
        }
        for name, told in evaluations.items()
    }
    card = replace(card, figures=figures)
    write_card(card, folder)
    (folder / PAGE_FILE).write_text(card_page(card), encoding="utf-8")


def measure(imagery: Path, folder: Path) -> dict[str, Evaluation]:
    """The figures of a model on every set of scenes that the manifest keeps for validation."""
    detector = load_detector(folder.name, folders=[folder.parent])
    sets: dict[str, list[dict[str, Any]]] = {}
    for item in json.loads((imagery / "manifest.json").read_text(encoding="utf-8"))["items"]:
        if item["split"].startswith("val"):
            sets.setdefault(item["dataset"], []).append(item)
    figures = {}
    for dataset, items in sets.items():
        gsd_m = items[0]["gsd_m"] if items[0]["crs"] is None else None
        names = [item["name"] for item in items]
        figures[f"{dataset}, validation"] = evaluate(imagery / dataset, names, detector, gsd_m=gsd_m)
    return figures


def main(arguments: list[str] | None = None) -> int:
    """Ship a finished run; returns the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("checkpoint", type=Path)
    parser.add_argument("imagery", type=Path)
    parser.add_argument("folder", type=Path, help=f"for example change_detection/weights/{DEFAULT_MODEL}")
    parser.add_argument("--config", type=Path, default=DEFAULT_CONFIG)
    parser.add_argument("--note", action="append", default=[], help="a sentence on how the run went; may be repeated")
    options = parser.parse_args(arguments)
    ship(options.checkpoint, read_config(options.config), options.folder, notes=tuple(options.note))
    evaluations = measure(options.imagery, options.folder)
    record_figures(options.folder, evaluations)
    for name, told in evaluations.items():
        print(f"{name}\n{told.as_table()}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
