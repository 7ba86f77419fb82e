"""How far off the measured displacement is, beside OpenCV's phase correlation of the same blocks."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import rasterio
from affine import Affine

from change_detection.engine.grid import Grid, Window, common_grid, native_grid
from change_detection.engine.pair import PairSource
from change_detection.engine.registration import Registration, measure_registration

from .moves import MOVES, Move, RealPair, moved

_BLOCK_PX = 256


@dataclass(frozen=True)
class Answer:
    """What was measured of one pair.

    Attributes:
        opencv: right, down in pixels: the median of what OpenCV says of each block.
    """

    registration: Registration
    grid: Grid
    opencv: tuple[float, float]


def ask(before: Path, after: Path) -> Answer:
    """Both estimators on one pair."""
    grid = common_grid(before, after)
    return Answer(measure_registration(before, after, grid), grid, _opencv(PairSource(before, after, grid)))


def errors_px(pairs: Sequence[RealPair], folder: Path) -> dict[str, list[tuple[float, float, float]]]:
    """By move: error in the worst corner, error in the middle, OpenCV's error in the middle; pairs that answer.

    A real pair lies apart by an unknown displacement; what is known is how much the answer must change by the move.
    """
    found = defaultdict(list)
    for pair in pairs:
        plain = ask(pair.before, pair.after)
        if not plain.registration.reliable:
            print(f"{pair.name}: unknown")
            continue
        for move in MOVES:
            answer = ask(pair.before, moved(pair.after, folder / "moved.tif", move))
            if answer.registration.reliable:
                found[move.name].append((*_errors(plain, answer, move, pair), _opencv_error(plain, answer, move)))
            else:
                print(f"{pair.name}, {move.name}: unknown")
    return found


def answered_of_other_ground(pairs: Sequence[RealPair], folder: Path) -> tuple[int, int]:
    """How often two scenes of different ground, laid over each other, get an answer; and how many were asked."""
    answers = [
        measure_registration(one.before, _laid_over(one, other, folder), native_grid(one.before)).reliable
        for one, other in zip(pairs, [*pairs[1:], pairs[0]], strict=True)
    ]
    return sum(answers), len(answers)


def _errors(plain: Answer, answer: Answer, move: Move, pair: RealPair) -> tuple[float, float]:
    """How far the correction leads wrong, in pixels: at the worst corner of the grid and in its middle."""
    scene = native_grid(pair.after)
    elsewhere = scene.transform @ move.of_pixels(*scene.shape) @ ~scene.transform
    true = _correction(plain) @ ~elsewhere
    to_pixels = ~answer.grid.transform
    rows, cols = answer.grid.shape
    places = [(cols / 2, rows / 2), (0, 0), (cols, 0), (0, rows), (cols, rows)]
    ground = [answer.grid.transform @ place for place in places]
    lengths = [
        float(np.hypot(*np.subtract(to_pixels @ (_correction(answer) @ at), to_pixels @ (true @ at)))) for at in ground
    ]
    return max(lengths[1:]), lengths[0]


def _correction(answer: Answer) -> Affine:
    return answer.registration.correction or Affine.identity()


def _opencv_error(plain: Answer, answer: Answer, move: Move) -> float:
    wanted = np.add(plain.opencv, (move.right_px, move.down_px))
    return float(np.hypot(*np.subtract(answer.opencv, wanted)))


def _opencv(source: PairSource) -> tuple[float, float]:
    window = cv2.createHanningWindow((_BLOCK_PX, _BLOCK_PX), cv2.CV_32F)
    starts = [range(0, extent - _BLOCK_PX + 1, (extent - _BLOCK_PX) // 5) for extent in source.grid.shape]
    shifts = []
    for row in starts[0]:
        for col in starts[1]:
            pair = source.read(Window(row, col, _BLOCK_PX, _BLOCK_PX))
            before, after = (cv2.cvtColor(one, cv2.COLOR_RGB2GRAY) for one in (pair.before, pair.after))
            shifts.append(cv2.phaseCorrelate(before.astype(np.float32), after.astype(np.float32), window)[0])
    right, down = np.median(shifts, axis=0)
    return float(right), float(down)


def _laid_over(one: RealPair, other: RealPair, folder: Path) -> Path:
    """The later scene of `other` where `one` lies."""
    grid = native_grid(one.before)
    copy = moved(other.after, folder / "over.tif", Move("none"))
    with rasterio.open(copy, "r+") as dataset:
        dataset.crs, dataset.transform = grid.crs, grid.transform
    return copy
