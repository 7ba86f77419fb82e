"""Upright grids of cells and what can be done with them: cut to a box, made coarser or finer, moved to another CRS."""

import math
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely
from affine import Affine
from pyproj import CRS, Transformer
from rasterio.warp import calculate_default_transform
from shapely.geometry.base import BaseGeometry

Box = tuple[float, float, float, float]
ON_EDGE_PX = 1e-6
EDGE_POINTS = 21


@dataclass(frozen=True)
class Grid:
    """Cells in rows and columns, north up.

    Attributes:
        crs: definition that PROJ reads; x first.
        box: west, south, east, north of the cells' outer edges.
    """

    crs: str
    box: Box
    columns: int
    rows: int

    @property
    def cell(self) -> tuple[float, float]:
        """Width and height of a cell."""
        west, south, east, north = self.box
        return (east - west) / self.columns, (north - south) / self.rows

    @property
    def transform(self) -> Affine:
        """From column, row to x, y."""
        width, height = self.cell
        return Affine(width, 0, self.box[0], 0, -height, self.box[3])

    @property
    def cells(self) -> int:
        """How many there are."""
        return self.columns * self.rows

    def cut(self, box: Box) -> "Grid | None":
        """The cells that a box touches, at least one; None if the box lies outside."""
        west, south, east, north = self.box
        if box[2] < west or box[0] > east or box[3] < south or box[1] > north:
            return None
        width, height = self.cell
        left, right = _span((box[0] - west) / width, (box[2] - west) / width, self.columns)
        top, bottom = _span((north - box[3]) / height, (north - box[1]) / height, self.rows)
        cut = (west + left * width, north - bottom * height, west + right * width, north - top * height)
        return replace(self, box=cut, columns=right - left, rows=bottom - top)

    def resized(self, *, columns: int, rows: int) -> "Grid":
        """The same box in other cells."""
        return replace(self, columns=columns, rows=rows)


def grid_in(dataset: Any, own_crs: str, crs: str) -> Grid:
    """The grid around a dataset in another CRS, with cells about as large as its own."""
    transform, columns, rows = calculate_default_transform(
        own_crs, crs, dataset.width, dataset.height, *_corners(dataset)
    )
    west, north = transform.c, transform.f
    return Grid(crs, (west, north + rows * transform.e, west + columns * transform.a, north), columns, rows)


def moved_box(box: Box, *, source: str, target: str) -> Box:
    """The box around a box in another CRS; its edges carry points, so that what bulges is inside."""
    if source == target:
        return box
    moved = _transformer(source, target).transform_bounds(*box, densify_pts=EDGE_POINTS)
    return (moved[0], moved[1], moved[2], moved[3])


def moved_shape(shape: BaseGeometry, *, source: str, target: str) -> BaseGeometry:
    """A shape in another CRS."""
    if source == target:
        return shape
    step = _transformer(source, target)

    def move(points: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        return np.column_stack(step.transform(points[:, 0], points[:, 1]))

    moved: BaseGeometry = shapely.transform(shape, move)
    return moved


def moved_place(place: tuple[float, float], *, source: str, target: str) -> tuple[float, float]:
    """A point in another CRS."""
    x, y = place if source == target else _transformer(source, target).transform(*place)
    return x, y


@lru_cache(maxsize=64)
def _transformer(source: str, target: str) -> Transformer:
    return Transformer.from_crs(CRS.from_user_input(source), CRS.from_user_input(target), always_xy=True)


def _corners(dataset: Any) -> Box:
    """The box around all corners, also of a rotated dataset."""
    ends = [dataset.transform @ (column, row) for column in (0, dataset.width) for row in (0, dataset.height)]
    xs, ys = zip(*ends, strict=True)
    return min(xs), min(ys), max(xs), max(ys)


def _span(first: float, last: float, length: int) -> tuple[int, int]:
    """The cells from `first` to `last`, cut to the grid; at least one."""
    start = min(max(math.floor(first + ON_EDGE_PX), 0), length - 1)
    return start, min(max(math.ceil(last - ON_EDGE_PX), start + 1), length)
