"""How well scenes are brought together, on real pairs whose later scene is said to lie elsewhere.

    ./diaban bench registration [--imagery ../shared/data/imagery] [--part accuracy|findings|light] [--model ID]

accuracy: error of the measured displacement beside OpenCV's phase correlation of the same blocks.
findings: changes of a pair, of the same pair moved, and of one scene compared with itself moved or in other light.
light: F1 under haze, dusk and other seasons, with and without the radiometry. Scenes of the training split only.
"""

import argparse
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from change_detection.engine.registry import DEFAULT_MODEL, load_detector

from .accuracy import answered_of_other_ground, errors_px
from .findings import print_findings
from .light import print_light
from .moves import real_pairs


def main() -> None:
    """Print the part that was asked for, or all."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--imagery", type=Path, default=Path("..") / "shared" / "data" / "imagery")
    options.add_argument("--part", choices=["accuracy", "findings", "light"])
    options.add_argument("--model", default=DEFAULT_MODEL)
    asked = options.parse_args()
    with TemporaryDirectory() as folder:
        if asked.part in {None, "accuracy"}:
            _print_accuracy(asked.imagery, Path(folder))
        if asked.part in {None, "findings"}:
            print_findings(asked.imagery, load_detector(asked.model, threads=1), Path(folder))
        if asked.part in {None, "light"}:
            print_light(asked.imagery, load_detector(asked.model, threads=1))


def _print_accuracy(imagery: Path, folder: Path) -> None:
    pairs = list(real_pairs(imagery, folder))
    answered, asked = answered_of_other_ground(pairs, folder)
    print(f"{len(pairs)} real pairs; of {asked} pairs of different ground {answered} got an answer (0 is right)")
    print(
        f"{'move':30}{'answers':>8}{'middle px':>12}{'90 %':>8}{'corner px':>12}{'90 %':>8}{'OpenCV px':>12}{'90 %':>8}"
    )
    for name, errors in errors_px(pairs, folder).items():
        corner, middle, opencv = np.array(errors).T
        figures = [(np.median(part), np.percentile(part, 90)) for part in (middle, corner, opencv)]
        print(f"{name:30}{len(errors):8d}" + "".join(f"{one:12.2f}{ninety:8.2f}" for one, ninety in figures))


if __name__ == "__main__":
    main()
