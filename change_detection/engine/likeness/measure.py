"""Holds a scene against the reference of a model, and says what is unusual about it."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from change_detection.engine.card import ModelCard
from change_detection.engine.grid import Grid, Window, common_grid, native_grid
from change_detection.engine.pictures import read_picture

from .reference import Part, Reference
from .traits import TRAITS, WINDOW_PX, Traits, traits_of

TYPICAL_PERCENT = 95.0
"""A scene whose middle window is stranger than this share of the training windows is strange."""
WINDOW_PERCENT = 99.0
STRANGE_SHARE = 0.25
"""So is one of which this part is stranger than nearly all of them: clouds over a quarter, for example."""
_MIN_VALID = 0.5
_MOST_A_SIDE = 6


@dataclass(frozen=True)
class Mark:
    """A trait of the scene that few training pictures have; `low` to `high` holds 98 % of them."""

    name: str
    value: float
    low: float
    high: float


@dataclass(frozen=True)
class Likeness:
    """How near a scene is to the training pictures.

    Attributes:
        kind: the kind of training pictures it is nearest to.
        distance: median of the distances of its windows.
        percentile: share of training windows, in per cent, nearer than that.
        strange_share: part of its windows beyond 99 % of the training windows.
        marks: unusual traits, the most unusual first.
    """

    kind: str
    distance: float
    percentile: float
    strange_share: float
    marks: tuple[Mark, ...]

    @property
    def is_strange(self) -> bool:
        """Whether to warn those who read the findings."""
        return self.percentile >= TYPICAL_PERCENT or self.strange_share >= STRANGE_SHARE


def measure_likeness(path: Path, reference: Reference, card: ModelCard) -> Likeness | None:
    """Compare a scene with the training pictures, in the pixels in which the detector would see it.

    At most 36 windows, spread evenly, are read: memory and time do not grow with the scene.

    Returns:
        None where the scene shows too little to tell.

    Raises:
        UnreadableScene, NoPosition: see `read_picture`, `native_grid`.
    """
    grid = native_grid(path)
    seen = grid if card.suits(grid.gsd_m) else common_grid(path, path, card.gsd_m)
    rows = []
    for window in _sample(seen):
        picture = read_picture(path, seen.subgrid(window))
        if picture.valid.mean() >= _MIN_VALID:
            rows.append(traits_of(picture.rgb, picture.valid))
    if not rows:
        return None
    return min((_against(np.array(rows), part) for part in reference.parts), key=lambda one: one.percentile)


def _against(traits: Traits, part: Part) -> Likeness:
    distances = part.distance(traits)
    typical = np.array([np.median(distances)])
    return Likeness(
        kind=part.name,
        distance=round(float(typical[0]), 3),
        percentile=round(float(part.percentile(typical)[0]), 1),
        strange_share=round(float(np.mean(part.percentile(distances) >= WINDOW_PERCENT)), 3),
        marks=_marks(np.median(traits, axis=0), part),
    )


def _marks(typical: Traits, part: Part) -> tuple[Mark, ...]:
    """The traits outside of what 98 % of the training windows have."""
    found = []
    for place, name in enumerate(TRAITS):
        value, low, high = float(typical[place]), part.low[place], part.high[place]
        if not low <= value <= high:
            beyond = max(low - value, value - high) / part.deviation[place]
            found.append((beyond, Mark(name, round(value, 3), round(low, 3), round(high, 3))))
    return tuple(mark for _, mark in sorted(found, key=lambda one: (-one[0], one[1].name)))


def _sample(grid: Grid) -> list[Window]:
    height, width = min(WINDOW_PX, grid.rows), min(WINDOW_PX, grid.cols)
    return [
        Window(top, left, height, width) for top in _spread(grid.rows, height) for left in _spread(grid.cols, width)
    ]


def _spread(whole: int, part: int) -> list[int]:
    """Where pieces begin: as many as fit without overlap, at most six, from edge to edge."""
    number = max(1, min(_MOST_A_SIDE, whole // part))
    return [int(start) for start in np.linspace(0, whole - part, number)]
