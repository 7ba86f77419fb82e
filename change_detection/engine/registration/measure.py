"""How far two scenes lie apart where nothing changed: phase correlation block by block, then a robust middle."""

from collections.abc import Sequence
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from change_detection.engine.grid import Grid, Window
from change_detection.engine.pictures import ByteArray, read_picture
from change_detection.engine.registration.gate import limit_of
from change_detection.engine.registration.result import BlockShift, Registration

BLOCK_PX = 256
_MAX_BLOCKS = 36
_MIN_RESPONSE = 0.05
_MIN_VALID_SHARE = 0.9
_MAX_SHIFT_PX = 24.0
_AGREES_PX = 1.0
_SHADE_PERCENT = 45
_CONFIDENT_BLOCKS = 4


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
    limit_m = limit_of(float(np.sqrt(pixel_size_m[0] * pixel_size_m[1])))
    if not clear:
        return Registration(0.0, 0.0, 0.0, 0.0, 0.0, limit_m, 0.0, block_px=BLOCK_PX, blocks=tuple(shifts))
    weights = np.array([one.response for one in clear])
    dx = _weighted_median(np.array([one.dx_px for one in clear]), weights)
    dy = _weighted_median(np.array([one.dy_px for one in clear]), weights)
    agreeing = sum(1 for one in clear if np.hypot(one.dx_px - dx, one.dy_px - dy) <= _AGREES_PX)
    confidence = agreeing / len(shifts) * min(1.0, agreeing / _CONFIDENT_BLOCKS)
    dx_m, dy_m = dx * pixel_size_m[0], dy * pixel_size_m[1]
    residual_m, residual_px = float(np.hypot(dx_m, dy_m)), float(np.hypot(dx, dy))
    return Registration(
        residual_m, residual_px, dx_m, dy_m, confidence, limit_m, residual_m, None, BLOCK_PX, tuple(shifts)
    )


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
