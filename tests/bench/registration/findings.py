"""What a shift makes of the findings: no flood of edges, and with the correction those of the still pair."""

from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import shapely
from shapely import Polygon
from shapely.affinity import affine_transform, scale

from change_detection.engine.detector import Detector
from change_detection.engine.pipeline import detect_changes
from change_detection.engine.registration import Registration

from .light import LIGHTS
from .moves import Move, moved

SCENES = ("test_7", "test_21")
"""Of the training split, but kept out of training."""

_WITH_ITSELF = ("dry season", "low sun")
_STILL = Move("still")
_MOVES = (Move("3 px right", 3.0, 0.0), Move("3 px diagonal", -2.1, 2.1))


@dataclass(frozen=True)
class Found:
    """Outlines in metres, moved back to where the unmoved scene has them."""

    outlines: list[Polygon]
    registration: Registration

    @property
    def narrow(self) -> int:
        """Those that a residual explains: WITHIN_REGISTRATION_ERROR."""
        widths = [2 * shapely.maximum_inscribed_circle(one).length for one in self.outlines]
        return int(np.sum(np.array(widths) < self.registration.residual_m)) if widths else 0


def print_findings(imagery: Path, detector: Detector, folder: Path) -> None:
    """One line for each pair, move and way to compare."""
    print(f"{'pair':48}{'correct':>8}{'gate':>9}{'left m':>8}{'changes':>9}{'narrow':>8}{'IoU with still':>16}")
    for name in SCENES:
        before, after = (imagery / "levir_cd" / date / f"{name}.tif" for date in "AB")
        still = _find(before, moved(after, folder / "still.tif", _STILL), _STILL, detector, correct=True)
        for move in (_STILL, *_MOVES):
            later = moved(after, folder / "moved.tif", move)
            _print_both(f"{name}, {move.name}", before, later, move, detector, still)
        for light, change in {"the same light": None, **{name: LIGHTS[name] for name in _WITH_ITSELF}}.items():
            for move in (_STILL, _MOVES[0]):
                later = moved(before, folder / "moved.tif", move, change)
                _print_both(f"{name} with itself, {light}, {move.name}", before, later, move, detector, None)


def _print_both(title: str, before: Path, after: Path, move: Move, detector: Detector, still: Found | None) -> None:
    for correct in (False, True):
        found = _find(before, after, move, detector, correct=correct)
        registration = found.registration
        shared = f"{_iou(found.outlines, still.outlines):16.2f}" if still else ""
        print(
            f"{title:48}{'auto' if correct else 'off':>8}{registration.gate:>9}{registration.residual_m:8.2f}"
            f"{len(found.outlines):9d}{found.narrow:8d}{shared}",
            flush=True,
        )


def _find(before: Path, after: Path, move: Move, detector: Detector, *, correct: bool) -> Found:
    with TemporaryDirectory() as folder:
        detection = detect_changes(before, after, detector=detector, folder=Path(folder), correct=correct)
    grid = detection.grid
    back = grid.transform @ ~move.of_pixels(*grid.shape) @ ~grid.transform
    width, height = grid.pixel_size_m
    metres = width / abs(grid.transform.a), height / abs(grid.transform.e)
    outlines = [
        scale(
            affine_transform(region.polygon, [back.a, back.b, back.d, back.e, back.c, back.f]), *metres, origin=(0, 0)
        )
        for region in detection.regions
    ]
    return Found(outlines, detection.registration)


def _iou(one: list[Polygon], other: list[Polygon]) -> float:
    first, second = shapely.union_all(one), shapely.union_all(other)
    return float(first.intersection(second).area / first.union(second).area)
