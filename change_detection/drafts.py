"""Changed places between their outlines and their rows: polygons in degrees, with a plane in metres to measure on."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import shapely
from shapely import Polygon
from shapely.geometry.base import BaseGeometry

from .engine.outline import Region
from .projection import to_storage_points

_ID_LENGTH = 16
_WGS84_A, _WGS84_E2 = 6_378_137.0, 0.006_694_379_990_14
_CIRCLE_TOLERANCE_M = 0.05
Geometries = npt.NDArray[np.object_]
Shapes = Sequence[BaseGeometry] | Geometries
Numbers = npt.NDArray[np.float64]
Move = Callable[[Numbers, Numbers, Numbers], Numbers]
"""Coordinates, their origins and their scales, all (points, 2), to coordinates."""


@dataclass(frozen=True)
class OutlineError:
    """How far the true wall may lie from an outline.

    Attributes:
        inside_m: a network draws a roof with its eaves and the edge of its shadow: the wall lies up to this far inside.
        apart_m: how well the ground of the scene is placed: the whole outline may lie off by this, to any side.
    """

    inside_m: float
    apart_m: float

    def band_m(self, register_accuracy_m: float = 0.0) -> float:
        """Half the width of the band around the likeliest wall, held against a register that may lie off as well."""
        return self.inside_m / 2 + float(np.hypot(self.apart_m, register_accuracy_m))


@dataclass(frozen=True)
class Plane:
    """Metres around one place: degrees from its middle, times the ellipsoid's metres per degree there.

    A polygon of 1 km measured on it is wrong by less than 3 parts in 100,000 within 20 degrees of the equator
    (tests/change_detection/test_drafts.py).
    """

    lon: float
    lat: float
    x_m: float
    y_m: float

    @property
    def m2(self) -> float:
        """Square metres of a square degree."""
        return self.x_m * self.y_m


@dataclass(frozen=True)
class Draft:
    """One change before it is held against the registers.

    Attributes:
        id: a hash of the run and the polygon.
        polygon: the outline, EPSG:4326.
        plane: turns degrees near the polygon into metres.
        outline: the polygon on the plane.
        wall: the likeliest wall on the plane; the outline itself where it is too thin to lose its eaves.
        error: how far the true wall may lie from the outline.
        width_m: diameter of the largest circle inside the outline.
    """

    id: str
    region: Region
    polygon: Polygon
    plane: Plane
    outline: Polygon
    wall: BaseGeometry
    error: OutlineError
    width_m: float


def make_drafts(regions: Sequence[Region], *, run_id: str, crs: str, error: OutlineError) -> list[Draft]:
    """Measure regions, all at once.

    Args:
        regions: the outlines, in the CRS of the grid.
        run_id: the run that found them.
        crs: short name or WKT of that CRS.
        error: how far the true walls may lie from the outlines.
    """
    if not regions:
        return []
    move = to_storage_points(crs)
    placed = shapely.transform(np.array([region.polygon for region in regions], dtype=object), move)
    polygons = [_valid(polygon) for polygon in placed]
    planes = [_plane_at(polygon) for polygon in polygons]
    outlines = on_plane(polygons, planes)
    shrunk = shapely.buffer(outlines, -error.inside_m / 2, join_style="mitre")
    walls = np.where(shapely.is_empty(shrunk), outlines, shrunk)
    widths = 2 * shapely.length(shapely.maximum_inscribed_circle(outlines, tolerance=_CIRCLE_TOLERANCE_M))
    return [
        Draft(_id_of(polygon, run_id), region, polygon, plane, outline, wall, error, float(width))
        for region, polygon, plane, outline, wall, width in zip(
            regions, polygons, planes, outlines, walls, widths, strict=True
        )
    ]


def on_plane(shapes: Shapes, planes: Sequence[Plane]) -> Geometries:
    """Shapes in degrees as shapes in metres, each on its own plane."""
    return _moved(shapes, planes, lambda xy, origin, scale: (xy - origin) * scale)


def in_degrees(shapes: Shapes, planes: Sequence[Plane]) -> Geometries:
    """Shapes in metres as shapes in EPSG:4326, each from its own plane."""
    return _moved(shapes, planes, lambda xy, origin, scale: xy / scale + origin)


def _moved(shapes: Shapes, planes: Sequence[Plane], move: Move) -> Geometries:
    counts = shapely.get_num_coordinates(shapes)
    origins = np.repeat([(plane.lon, plane.lat) for plane in planes], counts, axis=0)
    scales = np.repeat([(plane.x_m, plane.y_m) for plane in planes], counts, axis=0)
    copies = np.array(shapes, dtype=object)  # set_coordinates writes in place
    coordinates = shapely.get_coordinates(copies)
    moved: Geometries = shapely.set_coordinates(copies, move(coordinates, origins, scales))
    return moved


def _id_of(polygon: Polygon, run_id: str) -> str:
    return hashlib.sha256(run_id.encode() + shapely.to_wkb(polygon, byte_order=1)).hexdigest()[:_ID_LENGTH]


def _plane_at(polygon: Polygon) -> Plane:
    """Metres per degree at the middle of a polygon: the radii of curvature of the ellipsoid there."""
    middle = polygon.centroid
    latitude = np.radians(middle.y)
    bulge = 1 - _WGS84_E2 * np.sin(latitude) ** 2
    along_parallel = _WGS84_A / np.sqrt(bulge) * np.cos(latitude)
    along_meridian = _WGS84_A * (1 - _WGS84_E2) / bulge**1.5
    return Plane(middle.x, middle.y, float(np.radians(along_parallel)), float(np.radians(along_meridian)))


def _valid(polygon: Polygon) -> Polygon:
    """The polygon, or the largest part of it where straightened walls cross each other."""
    if polygon.is_valid:
        return polygon
    parts = shapely.get_parts(shapely.make_valid(polygon))
    return max((part for part in parts if isinstance(part, Polygon)), key=lambda part: part.area)
