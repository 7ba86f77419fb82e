"""`python -m change_detection.engine.land_use.training`: draw, fit, measure, store the model and its card."""

import argparse
import sys
from pathlib import Path

from change_detection.engine.land_use.ground import SHIPPED, write_model
from change_detection.engine.land_use.training.card import CARD_FILE, card_text
from change_detection.engine.land_use.training.fit import SCENES, train
from change_detection.engine.land_use.training.measure import UNSEEN_SEEDS, confusion


def main(arguments: list[str] | None = None) -> int:
    """Parse, train, measure, write; returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m change_detection.engine.land_use.training", description=__doc__)
    parser.add_argument("-o", "--output", type=Path, default=SHIPPED.parent, help="folder (default: the shipped model)")
    parser.add_argument("--scenes", type=int, default=SCENES, help="invented scenes to draw (default: %(default)s)")
    parser.add_argument("--unseen", type=int, default=len(UNSEEN_SEEDS), help="scenes to measure on")
    options = parser.parse_args(arguments)
    model = train(scenes=options.scenes, tell=_tell)
    path = options.output / SHIPPED.name
    write_model(model, path)
    seeds = UNSEEN_SEEDS[: options.unseen]
    measured = {recolour: confusion(seeds, recolour=recolour, model=model) for recolour in (True, False)}
    text = card_text(path, scenes=options.scenes, unseen=seeds, recoloured=measured[True], plain=measured[False])
    (options.output / CARD_FILE).write_text(text, encoding="utf-8")
    print(text)
    return 0


def _tell(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
