"""The line around what a scene shows, in the CRS of the scene."""

import cv2
import numpy as np
from rasterio.features import shapes
from shapely import Polygon, box, segmentize, union_all
from shapely.geometry import shape

from change_detection.engine.grid import Grid
from change_detection.engine.pictures import BoolArray

_EDGE_PARTS = 16
_FULL = 0.995
_SIDE_PX = 512
_SMALLEST_PART = 0.002


def extent_of(valid: BoolArray, grid: Grid) -> Polygon:
    """The outline of the valid part; of a scene that is (nearly) full its frame, with extra points on straight edges.

    Args:
        valid: (rows, cols) on any grid of the same extent.
        grid: the grid of the scene.

    Returns:
        One polygon without holes; the convex hull where the valid part is in pieces.
    """
    west, south, east, north = grid.bounds
    longest = max(east - west, north - south) / _EDGE_PARTS
    if valid.mean() >= _FULL:
        return segmentize(box(west, south, east, north), longest)
    shrink = max(1.0, max(valid.shape) / _SIDE_PX)
    size = max(1, round(valid.shape[1] / shrink)), max(1, round(valid.shape[0] / shrink))
    small = (cv2.resize(valid.astype(np.float32), size, interpolation=cv2.INTER_AREA) > 0).astype(np.uint8)
    scale = grid.transform @ grid.transform.scale(grid.cols / size[0], grid.rows / size[1])
    pixel = max(abs(scale.a), abs(scale.e), abs(scale.b), abs(scale.d))
    found = [shape(geometry) for geometry, value in shapes(small, transform=scale) if value]
    largest = max(part.area for part in found)
    kept = [
        Polygon(part.exterior) for part in found if isinstance(part, Polygon) and part.area > _SMALLEST_PART * largest
    ]
    whole = union_all(kept).simplify(pixel)
    outline = whole if isinstance(whole, Polygon) and whole.is_valid else whole.convex_hull
    assert isinstance(outline, Polygon)  # noqa: S101 - the hull of an area is one
    return segmentize(Polygon(outline.exterior), longest)
