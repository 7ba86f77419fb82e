"""From a finished run to a model's folder: threshold, weights, card. Run as a program it measures the model too.

`python -m change_detection.engine.training.shipping CHECKPOINT IMAGERY FOLDER`
"""

import argparse
import shutil
import sys
from dataclasses import replace
from pathlib import Path

import torch

from change_detection.engine.card import ModelCard
from change_detection.engine.likeness.reference import write_reference
from change_detection.engine.registry import DEFAULT_MODEL
from change_detection.engine.training.card_text import new_card
from change_detection.engine.training.config import DEFAULT_CONFIG, TrainingConfig, read_config
from change_detection.engine.training.export import averaged_network, export_weights
from change_detection.engine.training.likeness import reference_of_training
from change_detection.engine.training.loop import CURVES, SCENES
from change_detection.engine.training.measuring import measure_model
from change_detection.engine.training.monitor import best_threshold
from change_detection.engine.training.scenes import open_scenes


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


def main(arguments: list[str] | None = None) -> int:
    """Ship a finished run; returns the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("checkpoint", type=Path)
    parser.add_argument("imagery", type=Path)
    parser.add_argument("folder", type=Path, help=f"for example change_detection/weights/{DEFAULT_MODEL}")
    parser.add_argument("--config", type=Path, default=DEFAULT_CONFIG)
    parser.add_argument("--note", action="append", default=[], help="a sentence on how the run went; may be repeated")
    options = parser.parse_args(arguments)
    config = read_config(options.config)
    ship(options.checkpoint, config, options.folder, notes=tuple(options.note))
    for name, told in measure_model(options.imagery, options.folder, monitor=config.data.monitor).items():
        print(f"{name}\n{told.as_table()}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
