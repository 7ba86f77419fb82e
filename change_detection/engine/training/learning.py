"""The learning curve of a run: the figure on the validation scenes after more and more steps. It chooses nothing.

`python -m change_detection.engine.training.learning IMAGERY FOLDER 1000=CHECKPOINT 2000=CHECKPOINT ...`
"""

import argparse
import json
import sys
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from change_detection.engine.card import read_card, write_card
from change_detection.engine.card_page import card_page
from change_detection.engine.evaluation.evaluate import evaluate
from change_detection.engine.registry import load_detector
from change_detection.engine.training.card_text import new_card
from change_detection.engine.training.export import averaged_network, export_weights
from change_detection.engine.training.measuring import PAGE_FILE

DATASET = "levir_cd"


def learning_curve(checkpoints: Mapping[int, Path], imagery: Path, *, threshold: float) -> list[tuple[int, float]]:
    """Pixel F1 of the delivered polygons on the validation scenes of LEVIR-CD, by steps.

    Args:
        checkpoints: of one run, by the number of steps.
        imagery: folder with manifest.json.
        threshold: one for all.
    """
    items = json.loads((imagery / "manifest.json").read_text(encoding="utf-8"))["items"]
    names = [item["name"] for item in items if item["dataset"] == DATASET and item["split"] == "val"]
    curve = []
    for steps, checkpoint in sorted(checkpoints.items()):
        with TemporaryDirectory() as folder:
            model = Path(folder) / f"after-{steps}"
            export_weights(averaged_network(checkpoint), new_card(model.name), model)
            detector = load_detector(model.name, folders=[Path(folder)])
            told = evaluate(imagery / DATASET, names, detector, threshold=threshold)
        curve.append((steps, round(told.polygons["pixel_f1"].value, 4)))
    return curve


def main(arguments: list[str] | None = None) -> int:
    """Measure and write into the card; returns the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("imagery", type=Path)
    parser.add_argument("folder", type=Path, help="of the model whose card is completed")
    parser.add_argument("checkpoints", nargs="+", help="STEPS=CHECKPOINT")
    parser.add_argument("--known", nargs="*", default=[], help="STEPS=F1 of an earlier part of the run")
    options = parser.parse_args(arguments)
    card = read_card(options.folder)
    given = {int(steps): Path(path) for steps, path in (one.split("=", 1) for one in options.checkpoints)}
    known = [(int(steps), float(figure)) for steps, figure in (one.split("=", 1) for one in options.known)]
    curve = learning_curve(given, options.imagery, threshold=card.threshold)
    card = replace(card, learning_curve=tuple(sorted(known + curve)))
    write_card(card, options.folder)
    (options.folder / PAGE_FILE).write_text(card_page(card), encoding="utf-8")
    print(card.learning_curve)
    return 0


if __name__ == "__main__":
    sys.exit(main())
