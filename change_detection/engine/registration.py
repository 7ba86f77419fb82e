"""How far two scenes lie apart where nothing changed: phase correlation block by block, then a robust middle."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from change_detection.engine.grid import Grid, Window
from change_detection.engine.pictures import ByteArray, read_picture

BLOCK_PX = 256
_MAX_BLOCKS = 36
_MIN_RESPONSE = 0.05
_MIN_VALID_SHARE = 0.9
_MAX_SHIFT_PX = 24.0
_AGREES_PX = 1.0
_SHADE_PERCENT = 45
_CONFIDENT_BLOCKS = 4


@dataclass(frozen=True)
class BlockShift:
    """What one block says: the later scene lies `dx_px` right of and `dy_px` below the earlier one.

    Attributes:
        row, col: top left pixel of the block.
        response: 0 to 1, how sharp the correlation peak is.
    """

    row: int
    col: int
    dx_px: float
    dy_px: float
    response: float


@dataclass(frozen=True)
class Registration:
    """The displacement of the later scene against the earlier one.

    Attributes:
        residual_m: its length.
        dx_m, dy_m: along the columns (right is positive) and along the rows (down is positive).
        confidence: 0 to 1, the share of blocks that agree with it; 0 if too few could be measured.
        blocks: what was measured, for the map of residuals.
    """

    residual_m: float
    dx_m: float
    dy_m: float
    confidence: float
    blocks: tuple[BlockShift, ...] = ()

    @property
    def reliable(self) -> bool:
        """Whether a decision may rest on it."""
        return self.confidence >= 0.5


def measure_registration(before_path: Path, after_path: Path, grid: Grid) -> Registration:
    """Measure two scenes on blocks spread evenly over their common grid.

    Raises:
        UnreadableScene: a file is damaged.
    """
    shifts = []
    for window in _spread_blocks(grid):
        block = grid.subgrid(window)
        before, after = read_picture(before_path, block), read_picture(after_path, block)
        if (before.valid & after.valid).mean() >= _MIN_VALID_SHARE:
            shifts.append(block_shift(before.rgb, after.rgb, row=window.row, col=window.col))
    return summarise(shifts, grid.pixel_size_m)


def block_shift(before: ByteArray, after: ByteArray, *, row: int = 0, col: int = 0) -> BlockShift:
    """The displacement of one block by phase correlation of its edges, which light changes least.

    Source: Kuglin and Hines 1975; sub-pixel peak by the weighted centroid of OpenCV.
    """
    edges = [_edges(picture) for picture in (before, after)]
    window = cv2.createHanningWindow((edges[0].shape[1], edges[0].shape[0]), cv2.CV_32F)
    (dx, dy), response = cv2.phaseCorrelate(edges[0], edges[1], window)
    return BlockShift(row, col, float(dx), float(dy), float(response))


def summarise(shifts: Sequence[BlockShift], pixel_size_m: tuple[float, float]) -> Registration:
    """The middle of the blocks that found a clear peak, weighted by how clear it was."""
    clear = [
        one for one in shifts if one.response >= _MIN_RESPONSE and max(abs(one.dx_px), abs(one.dy_px)) <= _MAX_SHIFT_PX
    ]
    if not clear:
        return Registration(0.0, 0.0, 0.0, 0.0, tuple(shifts))
    weights = np.array([one.response for one in clear])
    dx = _weighted_median(np.array([one.dx_px for one in clear]), weights)
    dy = _weighted_median(np.array([one.dy_px for one in clear]), weights)
    agreeing = sum(1 for one in clear if np.hypot(one.dx_px - dx, one.dy_px - dy) <= _AGREES_PX)
    confidence = agreeing / len(shifts) * min(1.0, agreeing / _CONFIDENT_BLOCKS)
    dx_m, dy_m = dx * pixel_size_m[0], dy * pixel_size_m[1]
    return Registration(float(np.hypot(dx_m, dy_m)), dx_m, dy_m, confidence, tuple(shifts))


def _edges(picture: ByteArray) -> NDArray[np.float32]:
    """Edges of what is bright; shadows move with the sun, so all that is dark is made one even tone first."""
    grey = cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY).astype(np.float32)
    lit = cv2.GaussianBlur(np.maximum(grey, np.percentile(grey, _SHADE_PERCENT)), (0, 0), 1.0)
    strength = np.hypot(cv2.Sobel(lit, cv2.CV_32F, 1, 0), cv2.Sobel(lit, cv2.CV_32F, 0, 1))
    return np.asarray(np.minimum(strength, np.percentile(strength, 95)), dtype=np.float32)


def _spread_blocks(grid: Grid) -> list[Window]:
    """At most 36 blocks over the grid, from corner to corner."""
    side = min(BLOCK_PX, grid.rows, grid.cols)
    per_axis = int(np.sqrt(_MAX_BLOCKS))
    rows = np.unique(np.linspace(0, grid.rows - side, min(per_axis, max(1, grid.rows // side))).astype(int))
    cols = np.unique(np.linspace(0, grid.cols - side, min(per_axis, max(1, grid.cols // side))).astype(int))
    return [Window(int(row), int(col), side, side) for row in rows for col in cols]


def _weighted_median(values: NDArray[np.float64], weights: NDArray[np.float64]) -> float:
    order = np.argsort(values)
    reached = np.cumsum(weights[order])
    return float(values[order][np.searchsorted(reached, reached[-1] / 2)])
