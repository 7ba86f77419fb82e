"""`./diaban bench fine_tuning`: a strange camera, verdicts on what the detector reports, and the detector afterwards.

The places of learning, those kept out and the unseen ones are different seeds; the truth is the generator's.
"""

import argparse
import json
import sys
import time
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from change_detection.engine.evaluation.evaluate import evaluate
from change_detection.engine.evaluation.invented import store_invented_set
from change_detection.engine.grid import native_grid
from change_detection.engine.pair import PairSource
from change_detection.engine.registry import DEFAULT_MODEL, SHIPPED_MODELS, load_detector
from change_detection.engine.training.config import VERDICTS_CONFIG, read_config
from change_detection.engine.training.fine_tuning import HELD_OUT, LABELLED, fine_tune
from change_detection.engine.training.loop import SCENES
from change_detection.engine.training.scenes import store_scene
from change_detection.labels.shapes import LabelledShape, Source, Truth
from change_detection.labels.targets import target_of
from change_detection.labels.tiles import cut_tiles
from tests.bench.fine_tuning.camera import store_strange_set
from tests.bench.fine_tuning.inspector import judge

_SHOWN = ("pixel_f1", "object_precision", "object_recall")


def main() -> int:
    """Print the figures before and after as JSON lines."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--steps", type=int, default=240)
    parser.add_argument("--places", type=int, default=8, help="quarters whose findings are judged")
    parser.add_argument("--unseen", type=int, default=6, help="quarters on which both are measured")
    parser.add_argument("--side", type=int, default=768, help="of a quarter, in pixels of half a metre")
    options = parser.parse_args()
    with TemporaryDirectory() as folder:
        _run(Path(folder), options)
    return 0


def _run(folder: Path, options: argparse.Namespace) -> None:
    parent = SHIPPED_MODELS / DEFAULT_MODEL
    places = store_strange_set(folder / "places", range(500, 500 + options.places), side_px=options.side)
    unseen = range(600, 600 + options.unseen)
    sets = {
        "strange camera": (folder / "strange", store_strange_set(folder / "strange", unseen, side_px=options.side)),
        "usual camera": (folder / "usual", store_invented_set(folder / "usual", unseen, side_px=options.side)),
    }
    _store_tiles(folder / "places", places, folder / "work" / SCENES)
    _measure("before", parent, sets)
    plan = replace(read_config(VERDICTS_CONFIG), steps=options.steps, cooldown_steps=options.steps // 2)
    child = folder / f"{parent.name}-verdicts"
    started = time.monotonic()
    card = fine_tune(parent, plan, folder / "work", folder=child, imagery=folder, tell=_tell)
    _tell(f"{options.steps} steps in {time.monotonic() - started:.0f} s")
    _measure("after", child, sets)
    for title, told in (card.figures if card else {}).items():
        print(json.dumps({"set": title, "tiles": told["scenes"]} | {name: told[name]["value"] for name in _SHOWN}))


def _store_tiles(folder: Path, names: list[str], cache: Path) -> None:
    """Tiles of what the inspector said; one place in four is kept out."""
    detector = load_detector()
    said: list[LabelledShape] = []
    for number, name in enumerate(names):
        shapes, reported = judge(folder, name, detector)
        said += shapes
        grid = native_grid(folder / "label" / f"{name}.tif")
        source = PairSource(folder / "A" / f"{name}.tif", folder / "B" / f"{name}.tif", grid)
        everything = [LabelledShape(id="", polygon=one, truth=None, source=Source.VERDICT) for one in reported]
        near = {tile.window: tile.shapes for tile in cut_tiles(everything, grid)}
        for tile in cut_tiles(shapes, grid):
            pictures = source.read(tile.window)
            others = [shape.polygon for shape in near.get(tile.window, ())]
            target = target_of(tile.shapes, pictures.valid.shape, valid=pictures.valid, reported=others)
            kind = HELD_OUT if number % 4 == 3 else LABELLED
            place = cache / kind / f"{name}_{tile.window.row}_{tile.window.col}"
            store_scene(place, pictures.before, pictures.after, target)
    counts = {
        "confirmed": sum(one.truth is Truth.CHANGE and one.source is Source.VERDICT for one in said),
        "no change": sum(one.truth is Truth.NO_CHANGE for one in said),
        "drawn": sum(one.source is Source.DRAWN for one in said),
    }
    print(json.dumps({"verdicts and labels": counts}))


def _measure(when: str, model: Path, sets: dict[str, tuple[Path, list[str]]]) -> None:
    detector = load_detector(model.name, folders=[model.parent])
    for title, (folder, names) in sets.items():
        told = evaluate(folder, names, detector)
        figures = {name: [round(value, 3) for value in vars(told.polygons[name]).values()] for name in _SHOWN}
        print(json.dumps({"when": when, "unseen places": title, **figures}), flush=True)


def _tell(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
