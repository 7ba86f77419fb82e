"""Puts blocks together: where margins lie over each other, logits are blended with weights that fall to the edge."""

from collections.abc import Iterable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from change_detection.engine.blocks import BlockResult, load_blocks
from change_detection.engine.detector import LAYERS
from change_detection.engine.grid import Grid
from change_detection.engine.pictures import ByteArray

_LOGIT_OF_BYTE = np.log((np.arange(256) + 0.5) / (255.5 - np.arange(256))).astype(np.float32)


def assemble(blocks: Iterable[BlockResult], grid: Grid) -> ByteArray:
    """Probabilities of the whole grid.

    Args:
        blocks: they must cover the grid; pixels that none covers stay zero.
        grid: the grid that the blocks were cut from.

    Returns:
        (3, rows, cols), 0 to 255: change, building before, building after.
    """
    logits = np.zeros((len(LAYERS), *grid.shape), np.float32)
    weights = np.zeros(grid.shape, np.float32)
    seen = np.zeros(grid.shape, bool)
    for block in blocks:
        rows, cols = block.window.slices
        weight = _weight(block, grid)
        logits[:, rows, cols] += _LOGIT_OF_BYTE[block.probabilities] * weight
        weights[rows, cols] += weight
        seen[rows, cols] |= block.probabilities.any(axis=0)
    np.divide(logits, np.maximum(weights, 1e-6), out=logits)
    probabilities = 255.0 / (1.0 + np.exp(-logits)) * (seen & (weights > 0))
    return np.round(probabilities).astype(np.uint8)


def assemble_folder(folder: Path, grid: Grid) -> ByteArray:
    """Probabilities of the whole grid from the blocks stored in a folder."""
    return assemble(load_blocks(folder), grid)


def _weight(block: BlockResult, grid: Grid) -> NDArray[np.float32]:
    """One in the middle of a block, falling to the outer edge of its margin, but not towards the edge of the grid."""
    window, core = block.window, block.core
    rows = _ramp(window.row, window.rows, core.row, core.rows)
    cols = _ramp(window.col, window.cols, core.col, core.cols)
    return np.minimum.outer(rows, cols)


def _ramp(start: int, length: int, core_start: int, core_length: int) -> NDArray[np.float32]:
    place = np.arange(start, start + length, dtype=np.float32) + 0.5
    ramp = np.ones(length, np.float32)
    low, high = core_start - start, start + length - core_start - core_length
    if low > 0:
        ramp = np.minimum(ramp, (place - start) / (2 * low))
    if high > 0:
        ramp = np.minimum(ramp, (start + length - place) / (2 * high))
    return ramp
