"""Measures a pair on blocks of ground spread over it, decides on a correction, and measures again through it."""

from dataclasses import dataclass, replace
from functools import partial
from math import ceil
from pathlib import Path

import numpy as np

from change_detection.engine.ahead import ahead
from change_detection.engine.grid import Grid, Window
from change_detection.engine.pair import PairSource
from change_detection.engine.registration.consensus import Consensus, find_consensus
from change_detection.engine.registration.correlation import REACH_PX, FloatArray, Peak, arrows, find_peak, fit_surface
from change_detection.engine.registration.displacement import Vectors, places_of
from change_detection.engine.registration.gate import RELIABLE, limit_of
from change_detection.engine.registration.result import BlockShift, Registration

BLOCK_PX = 256
_BLOCKS_PER_AXIS = 6
_MIN_BLOCK_PX = 2 * REACH_PX + 16
_MIN_VALID_SHARE = 0.75
_AGREES_PX = 1.5
_CORRECT_FROM_PX = 0.25


@dataclass(frozen=True)
class _Measured:
    """The blocks of one pass and what they say together; None where they are too few."""

    consensus: Consensus | None
    blocks: tuple[BlockShift, ...]
    block_px: int

    @property
    def confidence(self) -> float:
        return self.consensus.confidence if self.consensus else 0.0

    def largest(self, pixel_size: tuple[float, float] = (1.0, 1.0)) -> float:
        return self.consensus.displacement.largest(pixel_size) if self.consensus else 0.0


def measure_registration(
    before_path: Path,
    after_path: Path,
    grid: Grid,
    *,
    correct: bool = True,
    before_mask: Path | None = None,
    after_mask: Path | None = None,
) -> Registration:
    """How far two scenes lie apart on a grid; equal arguments give equal answers.

    At most 36 blocks are read, whatever the size of the scenes.

    Args:
        before_path: the earlier scene.
        after_path: the later one.
        grid: the pixels they are compared on.
        correct: bring the scenes together where they lie clearly more than a quarter of a pixel apart.
        before_mask: clouds of the earlier scene, see `PairSource`; ground under them is not asked.
        after_mask: those of the later one.

    Raises:
        UnreadableScene: a file is damaged.
    """
    source = PairSource(before_path, after_path, grid, before_mask=before_mask, after_mask=after_mask)
    found = _measure(source)
    left, correction = found, None
    if correct and found.consensus and found.confidence >= RELIABLE and found.largest() > _CORRECT_FROM_PX:
        bringing = found.consensus.displacement.correction(grid)
        again = _measure(replace(source, correction=bringing))
        if again.confidence >= RELIABLE and again.largest() < found.largest():
            left, correction = again, bringing
    return _told(found, replace(source, correction=correction), left)


def _told(found: _Measured, source: PairSource, left: _Measured) -> Registration:
    """Both passes in the words of the answer; lengths are the greatest on the grid, directions those in its middle."""
    size = source.grid.pixel_size_m
    dx, dy = left.consensus.displacement.middle if left.consensus and left.confidence else (0.0, 0.0)
    return Registration(
        residual_m=left.largest(size) if left.confidence else 0.0,
        residual_px=left.largest() if left.confidence else 0.0,
        dx_m=dx * size[0],
        dy_m=dy * size[1],
        confidence=left.confidence,
        limit_m=limit_of(source.grid.gsd_m),
        found_m=found.largest(size) if found.confidence else 0.0,
        correction=source.correction,
        block_px=found.block_px,
        blocks=found.blocks,
    )


def _measure(source: PairSource) -> _Measured:
    """One pass over the blocks."""
    spread = _spread(source.grid)
    asked = zip(spread, ahead(partial(_surface, source), spread, at_once=2), strict=True)
    sure = [(window, surface) for window, surface in asked if surface is not None]
    windows, surfaces = [window for window, _ in sure], [surface for _, surface in sure]
    if not windows:
        return _Measured(None, (), 0)
    places = _places(windows, source.grid)
    consensus = find_consensus(np.array(surfaces), places)
    blocks = [_block(*one, consensus) for one in zip(windows, surfaces, places, strict=True)]
    return _Measured(consensus, tuple(blocks), windows[0].rows)


def _surface(source: PairSource, window: Window) -> FloatArray | None:
    """How well a block fits at every shift; None where too little of it is seen."""
    pair = source.read(window)
    if pair.valid.mean() < _MIN_VALID_SHARE:
        return None
    return fit_surface(arrows(pair.before, pair.valid), arrows(pair.after, pair.valid))


def _block(window: Window, surface: FloatArray, place: Vectors, consensus: Consensus | None) -> BlockShift:
    """What a block says by itself, and whether the others say so too."""
    peak: Peak = find_peak(surface)
    agrees = False
    if consensus is not None and consensus.confidence:
        dx, dy = consensus.displacement.at(place[np.newaxis])[0]
        agrees = bool(np.hypot(peak.dx - dx, peak.dy - dy) <= _AGREES_PX)
    return BlockShift(window.row, window.col, round(peak.dx, 3), round(peak.dy, 3), round(peak.ratio, 3), agrees)


def _spread(grid: Grid) -> list[Window]:
    """At most 36 blocks from corner to corner, smaller ones on a small grid; none where no block could be sure."""
    side = min(BLOCK_PX, min(grid.shape) // 2)
    if side < _MIN_BLOCK_PX:
        return []
    rows, cols = (_starts(extent, side) for extent in grid.shape)
    return [Window(row, col, side, side) for row in rows for col in cols]


def _starts(extent: int, side: int) -> list[int]:
    count = min(_BLOCKS_PER_AXIS, ceil(2 * extent / side) - 1)
    return [round(start) for start in np.linspace(0, extent - side, count)]


def _places(windows: list[Window], grid: Grid) -> Vectors:
    return places_of(np.array([(w.col + w.cols / 2, w.row + w.rows / 2) for w in windows]), grid)
