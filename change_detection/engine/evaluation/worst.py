"""The places where an answer is furthest from the label, drawn for a person to look at."""

from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from change_detection.engine.evaluation.comparison import Comparison
from change_detection.engine.grid import Window
from change_detection.engine.pictures import BoolArray, ByteArray

SIDE_PX = 256
_SHOWN_PX = 384
_GAP_PX = 6
_JPEG_QUALITY = 82
_HIT, _WRONG, _MISSED = (235, 235, 235), (213, 94, 0), (86, 180, 233)


@dataclass(frozen=True)
class Place:
    """One square of one pair.

    Attributes:
        scene: name of the pair.
        window: where in it.
        wrong, missed: pixels found but not true, and true but not found.
        picture: RGB; before, after, label, answer side by side.
    """

    scene: str
    window: Window
    wrong: int
    missed: int
    picture: ByteArray


class WorstPlaces:
    """Keeps the worst squares of all pairs that it is shown, the worst first."""

    def __init__(self, count: int = 10) -> None:
        self._count = count
        self.places: list[Place] = []

    def show(self, compared: Comparison) -> None:
        """Look through one pair."""
        errors = compared.found ^ compared.true
        for window in compared.grid.blocks(SIDE_PX):
            if errors[window.slices].any():
                self.places.append(_place(compared, window))
        self.places.sort(key=lambda one: (-one.wrong - one.missed, one.scene, one.window.row, one.window.col))
        del self.places[self._count :]

    def draw(self, folder: Path) -> list[Path]:
        """Write one PNG per place, numbered from the worst; returns their paths."""
        folder.mkdir(parents=True, exist_ok=True)
        paths = []
        for number, place in enumerate(self.places, start=1):
            path = folder / f"{number:02d}_{place.scene}_{place.window.row}_{place.window.col}.png"
            cv2.imwrite(str(path), cv2.cvtColor(place.picture, cv2.COLOR_RGB2BGR))
            paths.append(path)
        return paths

    def draw_sheet(self, path: Path) -> None:
        """Write all places below each other as one JPEG, half as large; nothing if there are none."""
        if self.places:
            sheet = np.vstack([place.picture for place in self.places])
            small = cv2.resize(sheet, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
            cv2.imwrite(str(path), cv2.cvtColor(small, cv2.COLOR_RGB2BGR), [cv2.IMWRITE_JPEG_QUALITY, _JPEG_QUALITY])


def _place(compared: Comparison, window: Window) -> Place:
    found, true = compared.found[window.slices], compared.true[window.slices]
    parts = [
        _shown(compared.before[window.slices]),
        _shown(compared.after[window.slices]),
        _shown(np.where(true[..., np.newaxis], 255, 0).astype(np.uint8).repeat(3, axis=2)),
        _shown(_answer(found, true)),
    ]
    gap = np.full((parts[0].shape[0], _GAP_PX, 3), 255, np.uint8)
    row = np.hstack([part for shown in parts for part in (shown, gap)][:-1])
    return Place(compared.name, window, int((found & ~true).sum()), int((~found & true).sum()), row)


def _answer(found: BoolArray, true: BoolArray) -> ByteArray:
    """White where right, orange where too much, blue where missed."""
    painted = np.zeros((*found.shape, 3), np.uint8)
    for where, colour in ((found & true, _HIT), (found & ~true, _WRONG), (~found & true, _MISSED)):
        painted[where] = colour
    return painted


def _shown(picture: ByteArray) -> ByteArray:
    rows, cols = (max(1, round(_SHOWN_PX * side / SIDE_PX)) for side in picture.shape[:2])
    return cv2.resize(np.ascontiguousarray(picture), (cols, rows), interpolation=cv2.INTER_NEAREST).astype(np.uint8)
