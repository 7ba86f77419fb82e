"""Values on a grid: cell for cell as stored where the grid is the file's own, else resampled.

A warped VRT reads block by block from the right overview, so memory follows the answer and not the file. Not through
rioxarray: it opens the file of a warped VRT once more, without the overview, and returns the wrong cells.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import rasterio
from rasterio.enums import MaskFlags, Resampling
from rasterio.features import geometry_mask
from rasterio.vrt import WarpedVRT
from rasterio.windows import Window
from shapely.geometry.base import BaseGeometry

from ..render.image_handles import open_image
from .facts import Band, CoverageFacts
from .grid import Grid, moved_box, moved_place

Values = npt.NDArray[Any]
Covered = npt.NDArray[np.bool_]
SAME = 1e-6
OWN_MASK = (MaskFlags.nodata, MaskFlags.alpha)


@dataclass(frozen=True)
class Coverage:
    """Values on a grid.

    Attributes:
        values: (bands, rows, columns), in the type of the file.
        covered: (rows, columns), False where there is no data.
        bands: in the order of `values`.
        crs: short name of the grid's CRS, empty if it has none.
        nodata: what stands in `values` where there is no data; None if the values cannot say it.
    """

    values: Values
    covered: Covered
    bands: tuple[Band, ...]
    grid: Grid
    crs: str
    nodata: float | None


def read_coverage(path: Path, facts: CoverageFacts, grid: Grid, *, bands: Sequence[Band], crs: str) -> Coverage:
    """Values of some bands on a grid.

    Args:
        path: the file.
        facts: of the file.
        grid: where values are wanted.
        bands: which.
        crs: short name of the CRS of `grid`.

    Raises:
        RasterioError, OSError: the file cannot be read to the end.
    """
    shrink = _shrink(facts, grid)
    level = max(index for index, factor in enumerate(facts.decimations) if factor <= max(shrink, 1.0) * 1.001)
    options = {} if level == 0 else {"overview_level": level - 1}
    with rasterio.open(path, **options) as source:
        own_mask = any(flag in OWN_MASK for flags in source.mask_flag_enums for flag in flags)
        with WarpedVRT(
            source, src_crs=facts.grid.crs, crs=grid.crs, transform=grid.transform, width=grid.columns,
            height=grid.rows, resampling=_resampling(facts, grid, shrink), add_alpha=not own_mask,
        ) as picture:  # fmt: skip
            values = picture.read([band.number for band in bands])
            covered = picture.dataset_mask() != 0
    return Coverage(values, covered, tuple(bands), grid, crs, facts.nodata)


def within(coverage: Coverage, shape: BaseGeometry) -> Coverage:
    """The coverage without the cells whose centre lies outside a shape (in the CRS of the grid)."""
    grid = coverage.grid
    inside = geometry_mask([shape], out_shape=(grid.rows, grid.columns), transform=grid.transform, invert=True)
    return replace(coverage, covered=coverage.covered & inside)


def cell_at(path: Path, facts: CoverageFacts, place: tuple[float, float], *, crs: str) -> tuple[int, int] | None:
    """Column and row of the file's cell that holds a place (x, y in `crs`); None outside."""
    x, y = moved_place(place, source=crs, target=facts.grid.crs)
    if not (math.isfinite(x) and math.isfinite(y)):
        return None
    base = open_image(path, pinned_crs=None).base
    column, row = (math.floor(number) for number in ~base.transform @ (x, y))
    return (column, row) if 0 <= column < base.width and 0 <= row < base.height else None


def values_at(path: Path, cell: tuple[int, int], *, bands: Sequence[Band]) -> list[float | int | None]:
    """The stored values of one cell (column, row) of a file; None for no data."""
    image = open_image(path, pinned_crs=None)
    window = Window(*cell, 1, 1)
    found = image.base.read([band.number for band in bands], window=window, masked=True)[:, 0, 0]
    hidden = np.ma.getmaskarray(found) | ~np.isfinite(found.data)
    return [None if gone else value.item() for gone, value in zip(hidden, found.data, strict=True)]


def _shrink(facts: CoverageFacts, grid: Grid) -> float:
    """How many cells of the file, along a side, fall into one of the grid."""
    if grid.crs == facts.grid.crs:
        return min(a / b for a, b in zip(grid.cell, facts.grid.cell, strict=True))
    return _across(facts, grid) / max(grid.columns, grid.rows)


def _across(facts: CoverageFacts, grid: Grid) -> float:
    """About how many cells of the file the longer side of a grid spans."""
    found = moved_box(grid.box, source=grid.crs, target=facts.grid.crs)
    width, height = facts.grid.cell
    return max((found[2] - found[0]) / width, (found[3] - found[1]) / height)


def _resampling(facts: CoverageFacts, grid: Grid, shrink: float) -> Resampling:
    if facts.upright and _is_part_of(facts.grid, grid):
        return Resampling.nearest
    return Resampling.average if shrink > 1 + SAME else Resampling.bilinear


def _is_part_of(whole: Grid, part: Grid) -> bool:
    """True if the cells of `part` are cells of `whole`."""
    same_cells = all(abs(a / b - 1) < SAME for a, b in zip(part.cell, whole.cell, strict=True))
    return part.crs == whole.crs and same_cells
