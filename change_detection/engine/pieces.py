"""One band of a map cut into pieces of patches: those that lie inside are whole, the others go on above or below."""

from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray
from shapely import Polygon

from change_detection.engine.detector import CHANGE
from change_detection.engine.grid import Window
from change_detection.engine.pictures import BoolArray, ByteArray
from change_detection.engine.tracing import trace

_Labels = NDArray[np.int32]


@dataclass(frozen=True)
class Piece:
    """What one or more bands hold of a patch.

    Attributes:
        parts: outlines along pixel edges, in pixels (col, row) of the grid.
        pixels: their number.
        likelihood: sum of the bytes of probability.
        mask: its pixels in the box around them, if one band holds them all.
    """

    parts: tuple[Polygon, ...]
    pixels: int
    likelihood: int
    mask: BoolArray | None = None


@dataclass(frozen=True)
class Cut:
    """The pieces that go on, and where: along the first and last row of the band, 1 + the number of a piece, else 0."""

    pieces: tuple[Piece, ...]
    bottom: _Labels
    top: _Labels


def cut_band(values: ByteArray, rows: Window, threshold: float, min_pixels: float) -> tuple[list[Piece], Cut]:
    """The whole pieces of a band, without those below `min_pixels`, and those that touch its first or last row.

    Args:
        values: (3, rows, cols) of the band.
        rows: where it lies in the grid.
        threshold: probability from which a pixel belongs to a patch.
        min_pixels: smaller whole pieces are dropped.
    """
    changed = values[CHANGE] >= threshold * 255.0
    count, labels, boxes, _ = cv2.connectedComponentsWithStats(changed.astype(np.uint8), connectivity=4)
    pixels = boxes[:, cv2.CC_STAT_AREA]
    likelihood = np.bincount(labels[changed], weights=values[CHANGE][changed], minlength=count)
    goes_on = np.zeros(count, bool)
    goes_on[labels[0]] = goes_on[labels[-1]] = True
    goes_on[0] = False
    wanted = [label for label in np.flatnonzero(goes_on | (pixels >= min_pixels)).tolist() if label]
    masks = list(_masks(labels, boxes, wanted, rows))
    pieces = [
        Piece((polygon,), int(pixels[label]), int(likelihood[label]), mask)
        for label, polygon, (_, mask) in zip(wanted, trace(masks), masks, strict=True)
    ]
    numbers = np.where(goes_on, np.cumsum(goes_on), 0).astype(np.int32)
    going_on = tuple(piece for label, piece in zip(wanted, pieces, strict=True) if goes_on[label])
    whole = [piece for label, piece in zip(wanted, pieces, strict=True) if not goes_on[label]]
    return whole, Cut(going_on, bottom=numbers[labels[-1]], top=numbers[labels[0]])


def _masks(
    labels: _Labels, boxes: NDArray[np.int32], wanted: list[int], rows: Window
) -> Iterator[tuple[Window, BoolArray]]:
    """Where each label lies in the grid, and its pixels there."""
    for label in wanted:
        col, row, width, height = boxes[label, :4].tolist()
        mask = labels[row : row + height, col : col + width] == label
        yield Window(rows.row + row, rows.col + col, height, width), mask
