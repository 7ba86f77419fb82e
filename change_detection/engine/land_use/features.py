"""What a cell looks like, in bytes: colour, brightness, and how rough the ground is around it at three scales.

Sums run over windows of whole numbers, so they are exact and no cell's features depend on where its window began.
"""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from change_detection.engine.pictures import BoolArray, ByteArray

NAMES = (
    "brightness",
    "red_share",
    "green_share",
    "brightness_5",
    "brightness_15",
    "red_share_7",
    "green_share_7",
    "roughness_3",
    "roughness_5",
    "roughness_15",
    "roughness_along",
    "roughness_across",
    "edges_9",
    "colour_roughness_7",
)
"""The number is the side of the window in cells."""

REACH = 8
"""No feature looks farther than this many cells: half of the widest window, and one for the edges."""

_SHARE_SCALE = 512.0
_LINE = 15

Sums = NDArray[np.int32]


@dataclass(frozen=True)
class _Seen:
    """Windows count only the cells that show something."""

    mask: ByteArray | None

    def count(self, size: tuple[int, int]) -> Sums | int:
        """Valid cells in the window around every cell."""
        return size[0] * size[1] if self.mask is None else np.maximum(_sum(self.mask, size), 1)


def features(rgb: ByteArray, valid: BoolArray) -> ByteArray:
    """Features of every cell.

    Args:
        rgb: (rows, cols, 3) in the light of a clear day, see `light.py`.
        valid: (rows, cols); what a scene does not show is not counted in any window.

    Returns:
        (rows, cols, features), see `NAMES`; without meaning where not valid.
    """
    seen = _Seen(None if valid.all() else valid.astype(np.uint8))
    if seen.mask is not None:
        rgb = rgb * seen.mask[..., np.newaxis]
    red, green, blue = (np.ascontiguousarray(rgb[..., band]) for band in range(3))
    total = np.asarray(red.astype(np.uint16) + green + blue, dtype=np.uint16)
    bright = np.asarray(total // 3, dtype=np.uint8)
    red_share, green_share = _share(red, total), _share(green, total)
    squares = np.square(bright.astype(np.uint16))
    lines = [_roughness(bright, squares, size, seen) for size in ((_LINE, 1), (1, _LINE))]
    planes = [
        bright,
        red_share,
        green_share,
        _mean(bright, (5, 5), seen),
        _mean(bright, (15, 15), seen),
        _mean(red_share, (7, 7), seen),
        _mean(green_share, (7, 7), seen),
        _roughness(bright, squares, (3, 3), seen),
        _roughness(bright, squares, (5, 5), seen),
        _roughness(bright, squares, (15, 15), seen),
        np.minimum(*lines),
        np.maximum(*lines),
        _mean(_edges(bright, seen), (9, 9), seen),
        _roughness(green_share, np.square(green_share.astype(np.uint16)), (7, 7), seen),
    ]
    return np.asarray(cv2.merge(planes), dtype=np.uint8)


def _share(band: ByteArray, total: NDArray[np.uint16]) -> ByteArray:
    """A band's share of the brightness, 128 for grey."""
    share = band / np.maximum(total, 1).astype(np.float32) - np.float32(1 / 3)
    return np.asarray(np.clip(share * np.float32(_SHARE_SCALE) + np.float32(128), 0, 255), dtype=np.uint8)


def _edges(plane: ByteArray, seen: _Seen) -> ByteArray:
    """Steps of brightness to the next cell, both directions; none to a cell that shows nothing."""
    across = cv2.absdiff(plane[:, 1:], plane[:, :-1])
    down = cv2.absdiff(plane[1:], plane[:-1])
    if seen.mask is not None:
        across = across * (seen.mask[:, 1:] & seen.mask[:, :-1])
        down = down * (seen.mask[1:] & seen.mask[:-1])
    return cv2.add(np.pad(across, ((0, 0), (0, 1))), np.pad(down, ((0, 1), (0, 0)))).astype(np.uint8)


def _mean(plane: ByteArray, size: tuple[int, int], seen: _Seen) -> ByteArray:
    return np.asarray(_sum(plane, size) // seen.count(size), dtype=np.uint8)


def _roughness(plane: ByteArray, squares: NDArray[np.uint16], size: tuple[int, int], seen: _Seen) -> ByteArray:
    """Four times the standard deviation in the window around every cell."""
    count = seen.count(size)
    mean = _sum(plane, size).astype(np.float32)
    mean /= np.float32(count)
    variance = _sum(squares, size).astype(np.float32)
    variance /= np.float32(count)
    variance -= np.multiply(mean, mean, out=mean)
    np.maximum(variance, 0.0, out=variance)
    np.sqrt(variance, out=variance)
    variance *= np.float32(4.0)
    return np.minimum(variance, 255.0, out=variance).astype(np.uint8)


def _sum(plane: NDArray[np.uint8] | NDArray[np.uint16], size: tuple[int, int]) -> Sums:
    """Exact sums over the window (cols, rows) around every cell; the picture is mirrored at its edges."""
    total = cv2.boxFilter(plane, cv2.CV_32S, size, normalize=False, borderType=cv2.BORDER_REFLECT_101)
    return np.asarray(total, dtype=np.int32)
