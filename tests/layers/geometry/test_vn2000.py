"""One transformation, three tools: PROJ, PostGIS and GDAL must say the same, and it must be the official one."""

import math

import numpy as np
import pytest
from django.db import connection
from pyproj import CRS, Geod, Transformer
from rasterio.warp import transform as gdal_transform

from geo_server.core import vn2000
from layers.geometry.crs import CRS84, proj_text, sql_srid, transformer

PLACES = [(106.7009, 10.7769), (106.35, 11.16), (107.09, 10.35), (106.60, 8.69), (106.97, 10.40)]
"""Longitude, latitude: city hall, Củ Chi, Vũng Tàu, Côn Đảo, Cần Giờ."""
MILLIMETRE = 1e-3
PARAMETERS = tuple(map(float, vn2000.TO_WGS84.split(",")))


def helmert(longitude: float, latitude: float, signs: int = 1) -> tuple[float, float]:
    """VN-2000 degrees to WGS 84 by the textbook formula (position vector; `signs` -1 flips the rotations)."""
    a, f = 6378137.0, 1 / 298.257223563
    e2 = f * (2 - f)
    lon, lat = math.radians(longitude), math.radians(latitude)
    n = a / math.sqrt(1 - e2 * math.sin(lat) ** 2)
    xyz = np.array([n * math.cos(lat) * math.cos(lon), n * math.cos(lat) * math.sin(lon), n * (1 - e2) * math.sin(lat)])
    shift, turns, scale = np.array(PARAMETERS[:3]), np.array(PARAMETERS[3:6]), 1 + PARAMETERS[6] * 1e-6
    rx, ry, rz = signs * turns * math.pi / 180 / 3600
    x, y, z = shift + scale * np.array([[1, -rz, ry], [rz, 1, -rx], [-ry, rx, 1]]) @ xyz
    p = math.hypot(x, y)
    lat = math.atan2(z, p * (1 - e2))
    for _ in range(10):
        n = a / math.sqrt(1 - e2 * math.sin(lat) ** 2)
        lat = math.atan2(z + e2 * n * math.sin(lat), p)
    return math.degrees(math.atan2(y, x)), math.degrees(lat)


def distance_m(a: tuple[float, float], b: tuple[float, float]) -> float:
    return float(Geod(ellps="WGS84").inv(*a, *b)[2])


@pytest.mark.parametrize("code", [9210, 5899, 3405, 4756])
@pytest.mark.parametrize("place", PLACES)
def test_postgis_proj_and_gdal_agree_to_a_millimetre(db: None, code: int, place: tuple[float, float]) -> None:
    crs = f"EPSG:{code}"
    x, y = (float(v) for v in transformer(CRS84, crs)(*place))
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT ST_X(p), ST_Y(p) FROM ST_Transform(ST_SetSRID(ST_MakePoint(%s, %s), %s), 4326) p",
            [x, y, sql_srid(crs)],
        )
        by_postgis = cursor.fetchone()
    by_gdal = tuple(values[0] for values in gdal_transform(proj_text(crs), "OGC:CRS84", [x], [y]))
    by_proj = tuple(float(v) for v in transformer(crs, CRS84)(x, y))
    assert distance_m(by_postgis, place) < MILLIMETRE
    assert distance_m(by_gdal, place) < MILLIMETRE
    assert distance_m(by_proj, place) < MILLIMETRE


@pytest.mark.parametrize("place", PLACES)
def test_the_shift_is_the_textbook_helmert_of_the_decision(place: tuple[float, float]) -> None:
    ours = tuple(float(v) for v in transformer("EPSG:4756", CRS84)(*place))
    assert distance_m(ours, helmert(*place)) < MILLIMETRE


def test_flipped_rotations_would_be_half_a_metre_off() -> None:
    right, flipped = helmert(*PLACES[0]), helmert(*PLACES[0], signs=-1)
    assert distance_m(right, flipped) == pytest.approx(0.5, abs=0.1)
    ours = tuple(float(v) for v in transformer("EPSG:4756", CRS84)(*PLACES[0]))
    assert distance_m(ours, flipped) > 0.4


def test_without_the_shift_places_would_move_226_metres() -> None:
    ours = tuple(float(v) for v in transformer("EPSG:4756", CRS84)(*PLACES[0]))
    assert distance_m(ours, PLACES[0]) == pytest.approx(226, abs=1)


def test_proj_left_alone_would_be_80_centimetres_off() -> None:
    unpinned = Transformer.from_crs("EPSG:9210", "OGC:CRS84", always_xy=True).transform(600000, 1190000)
    ours = tuple(float(v) for v in transformer("EPSG:9210", CRS84)(600000, 1190000))
    assert distance_m(ours, unpinned) == pytest.approx(0.80, abs=0.02)


@pytest.mark.parametrize("code", sorted(vn2000.CENTRAL_MERIDIANS))
def test_zones_are_those_of_the_epsg_register(code: int) -> None:
    registered = {p.name: p.value for p in CRS.from_epsg(code).coordinate_operation.params}
    ours = {p.name: p.value for p in CRS.from_user_input(vn2000.proj_text(code)).source_crs.coordinate_operation.params}
    assert ours == pytest.approx(registered)
