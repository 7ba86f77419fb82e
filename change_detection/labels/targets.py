"""Turns shapes into the target of a training scene: what is known is 0 or 1, all else is not known and not learned."""

from collections.abc import Iterable

import cv2
import numpy as np
from numpy.typing import NDArray
from rasterio.features import rasterize
from shapely import Polygon

from change_detection.engine.pictures import BoolArray

from .shapes import LabelledShape, Truth

Target = NDArray[np.uint8]
UNKNOWN = 255
CHANGE, BUILDING_AFTER = 0, 2
_EDGE_PX, _RING_PX = 3, 10


def target_of(
    shapes: Iterable[LabelledShape], shape: tuple[int, int], *, valid: BoolArray, reported: Iterable[Polygon] = ()
) -> Target:
    """The target of a tile.

    Args:
        shapes: in pixels of the tile.
        shape: rows and cols of the tile.
        valid: False where a scene shows nothing: nothing is known there.
        reported: everything the run reported, in pixels of the tile.

    Returns:
        (rows, cols, 3), change, building before, building after: 0 no, 1 yes, 255 not known. Around a confirmed change
        a ring of ground that the run did not report counts as unchanged, so that a network learns where a change ends;
        the pixels of the outline itself are left open, since an outline is right within a few pixels only.
    """
    told = {truth: _burnt([one.polygon for one in shapes if one.truth is truth], shape) for truth in Truth}
    changed = told[Truth.CHANGE]
    target = np.full((*shape, 3), UNKNOWN, np.uint8)
    target[_ring(changed) & ~_burnt(reported, shape), CHANGE] = 0
    target[told[Truth.NO_CHANGE], CHANGE] = 0
    target[changed, CHANGE] = 1
    target[told[Truth.BUILDING], BUILDING_AFTER] = 1
    target[~valid] = UNKNOWN
    return target


def _burnt(polygons: Iterable[Polygon], shape: tuple[int, int]) -> BoolArray:
    """True where a polygon covers the pixel's middle."""
    drawn = [polygon for polygon in polygons if not polygon.is_empty]
    if not drawn:
        return np.zeros(shape, bool)
    return np.asarray(rasterize(drawn, out_shape=shape, dtype="uint8") > 0)


def _ring(mask: BoolArray) -> BoolArray:
    """Pixels some way outside of the mask."""
    wide, narrow = (
        cv2.dilate(mask.astype(np.uint8), cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * px + 1, 2 * px + 1))) > 0
        for px in (_RING_PX, _EDGE_PX)
    )
    return np.asarray(wide & ~narrow)
