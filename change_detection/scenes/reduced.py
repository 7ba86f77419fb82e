"""A scene made smaller: what mask, quicklook and footprint are drawn from."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import rasterio
from affine import Affine
from rasterio.enums import Resampling

from change_detection.engine.grid import Grid, native_grid
from change_detection.engine.pictures import BoolArray, ByteArray, stretch_of

FINEST_M = 1.0
LARGEST_SIDE_PX = 5_000


@dataclass(frozen=True)
class Reduced:
    """A scene on a coarser grid of the same extent: `rgb` (rows, cols, 3) bytes, `valid` (rows, cols)."""

    rgb: ByteArray
    valid: BoolArray
    grid: Grid


def read_reduced(path: Path) -> Reduced:
    """A COG at about a metre a pixel, coarser where that would be more than 5,000 pixels a side."""
    grid = native_grid(path)
    shrink = max(1.0, FINEST_M / grid.gsd_m, max(grid.shape) / LARGEST_SIDE_PX)
    rows, cols = max(1, round(grid.rows / shrink)), max(1, round(grid.cols / shrink))
    with rasterio.open(path, driver="GTiff") as dataset:
        bands = dataset.read([1, 2, 3], out_shape=(3, rows, cols), resampling=Resampling.average)
        valid = dataset.dataset_mask(out_shape=(rows, cols)) > 0
    if bands.dtype != np.uint8:
        bands = stretch_of(path).to_bytes(np.nan_to_num(bands))
    transform = grid.transform @ Affine.scale(grid.cols / cols, grid.rows / rows)
    return Reduced(np.ascontiguousarray(np.moveaxis(bands, 0, -1)), valid, Grid(rows, cols, transform, grid.crs))
