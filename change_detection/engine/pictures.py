"""Reads a block of a scene as the network wants it: three bands of bytes on the common grid, with what is valid."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import cv2
import numpy as np
import rasterio
from numpy.typing import NDArray
from rasterio.enums import ColorInterp, Resampling
from rasterio.errors import RasterioError
from rasterio.io import DatasetReader
from rasterio.vrt import WarpedVRT

from change_detection.engine.errors import UnreadableScene
from change_detection.engine.grid import Grid, pinned

ByteArray = NDArray[np.uint8]
BoolArray = NDArray[np.bool_]
_THUMBNAIL_PX = 1024
_STRETCH_PERCENT = (1.0, 99.0)
STRETCH_LOW, STRETCH_HIGH = "DIABAN_STRETCH_LOW", "DIABAN_STRETCH_HIGH"
"""Tags of a scene's COG: the ends of its stretch per band, measured once when it was taken in."""


@dataclass(frozen=True)
class Picture:
    """A block of a scene: `rgb` (rows, cols, 3) and `valid` (rows, cols), False where the scene shows nothing."""

    rgb: ByteArray
    valid: BoolArray


@dataclass(frozen=True)
class Stretch:
    """How values of more than eight bits become bytes, per band; the same for every block of a scene."""

    low: tuple[float, ...]
    high: tuple[float, ...]

    def to_bytes(self, bands: NDArray[np.generic]) -> ByteArray:
        """(3, rows, cols) of any type to bytes."""
        low, high = (np.array(ends, np.float32)[:, np.newaxis, np.newaxis] for ends in (self.low, self.high))
        share = (bands.astype(np.float32) - low) / np.maximum(high - low, 1e-6)
        return np.asarray(np.clip(share * 255.0, 0, 255), dtype=np.uint8)


def read_picture(path: Path, grid: Grid) -> Picture:
    """A scene on `grid`; what lies outside the scene is not valid.

    Raises:
        UnreadableScene: the file is damaged where it was read.
    """
    try:
        with rasterio.open(path) as dataset:
            bands, valid = _read_on_grid(dataset, grid)
    except RasterioError as error:
        raise UnreadableScene(path.name, f"{_words(error)}, {grid.place}") from error
    if bands.dtype != np.uint8:
        bands = stretch_of(path).to_bytes(bands)
    return Picture(_interleaved(bands), valid)


def read_thumbnail(path: Path) -> Picture:
    """The whole scene in at most 1024 pixels a side, in its own CRS.

    Raises:
        UnreadableScene: the file is damaged.
    """
    try:
        with rasterio.open(path) as dataset:
            shape = _thumbnail_shape(dataset)
            bands = dataset.read(_colour_bands(dataset), out_shape=(3, *shape))
            valid = dataset.dataset_mask(out_shape=shape) > 0
    except RasterioError as error:
        raise UnreadableScene(path.name, str(error)) from error
    if bands.dtype != np.uint8:
        bands = stretch_of(path).to_bytes(bands)
    return Picture(_interleaved(bands), valid)


def stretch_of(path: Path) -> Stretch:
    """The stretch of a scene of more than eight bits, measured once per file version."""
    return _measured_stretch(path, path.stat().st_mtime_ns)


@lru_cache(maxsize=32)
def _measured_stretch(path: Path, _version: int) -> Stretch:
    with rasterio.open(path) as dataset:
        tags = dataset.tags()
        if STRETCH_LOW in tags and STRETCH_HIGH in tags:
            low, high = (tuple(map(float, tags[name].split(","))) for name in (STRETCH_LOW, STRETCH_HIGH))
            return Stretch(low, high)
        return measure_stretch(dataset, _colour_bands(dataset))


def measure_stretch(dataset: DatasetReader | WarpedVRT, bands: list[int]) -> Stretch:
    """The stretch of three bands of a picture, by percentiles of what is valid and finite in a thumbnail."""
    shape = _thumbnail_shape(dataset)
    values = dataset.read(bands, out_shape=(3, *shape))
    valid = (dataset.dataset_mask(out_shape=shape) > 0) & np.isfinite(values).all(axis=0)
    if not valid.any():
        return Stretch((0.0,) * 3, (1.0,) * 3)
    ends = [np.percentile(band[valid], _STRETCH_PERCENT) for band in values]
    return Stretch(tuple(float(low) for low, _ in ends), tuple(float(high) for _, high in ends))


def _read_on_grid(dataset: DatasetReader, grid: Grid) -> tuple[NDArray[np.generic], BoolArray]:
    """Bands and validity on `grid`; pixels that lie on the scene's own are taken as they are."""
    own = Grid(dataset.height, dataset.width, dataset.transform, dataset.crs)
    window = own.window_of(grid)
    if window is not None:
        bands = dataset.read(_colour_bands(dataset), window=window.as_rasterio())
        return bands, dataset.dataset_mask(window=window.as_rasterio()) > 0
    with _on_grid(dataset, grid) as warped:
        return warped.read(_colour_bands(dataset)), warped.dataset_mask() > 0


def _interleaved(bands: NDArray[np.generic]) -> ByteArray:
    """(3, rows, cols) to (rows, cols, 3)."""
    return np.asarray(cv2.merge(list(bands)), dtype=np.uint8)


def _words(error: RasterioError) -> str:
    """What the library below says; rasterio's own sentence often only points to it."""
    return str(error.__cause__ or error).rstrip(".")


def _on_grid(dataset: DatasetReader, grid: Grid) -> WarpedVRT:
    """The scene seen through `grid`; averaged when the grid is much coarser, so that nothing flickers."""
    shrink = grid.gsd_m / Grid(dataset.height, dataset.width, dataset.transform, dataset.crs).gsd_m
    resampling = Resampling.average if shrink > 1.5 else Resampling.cubic
    has_mask = dataset.nodata is not None or ColorInterp.alpha in dataset.colorinterp
    return WarpedVRT(
        dataset,
        src_crs=pinned(dataset.crs),
        crs=pinned(grid.crs),
        transform=grid.transform,
        width=grid.cols,
        height=grid.rows,
        resampling=resampling,
        add_alpha=not has_mask,
        nodata=dataset.nodata,
    )


def _colour_bands(dataset: DatasetReader) -> list[int]:
    """Red, green, blue as the first three bands; a grey scene stands for all three."""
    return [1, 2, 3] if dataset.count >= 3 else [1, 1, 1]


def _thumbnail_shape(dataset: DatasetReader | WarpedVRT) -> tuple[int, int]:
    shrink = max(1.0, max(dataset.height, dataset.width) / _THUMBNAIL_PX)
    return max(1, round(dataset.height / shrink)), max(1, round(dataset.width / shrink))
