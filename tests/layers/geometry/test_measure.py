import pytest
from shapely.geometry import LineString, MultiPolygon, Polygon, box

from layers.geometry.crs import CRS84, transform_geometry
from layers.geometry.measure import area_m2, length_m

HECTARE = transform_geometry(box(600000, 1190000, 600100, 1190100), source="EPSG:9210", target=CRS84)
SCALE = 0.9999 * (1 + (100050**2) / (2 * 6.37e6**2))
"""Grid over ground in the 3° zone 100 km east of its central meridian: k0 (1 + dE² / 2R²)."""


def test_a_hectare_of_the_grid_is_a_hectare_on_the_ground_but_for_the_scale() -> None:
    assert area_m2(HECTARE) == pytest.approx(10_000 / SCALE**2, rel=1e-5)


def test_holes_count_out_and_parts_count_up_however_rings_turn() -> None:
    outer, inner = box(106, 10, 106.2, 10.2), box(106.05, 10.05, 106.1, 10.1)
    ring = Polygon(outer.exterior.coords[::-1], [inner.exterior.coords])
    assert area_m2(ring) == pytest.approx(area_m2(outer) - area_m2(inner), rel=1e-9)
    far = box(107, 10, 107.1, 10.1)
    assert area_m2(MultiPolygon([ring, far.reverse()])) == pytest.approx(area_m2(ring) + area_m2(far), rel=1e-9)


def test_a_minute_of_latitude_is_1843_metres_here() -> None:
    assert length_m(LineString([(106.7, 10.7), (106.7, 10.7 + 1 / 60)])) == pytest.approx(1843.5, abs=0.5)
