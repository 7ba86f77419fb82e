"""Classes of change and cleared land on invented pairs that nothing was trained on, and the cost beside the network.

    ./diaban bench land_use [--pairs 12] [--size 2048] [--model siamese-lite0-v2]

The cost is processor time on one thread for both dates of a pair, without reading the files: the network's forward pass
and the drawing of land use on the same pixels. Goal: below 15 % of the network.
"""

import argparse
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import cv2
import numpy as np

from change_detection.engine.detector import Detector
from change_detection.engine.land_use.cells import averaged
from change_detection.engine.land_use.deciding import decide_ground
from change_detection.engine.land_use.light import measure_light
from change_detection.engine.registry import DEFAULT_MODEL, load_detector

from .cases import cases
from .kinds import as_lines, clearings, told_kinds

GOAL = 0.15


def main() -> int:
    """Print the figures; exit code 1 if the goal of the cost is missed."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--pairs", type=int, default=12)
    options.add_argument("--size", type=int, default=2048)
    options.add_argument("--model", default=DEFAULT_MODEL)
    asked = options.parse_args()
    cv2.setNumThreads(1)
    detector = load_detector(asked.model, threads=1)
    with TemporaryDirectory() as folder:
        _print_kinds(asked.pairs, detector, Path(folder))
    return 0 if _print_cost(asked.size, detector) <= GOAL else 1


def _print_kinds(pairs: int, detector: Detector, folder: Path) -> None:
    counts: Counter[tuple[str, str]] = Counter()
    ground = np.zeros(4, int)
    for case in cases(pairs, detector, folder):
        counts += told_kinds(case, detector.card.threshold)
        ground += clearings(case, detector.card.threshold, folder)
    true, found, told, right = (int(number) for number in ground)
    print(f"{detector.card.id}, {pairs} invented pairs of 512 x 512 pixels of 0.5 m")
    print("\n".join(as_lines(counts)))
    print(f"cleared land: {found} of {true} places found, {right} of {told} told are true")


def _print_cost(size: int, detector: Detector) -> float:
    """Prints both costs; returns their ratio."""
    rng = np.random.default_rng(1)
    small = rng.integers(0, 256, (size // 8, size // 8, 3), np.uint8)
    picture = np.asarray(cv2.resize(small, (size, size), interpolation=cv2.INTER_CUBIC), np.uint8)
    built = np.asarray(cv2.resize(small[..., 0], (size, size)), np.uint8)
    light, valid = measure_light(picture[::16, ::16].reshape(-1, 3)), np.ones((size // 2, size // 2), bool)

    def draw() -> None:
        for _ in range(2):
            decide_ground(light.corrected(averaged(picture, 2)), valid, averaged(built, 2))

    network_s = _cpu_s(lambda: detector.predict(picture, picture))
    land_use_s = _cpu_s(draw)
    megapixels = size * size / 1e6
    print(f"network   {network_s / megapixels:.3f} s of processor per megapixel pair")
    print(f"land use  {land_use_s / megapixels:.3f} s, {100 * land_use_s / network_s:.1f} % of it (goal: {GOAL:.0%})")
    return land_use_s / network_s


def _cpu_s(work: Callable[[], object]) -> float:
    """Processor time of the quickest of three."""
    work()
    spent = []
    for _ in range(3):
        begun = time.process_time()
        work()
        spent.append(time.process_time() - begun)
    return min(spent)


if __name__ == "__main__":
    sys.exit(main())
