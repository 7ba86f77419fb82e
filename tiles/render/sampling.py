"""Pixels of an image on the grid of a picture: the right level is chosen, one window read, each pixel interpolated."""

import math
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt
from rasterio.enums import Resampling
from rasterio.windows import Window

from .decoded_blocks import read_window
from .image_handles import OpenImage
from .pictures import Covered, Values
from .warping import Net, Positions, Target, net_over

SMOOTH_FROM = 1.5
"""From this many image pixels per pixel of the picture on, it is drawn twice as large first and then averaged."""
ROUNDING_PX = 1e-3
COARSEST_READ = 2.0
HALF = 0.5
Floats = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Sample:
    """Interpolated pixels.

    Attributes:
        values: (size, size, bands) in the type of the image.
        covered: (size, size), None if there is data everywhere.
    """

    values: Values
    covered: Covered | None


@dataclass(frozen=True)
class _Cut:
    """A window of one level; `columns`, `rows` are positions within it, pixel centres at whole numbers."""

    dataset: Any
    window: Window
    shape: tuple[int, int]
    columns: Floats
    rows: Floats
    inside: Covered


def sample(image: OpenImage, target: Target) -> Sample | None:
    """The image on the grid of `target`, bilinear; None where it has no pixels."""
    net = net_over(target, step=image.transformer_from(target.crs), to_pixels=image.to_pixels)
    index = _level_for(image, net.scale)
    smooth = 2 if net.scale / image.decimations[index] >= SMOOTH_FROM else 1
    cut = _cut(image, index, net, target.size * smooth)
    if cut is None:
        return None
    found = _masked(cut, _read(image, cut)) if image.masked else _plain(cut, _read_quickly(image, index, cut))
    return _averaged(found, target.size) if smooth > 1 else found


def _read(image: OpenImage, cut: _Cut) -> Values:
    """The window by GDAL: (bands, rows, columns), averaged where even the coarsest level is much finer."""
    values: Values = cut.dataset.read(
        image.bands, window=cut.window, out_shape=(len(image.bands), *cut.shape), resampling=Resampling.average
    )
    return values


def _read_quickly(image: OpenImage, level: int, cut: _Cut) -> Values:
    """The window with its bands last, from decoded JPEG blocks where they hold it as it is wanted."""
    window = cut.window
    if cut.shape == (window.height, window.width):
        found = read_window(
            image, level, left=window.col_off, top=window.row_off, width=window.width, height=window.height
        )
        if found is not None:
            return found
    return _bands_last(_read(image, cut))


def _level_for(image: OpenImage, scale: float) -> int:
    """The coarsest level that still has a pixel for each pixel of the picture."""
    fitting = [index for index, factor in enumerate(image.decimations) if factor <= max(scale, 1.0) * 1.001]
    return fitting[-1]


def _cut(image: OpenImage, index: int, net: Net, size: int) -> _Cut | None:
    """The part of a level that the picture needs; None if it lies outside the image."""
    dataset = image.level(index)
    columns, rows = net.at_pixels(size)
    columns, rows = columns * (dataset.width / image.base.width), rows * (dataset.height / image.base.height)
    with np.errstate(invalid="ignore"):
        inside = (columns >= 0) & (columns < dataset.width) & (rows >= 0) & (rows < dataset.height)
    if not inside.any():
        return None
    left, right = _reach(columns[inside], dataset.width)
    top, bottom = _reach(rows[inside], dataset.height)
    scale = net.scale * dataset.width / image.base.width
    shrink = max(1.0, scale / COARSEST_READ)
    shape = math.ceil((bottom - top) / shrink), math.ceil((right - left) / shrink)
    return _Cut(
        dataset,
        Window(left, top, right - left, bottom - top),
        shape,
        _within(columns, left, shape[1] / (right - left), inside),
        _within(rows, top, shape[0] / (bottom - top), inside),
        inside,
    )


def _reach(positions: Positions, length: int) -> tuple[int, int]:
    """First pixel and the one after the last that count for the positions; on its own grid no neighbour does."""
    first = max(0, math.floor(float(positions.min()) - HALF + ROUNDING_PX))
    return first, min(length, math.ceil(float(positions.max()) - HALF - ROUNDING_PX) + 1)


def _within(positions: Positions, first: int, shrink: float, inside: Covered) -> Floats:
    moved = (np.where(inside, positions, first) - first) * shrink - HALF
    return moved.astype(np.float32)


def _plain(cut: _Cut, values: Values) -> Sample:
    """Pixels of an image that has data everywhere, its bands last."""
    found = _remap(cut, values)
    return Sample(found, None if cut.inside.all() else cut.inside)


def _masked(cut: _Cut, values: Values) -> Sample:
    """Pixels interpolated between those neighbours that hold data; at least half of the weight must."""
    mask = cut.dataset.dataset_mask(window=cut.window, out_shape=cut.shape) != 0
    if mask.all():
        return _plain(cut, _bands_last(values))
    weights = _remap(cut, mask.astype(np.float32)[:, :, None])
    weighted = np.where(mask, np.nan_to_num(values.astype(np.float32)), np.float32(0))
    found = _remap(cut, _bands_last(weighted)) / np.maximum(weights, np.float32(1e-6))
    return Sample(_as(found, values.dtype), cut.inside & (weights[:, :, 0] >= HALF))


def _remap(cut: _Cut, values: Values) -> Values:
    found: Values = cv2.remap(values, cut.columns, cut.rows, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return found if found.ndim > 2 else found[:, :, None]


def _bands_last(values: Values) -> Values:
    """(rows, columns, bands), in a type that OpenCV takes."""
    known = values.dtype in (np.uint8, np.uint16, np.int16, np.float32)
    return np.ascontiguousarray(np.moveaxis(values if known else values.astype(np.float32), 0, -1))


def _as(values: Values, dtype: np.dtype[Any]) -> Values:
    if np.issubdtype(dtype, np.integer):
        return np.rint(values.astype(np.float64)).astype(dtype)
    return values


def _averaged(found: Sample, size: int) -> Sample:
    """Two by two pixels made one; those without data do not count."""
    if found.covered is None:
        return Sample(_halved(found.values, size), None)
    weights = found.covered.astype(np.float32)
    share = _halved(weights[:, :, None], size)
    values = _halved(found.values * weights[:, :, None], size) / np.maximum(share, np.float32(1e-6))
    return Sample(_as(values, found.values.dtype), share[:, :, 0] >= HALF)


def _halved(values: Values, size: int) -> Values:
    small: Values = cv2.resize(values, (size, size), interpolation=cv2.INTER_AREA)
    return small if small.ndim > 2 else small[:, :, None]
