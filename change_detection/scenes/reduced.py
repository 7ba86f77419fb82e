"""A scene made smaller: what mask, quicklook and footprint are drawn from."""

from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import rasterio
from affine import Affine
from numpy.typing import NDArray
from rasterio.enums import Resampling

from change_detection.engine.grid import Grid, native_grid
from change_detection.engine.pictures import BoolArray, ByteArray, stretch_of

FINEST_M = 1.0
LARGEST_SIDE_PX = 5_000
_NOISE = 2
_SMALLEST_COLLAR = 0.002


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
    valid &= ~_collar(bands)
    if bands.dtype != np.uint8:
        bands = stretch_of(path).to_bytes(np.nan_to_num(bands))
    transform = grid.transform @ Affine.scale(grid.cols / cols, grid.rows / rows)
    return Reduced(np.ascontiguousarray(np.moveaxis(bands, 0, -1)), valid, Grid(rows, cols, transform, grid.crs))


def _collar(bands: NDArray[np.number]) -> BoolArray:
    """A frame of zeros that the file does not declare as no data: joined to the edge, more than a stripe of it.

    Bytes may be a little more than zero: JPEG leaves noise.
    """
    limit = _NOISE if bands.dtype == np.uint8 else 0
    _, labels = cv2.connectedComponents((bands.max(axis=0) <= limit).astype(np.uint8), connectivity=4)
    edge = np.concatenate([labels[0], labels[-1], labels[:, 0], labels[:, -1]])
    collar = np.isin(labels, np.setdiff1d(np.unique(edge), [0]))
    return collar if collar.mean() > _SMALLEST_COLLAR else np.zeros_like(collar)
