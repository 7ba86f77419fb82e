"""From the numbers of a file to degrees of WGS 84, along a way that a decision names.

A way is a reference system ("EPSG:9210"), or two for coordinates that somebody computed with the wrong one:
"EPSG:32648>EPSG:9210" are degrees made from metres of VN-2000 as if they were metres of UTM.
"""

from collections.abc import Callable
from functools import lru_cache
from typing import Any

import numpy as np
import shapely
from pyproj import CRS, Transformer
from pyproj.exceptions import CRSError

from layers.api import CRS84, SUPPORTED_CRS, is_geographic, proj_text, transformer

Move = Callable[[Any, Any], tuple[Any, Any]]
THEN = ">"


def is_way(text: str) -> bool:
    """True if PROJ knows every reference system that the way names."""
    try:
        for crs in text.split(THEN):
            CRS.from_user_input(_definition(crs))
    except CRSError:
        return False
    return True


@lru_cache(maxsize=64)
def mover(way: str) -> Move:
    """A function from x, y in the numbers of the file to longitude and latitude; infinity for what cannot be moved."""
    if THEN not in way:
        return _to_degrees(way)
    wrong, right = way.split(THEN)
    back, forth = _between(CRS84, wrong), _to_degrees(right)
    return lambda x, y: forth(*back(x, y))


def plane_areas_m2(shapes: Any, way: str) -> Any:
    """Areas as whoever drew the geometries measured them: in the metres of the file, or of the system they came from.

    Degrees that came from no plane are measured in an equal-area projection around their middle.
    """
    if not is_degrees(way):
        return shapely.area(shapes)
    x, y = shapely.total_bounds(shapes)[:2]
    plane = way.split(THEN)[0] if THEN in way else f"+proj=laea +lat_0={y:.6f} +lon_0={x:.6f} +ellps=WGS84 +units=m"
    back = _between(CRS84 if THEN in way else way, plane)
    return shapely.area(shapely.transform(shapes, lambda xy: np.column_stack(back(xy[:, 0], xy[:, 1]))))


def move_geometries(shapes: Any, way: str, *, swapped: Any = False) -> Any:
    """Geometries in degrees of WGS 84, longitude first.

    Args:
        shapes: an array of geometries in the numbers of the file.
        way: as above.
        swapped: their axes are the wrong way round.
    """
    if way in (CRS84, "EPSG:4326") and not swapped:
        return shapes
    move = mover(way)

    def points(xy: Any) -> Any:
        x, y = (xy[:, 1], xy[:, 0]) if swapped else (xy[:, 0], xy[:, 1])
        return np.column_stack(move(x, y))

    return shapely.transform(shapes, points)


def _to_degrees(crs: str) -> Move:
    if crs in (CRS84, "EPSG:4326"):
        return lambda x, y: (np.asarray(x, float), np.asarray(y, float))
    return _between(crs, CRS84)


def _between(source: str, target: str) -> Move:
    if source in SUPPORTED_CRS and target in SUPPORTED_CRS:
        return transformer(source, target)
    step = Transformer.from_crs(_definition(source), _definition(target), always_xy=True)

    def move(x: Any, y: Any) -> tuple[Any, Any]:
        east, north = step.transform(np.asarray(x, float), np.asarray(y, float))
        return np.asarray(east), np.asarray(north)

    return move


def _definition(crs: str) -> str:
    return proj_text(crs) if crs in SUPPORTED_CRS else crs


def is_degrees(way: str) -> bool:
    """True if the numbers of the file are degrees."""
    if THEN in way:
        return True
    return is_geographic(way) if way in SUPPORTED_CRS else bool(CRS.from_user_input(way).is_geographic)
