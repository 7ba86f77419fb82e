"""Cuts the ground of a pair into tiles around what is known."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import shapely
from shapely import Polygon, affinity, box

from change_detection.engine.grid import Grid, Window

from .shapes import LabelledShape

TILE_PX = 512


@dataclass(frozen=True)
class Tile:
    """A window of a grid with the shapes in it, in pixels of the window (x to the right, y down), cut at its edges."""

    window: Window
    shapes: tuple[LabelledShape, ...]


def cut_tiles(shapes: Sequence[LabelledShape], grid: Grid) -> list[Tile]:
    """The tiles of a fixed lattice that hold some shape, row by row.

    Args:
        shapes: in the CRS of `grid`.
        grid: the pixels of the pair.

    Returns:
        Tiles of 512 pixels, smaller at the edge of the grid. The lattice begins at the corner of the grid, so a shape
        that is added moves no tile.
    """
    on_grid = [replace(shape, polygon=_in_pixels(shape.polygon, grid)) for shape in shapes]
    tree = shapely.STRtree([shape.polygon for shape in on_grid])
    tiles = []
    for window in grid.blocks(TILE_PX):
        inside = sorted(tree.query(_frame(window), predicate="intersects"))
        cut = [part for number in inside if (part := _cut(on_grid[number], window)) is not None]
        if cut:
            tiles.append(Tile(window, tuple(cut)))
    return tiles


def _in_pixels(polygon: Polygon, grid: Grid) -> Polygon:
    inverse = ~grid.transform
    matrix = [inverse.a, inverse.b, inverse.d, inverse.e, inverse.c, inverse.f]
    return affinity.affine_transform(polygon, matrix)


def _frame(window: Window) -> Polygon:
    return box(window.col, window.row, window.col + window.cols, window.row + window.rows)


def _cut(shape: LabelledShape, window: Window) -> LabelledShape | None:
    """The largest part of a shape within the window, in its pixels; None if less than a pixel is."""
    common = shape.polygon.intersection(_frame(window))
    parts = [part for part in shapely.get_parts(common) if isinstance(part, Polygon) and part.area >= 1.0]
    if not parts:
        return None
    largest = max(parts, key=lambda part: part.area)
    moved = shapely.transform(largest, lambda points: points - np.array([window.col, window.row], dtype=np.float64))
    return replace(shape, polygon=moved)
