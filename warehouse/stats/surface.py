"""Surface and density of an area, on the ellipsoid."""

import shapely
from pyproj import Geod
from shapely import LinearRing, Polygon
from shapely.geometry.base import BaseGeometry

WGS84 = Geod(ellps="WGS84")
M2_PER_KM2 = 1_000_000.0


def surface_km2(geometry: BaseGeometry) -> float:
    """Surface of a polygon in EPSG:4326 in km², on the WGS 84 ellipsoid (which VN-2000 shares); holes are left out.

    The sum over polygons is taken by absolute value, so the direction of the rings does not matter.
    """
    polygons = [part for part in shapely.get_parts(geometry) if isinstance(part, Polygon)]
    return sum(_polygon_m2(polygon) for polygon in polygons) / M2_PER_KM2


def _polygon_m2(polygon: Polygon) -> float:
    return _ring_m2(polygon.exterior) - sum(_ring_m2(ring) for ring in polygon.interiors)


def _ring_m2(ring: LinearRing) -> float:
    area, _ = WGS84.geometry_area_perimeter(ring)
    return abs(float(area))


def density(amount: float, *, surface_km2: float) -> float:
    """Amount per km²; raises ZeroDivisionError for an area without surface."""
    return amount / surface_km2
