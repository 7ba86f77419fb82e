"""One measurement in a process of its own: bare forward passes and the whole chain, in turns. Prints JSON."""

import argparse
import json
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from change_detection.engine.blocks import detection_grid
from change_detection.engine.detector import Detector
from change_detection.engine.geopackage import write_geopackage
from change_detection.engine.lattice import tiles
from change_detection.engine.pipeline import detect_changes
from change_detection.engine.registry import load_detector


@dataclass
class Stopwatch:
    """Wall and CPU seconds of each round of one thing."""

    wall_s: list[float] = field(default_factory=list)
    cpu_s: list[float] = field(default_factory=list)

    def time(self, work: Callable[[], int]) -> int:
        """Do it and note how long it took."""
        wall, cpu = time.perf_counter(), time.process_time()
        answer = work()
        self.wall_s.append(time.perf_counter() - wall)
        self.cpu_s.append(time.process_time() - cpu)
        return answer


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("before", type=Path)
    options.add_argument("after", type=Path)
    options.add_argument("output", type=Path)
    options.add_argument("--threads", type=int, default=2)
    options.add_argument("--rounds", type=int, default=3)
    given = options.parse_args()
    detector = load_detector(threads=given.threads)
    bare, chain = Stopwatch(), Stopwatch()
    for _ in range(given.rounds):
        tile_px = bare.time(lambda: _forward(given.before, given.after, detector))
        changes = chain.time(lambda: _whole(given.before, given.after, given.output, detector))
    grid = detection_grid(given.before, given.after, detector.card)
    scene_mpx = grid.rows * grid.cols / 1e6
    told = {
        "changes": changes,
        "same_tiles": min(bare.wall_s) / min(chain.wall_s),
        "bare_mpx_s": tile_px / 1e6 / min(bare.wall_s),
        "chain_mpx_s": scene_mpx / min(chain.wall_s),
        "bare_cpu_s": min(bare.cpu_s) / (tile_px / 1e6),
        "chain_cpu_s": min(chain.cpu_s) / scene_mpx,
    }
    print(json.dumps(told))


def _forward(before: Path, after: Path, detector: Detector) -> int:
    """The network alone over tiles of the same shapes; what is in them costs it nothing. Answers their pixels."""
    pixels = 0
    for tile in tiles(detection_grid(before, after, detector.card)):
        picture = np.zeros((tile.window.rows, tile.window.cols, 3), np.uint8)
        detector.predict(picture, picture)
        pixels += tile.window.rows * tile.window.cols
    return pixels


def _whole(before: Path, after: Path, output: Path, detector: Detector) -> int:
    with tempfile.TemporaryDirectory() as folder:
        detection = detect_changes(before, after, detector=detector, folder=Path(folder))
        write_geopackage(detection.regions, detection.grid, output)
    return len(detection.regions)


if __name__ == "__main__":
    main()
