"""Gives the outline of a building its right angles back: pixels make stairs of every wall that is not north-south.

All lengths are in the units of the coordinates given, metres here.
"""

from itertools import pairwise

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry

Polygons = NDArray[np.object_]
_Points = NDArray[np.float64]
_SNAP_DEG = 22.5
_CUT_CORNER = 4.0
_MIN_LIKENESS = 0.88
_MIN_BOX_LIKENESS = 0.90


def regularise(polygon: Polygon, *, tolerance_m: float) -> Polygon:
    """A polygon with straight walls, at right angles where the building has them.

    A rectangle if that fits; else walls turned to the main direction and its normal; else the polygon only simplified.
    What would differ from the pixels by more than an eighth is not taken.

    Args:
        polygon: outline along pixel edges; holes are kept, simplified.
        tolerance_m: how far a wall may move, about one pixel.

    Source: Douglas and Peucker 1973 for the simplification; the main direction is the length-weighted mean of the wall
    directions modulo 90 degrees.
    """
    straight: Polygon = regularise_all(np.array([polygon]), tolerance_m=tolerance_m)[0]
    return straight


def regularise_all(polygons: Polygons, *, tolerance_m: float) -> Polygons:
    """`regularise` of many: what most of them need is done for all at once."""
    boxes = _boxes_of_same_area(polygons)
    is_box = (shapely.get_num_interior_rings(polygons) == 0) & (_likeness(boxes, polygons) >= _MIN_BOX_LIKENESS)
    straight = np.where(is_box, boxes, polygons)
    others = np.flatnonzero(~is_box)
    simple = shapely.simplify(polygons[others], tolerance_m)
    for number, one in zip(others, simple, strict=True):
        straight[number] = _straightened(one, polygons[number], tolerance_m)
    return straight


def _straightened(simple: BaseGeometry, polygon: Polygon, tolerance_m: float) -> Polygon:
    largest = _largest(simple)
    if largest is None:
        return polygon
    squared = _squared(largest, shortest_m=_CUT_CORNER * tolerance_m)
    if squared is not None and float(_likeness(squared, polygon)) >= _MIN_LIKENESS:
        return squared
    return largest


def main_direction(points: _Points) -> float:
    """Direction of most of the wall length, in radians modulo a right angle, between -45 and 45 degrees.

    Args:
        points: closed ring, (count, 2).
    """
    steps = np.diff(points, axis=0)
    lengths = np.hypot(steps[:, 0], steps[:, 1])
    angles = np.arctan2(steps[:, 1], steps[:, 0])
    return float(np.angle(np.sum(lengths * np.exp(4j * angles))) / 4)


def _squared(polygon: Polygon, *, shortest_m: float) -> Polygon | None:
    """The outer ring with its walls at right angles; None if that leaves no valid polygon.

    Slanting walls below `shortest_m` are cut corners: their neighbours are prolonged until they meet.
    """
    points = np.asarray(polygon.exterior.coords, dtype=np.float64)[:, :2]
    angle = main_direction(points)
    turned = points @ _rotation(-angle).T
    walls = _merged([wall for wall in _walls(turned) if wall.axis is not None or wall.length >= shortest_m])
    if len(walls) < 4:
        return None
    corners = [_corner(first, second) for first, second in pairwise([*walls, walls[0]])]
    if any(corner is None for corner in corners):
        return None
    ring = np.array([corner for corner in corners if corner is not None]) @ _rotation(angle).T
    result = Polygon(ring, [hole.coords for hole in polygon.interiors])
    return result if result.is_valid and not result.is_empty else None


class _Wall:
    """A straight wall in turned coordinates: `axis` 0 runs along x, 1 along y, None as it is."""

    def __init__(self, start: _Points, end: _Points) -> None:
        self.start, self.end = start, end
        step = end - start
        self.length = float(np.hypot(*step))
        slope = np.degrees(np.arctan2(abs(step[1]), abs(step[0])))
        self.axis: int | None = 0 if slope <= _SNAP_DEG else 1 if slope >= 90 - _SNAP_DEG else None

    @property
    def offset(self) -> float:
        """Where a snapped wall lies across its axis: the middle of its ends."""
        return float((self.start[1 - (self.axis or 0)] + self.end[1 - (self.axis or 0)]) / 2)


def _walls(points: _Points) -> list[_Wall]:
    return [_Wall(start, end) for start, end in pairwise(points) if not np.allclose(start, end)]


def _merged(walls: list[_Wall]) -> list[_Wall]:
    """Neighbouring walls along one axis become one, the longer deciding where it lies."""
    merged: list[_Wall] = []
    for wall in walls:
        if merged and wall.axis is not None and merged[-1].axis == wall.axis:
            merged[-1] = _joined(merged[-1], wall)
        else:
            merged.append(wall)
    if len(merged) > 1 and merged[0].axis is not None and merged[0].axis == merged[-1].axis:
        merged[0] = _joined(merged.pop(), merged[0])
    return merged


def _joined(first: _Wall, second: _Wall) -> _Wall:
    joined = _Wall(first.start, second.end)
    total = first.length + second.length
    offset = (first.offset * first.length + second.offset * second.length) / total
    across = 1 - (first.axis or 0)
    joined.start, joined.end, joined.axis, joined.length = first.start.copy(), second.end.copy(), first.axis, total
    joined.start[across] = joined.end[across] = offset
    return joined


def _corner(first: _Wall, second: _Wall) -> _Points | None:
    """Where two walls meet; None if they are parallel."""
    (point_a, way_a), (point_b, way_b) = _line(first), _line(second)
    cross = way_a[0] * way_b[1] - way_a[1] * way_b[0]
    if abs(cross) < 1e-9:
        return None
    gap = point_b - point_a
    along = (gap[0] * way_b[1] - gap[1] * way_b[0]) / cross
    return np.asarray(point_a + along * way_a, dtype=np.float64)


def _line(wall: _Wall) -> tuple[_Points, _Points]:
    if wall.axis is None:
        return wall.start, (wall.end - wall.start) / wall.length
    point = np.zeros(2)
    point[1 - wall.axis] = wall.offset
    return point, np.eye(2)[wall.axis]


def _rotation(angle: float) -> _Points:
    return np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])


def _boxes_of_same_area(polygons: Polygons) -> Polygons:
    """The narrowest box around each, shrunk to the area of what is in it: a box around pixels is a little too large."""
    boxes = shapely.oriented_envelope(polygons)
    points = shapely.get_coordinates(boxes).reshape(-1, 5, 2)
    middle = points[:, :4].mean(axis=1, keepdims=True)
    factor = np.sqrt(shapely.area(polygons) / np.maximum(shapely.area(boxes), 1e-9))
    shrunk: Polygons = shapely.polygons(middle + (points - middle) * factor[:, np.newaxis, np.newaxis])
    return shrunk


def _likeness(a: Polygons | Polygon, b: Polygons | Polygon) -> NDArray[np.float64]:
    """Intersection over union, one by one."""
    common = shapely.area(shapely.intersection(a, b))
    return np.asarray(common / np.maximum(shapely.area(a) + shapely.area(b) - common, 1e-9))


def _largest(geometry: BaseGeometry) -> Polygon | None:
    if isinstance(geometry, MultiPolygon):
        geometry = max(geometry.geoms, key=lambda one: one.area)
    return geometry if isinstance(geometry, Polygon) and not geometry.is_empty and geometry.is_valid else None
