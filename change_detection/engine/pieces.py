"""One band of a map cut into pieces of patches: those that lie inside are whole, the others go on above or below."""

from dataclasses import dataclass

import cv2
import numpy as np
from affine import Affine
from numpy.typing import NDArray
from rasterio.features import shapes
from shapely import Polygon

from change_detection.engine.detector import CHANGE
from change_detection.engine.grid import Window
from change_detection.engine.pictures import ByteArray

_Labels = NDArray[np.int32]


@dataclass(frozen=True)
class Piece:
    """What one or more bands hold of a patch.

    Attributes:
        parts: outlines along pixel edges, in pixels (col, row) of the grid.
        pixels: their number.
        likelihood: sum of the bytes of probability.
    """

    parts: tuple[Polygon, ...]
    pixels: int
    likelihood: int


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
    wanted = np.flatnonzero(goes_on | (pixels >= min_pixels))
    pieces = {
        label: Piece((_traced(labels, boxes[label], label, rows),), int(pixels[label]), int(likelihood[label]))
        for label in wanted
        if label
    }
    numbers = np.where(goes_on, np.cumsum(goes_on), 0).astype(np.int32)
    going_on = tuple(piece for label, piece in pieces.items() if goes_on[label])
    whole = [piece for label, piece in pieces.items() if not goes_on[label]]
    return whole, Cut(going_on, bottom=numbers[labels[-1]], top=numbers[labels[0]])


def _traced(labels: _Labels, box: NDArray[np.int32], label: int, rows: Window) -> Polygon:
    """The outline of one label along pixel edges."""
    col, row, width, height = (int(edge) for edge in box[:4])
    mask = labels[row : row + height, col : col + width] == label
    place = Affine.translation(rows.col + col, rows.row + row)
    [(geometry, _)] = shapes(mask.view(np.uint8), mask=mask, connectivity=4, transform=place)
    outer, *holes = geometry["coordinates"]
    return Polygon(outer, holes)
