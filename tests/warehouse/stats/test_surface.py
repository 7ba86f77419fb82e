"""Surfaces are those of the ellipsoid."""

import math

import pytest
from shapely import MultiPolygon, box

from warehouse.stats.surface import surface_km2


def zone_km2(south: float, north: float, width_deg: float) -> float:
    """Surface between two parallels on WGS 84, in closed form (Snyder 1987, eq. 3-12): independent of pyproj."""
    a, f = 6378.137, 1 / 298.257223563
    e = math.sqrt(f * (2 - f))

    def q(latitude: float) -> float:
        s = math.sin(math.radians(latitude))
        return (1 - e * e) * (s / (1 - e * e * s * s) - math.log((1 - e * s) / (1 + e * s)) / (2 * e))

    return a * a / 2 * (q(north) - q(south)) * math.radians(width_deg)


def test_a_small_quadrangle_has_the_surface_of_the_zone():
    square = box(106.6, 10.8, 106.61, 10.81)
    assert surface_km2(square) == pytest.approx(zone_km2(10.8, 10.81, 0.01), rel=1e-6)


def test_holes_are_left_out_and_parts_add_up():
    whole, hole = box(106.6, 10.8, 106.64, 10.84), box(106.61, 10.81, 106.62, 10.82)
    assert surface_km2(whole.difference(hole)) == pytest.approx(surface_km2(whole) - surface_km2(hole), rel=1e-9)
    far = box(106.7, 10.8, 106.71, 10.81)
    assert surface_km2(MultiPolygon([hole, far])) == pytest.approx(surface_km2(hole) + surface_km2(far), rel=1e-9)


def test_the_direction_of_the_ring_does_not_matter():
    square = box(106.6, 10.8, 106.61, 10.81)
    assert surface_km2(square.reverse()) == pytest.approx(surface_km2(square))
