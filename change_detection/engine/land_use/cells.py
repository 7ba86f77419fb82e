"""Cells of about a metre: whole pixels of a grid put together, so that a cell is the same whoever reads it."""

import cv2
import numpy as np
from affine import Affine

from change_detection.engine.grid import Grid, Window
from change_detection.engine.pictures import BoolArray, ByteArray

CELL_M = 1.0


def pixels_per_cell(grid: Grid) -> int:
    """How many pixels of the grid are one cell, along one side."""
    return max(1, round(CELL_M / grid.gsd_m))


def cell_grid(grid: Grid) -> Grid:
    """The cells of a grid from its first corner on; pixels at the far edges that fill no cell are left out."""
    side = pixels_per_cell(grid)
    return Grid(grid.rows // side, grid.cols // side, grid.transform @ Affine.scale(side), grid.crs)


def pixels_of(cells: Window, side: int) -> Window:
    """The pixels of a window of cells."""
    return Window(cells.row * side, cells.col * side, cells.rows * side, cells.cols * side)


def averaged(planes: ByteArray, side: int) -> ByteArray:
    """Pixels (rows, cols[, bands]) averaged to cells; both sizes must be whole numbers of cells."""
    if side == 1:
        return planes
    size = (planes.shape[1] // side, planes.shape[0] // side)
    return np.asarray(cv2.resize(planes, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)


def all_valid(valid: BoolArray, side: int) -> BoolArray:
    """True in cells whose every pixel is valid."""
    rows, cols = valid.shape[0] // side, valid.shape[1] // side
    return np.asarray(valid.reshape(rows, side, cols, side).all(axis=(1, 3)), dtype=np.bool_)
