"""Areas and lengths on the WGS 84 ellipsoid, never in Web Mercator."""

import shapely
from pyproj import Geod
from shapely.geometry.base import BaseGeometry

GEOD = Geod(ellps="WGS84")


def area_m2(shape: BaseGeometry) -> float:
    """The area of polygons in degrees, longitude first, in square metres; 0 for points and lines."""
    area, _ = GEOD.geometry_area_perimeter(shapely.orient_polygons(shape))
    return abs(float(area))


def length_m(shape: BaseGeometry) -> float:
    """The length of lines, or of the border of polygons, in metres."""
    return float(GEOD.geometry_length(shape))
