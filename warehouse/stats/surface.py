"""Surface and density of an area, on the ellipsoid."""

from pyproj import Geod
from shapely.geometry.base import BaseGeometry

WGS84 = Geod(ellps="WGS84")
M2_PER_KM2 = 1_000_000.0


def surface_km2(geometry: BaseGeometry) -> float:
    """Surface of a polygon in EPSG:4326 in km², on the WGS 84 ellipsoid (which VN-2000 shares); holes are left out.

    The sum over polygons is taken by absolute value, so the direction of the rings does not matter.
    """
    parts = getattr(geometry, "geoms", (geometry,))
    return sum(_polygon_m2(part) for part in parts) / M2_PER_KM2


def _polygon_m2(polygon: BaseGeometry) -> float:
    outer = abs(WGS84.geometry_area_perimeter(polygon.exterior)[0])  # type: ignore[attr-defined]
    holes = sum(abs(WGS84.geometry_area_perimeter(ring)[0]) for ring in polygon.interiors)  # type: ignore[attr-defined]
    return float(outer - holes)


def density(amount: float, *, surface_km2: float) -> float:
    """Amount per km²; raises ZeroDivisionError for an area without surface."""
    return amount / surface_km2
