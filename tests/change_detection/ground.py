"""Two pieces of ground to build on: one drawn with a ruler, one real (lots of Long Trường, zones of District 7)."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pyogrio
import pyproj
import shapely
from shapely import Polygon, box
from shapely.geometry.base import BaseGeometry

from geo_server.core import clock
from geo_server.core.subject import system
from layers import api as layers

WRITER = system("tests")
LOTS_CRS = "EPSG:9210"
_KINDS: dict[type, Any] = {str: "string", int: "integer", float: "number", bool: "boolean", date: "date"}


@dataclass(frozen=True)
class Ground:
    """Where a test builds.

    Attributes:
        lot, neighbour: two parcels side by side, EPSG:9210; the lot is number 34 of sheet 8, its neighbour number 35.
        road, road_name: the land of the road along the lot, EPSG:9210.
        plan_crs: the CRS of the zones.
        park: a zone in which nothing may be built; its use is CXDT.
        low: a zone in which two storeys may be built.
        planned: a zone of homes, to which a test gives an approved detail plan.
    """

    lot: Polygon
    neighbour: Polygon
    road: Polygon
    road_name: str
    plan_crs: str
    park: Polygon
    low: Polygon
    planned: Polygon


def drawn_ground() -> Ground:
    """Lots of 10 x 20 m on a road of 6 m, and zones of 60 x 60 m."""
    x, y = 597_000.0, 1_200_000.0

    def at(west: float, south: float, east: float, north: float) -> Polygon:
        return box(x + west, y + south, x + east, y + north)

    return Ground(
        lot=at(0, 0, 10, 20),
        neighbour=at(10, 0, 20, 20),
        road=at(-20, -6, 40, 0),
        road_name="Hẻm 2/8 Võ Văn Hát",
        plan_crs=LOTS_CRS,
        park=at(300, 0, 360, 60),
        low=at(400, 0, 460, 60),
        planned=at(500, 0, 560, 60),
    )


def real_ground(data: Path) -> Ground:
    """Lots 8/34 and 8/35 of Long Trường with the alley before them, and three zones of the plan of District 7."""
    cadastre = data / "vector/planning/cadastre_q9_longtruong/longtruong_q9_cadastre_fixed_epsg9210.gpkg"
    plan = data / "vector/planning/d7_tan_thuan_zoning_buildings.gpkg"
    lots = _read(cadastre, "thua_dat", "shbando = 8 AND shthua IN (34, 35)", order_by="shthua")
    roads = _read(cadastre, "giao_thong", "tenduong = 'Hẻm 2/8 Võ Văn Hát'")
    [road] = [one for one in roads if one.distance(lots[0]) < 0.1]
    return Ground(
        lot=lots[0],
        neighbour=lots[1],
        road=road,
        road_name="Hẻm 2/8 Võ Văn Hát",
        plan_crs="EPSG:32648",
        park=_zone_with(plan, "typecode = 'CXDT' AND landusetyp = 'Greenery - park land'", area_m2=15_233),
        low=_zone_with(plan, "landusetyp = 'Existing Public Facility' AND storey = 2", area_m2=9_177),
        planned=_zone_with(plan, "landusetyp = 'Short-term planned residential'", area_m2=17_860),
    )


def square_metres(shape: BaseGeometry, crs: str) -> float:
    """Area on the ellipsoid by pyproj: nothing of ours has a hand in it."""
    plane = pyproj.CRS(crs)
    move = pyproj.Transformer.from_crs(plane, plane.geodetic_crs, always_xy=True).transform
    degrees = shapely.transform(shape, lambda xy: np.column_stack(move(xy[:, 0], xy[:, 1])))
    geod = plane.get_geod()
    assert geod is not None
    return abs(geod.geometry_area_perimeter(degrees)[0])


def publish(collection_id: str, rows: list[tuple[BaseGeometry, dict[str, Any]]], *, crs: str = LOTS_CRS) -> None:
    """A collection whose fields are those of its rows."""
    fields = {name: type(value) for _, row in rows for name, value in row.items() if value is not None}
    spec = layers.CollectionSpec(
        id=collection_id,
        title_vi=collection_id,
        title_en=collection_id,
        theme="planning",
        geometry_type="Geometry",
        fields=tuple(layers.Field(name, _KINDS[kind], name, name) for name, kind in fields.items()),
    )
    layers.define_collection(spec, by=WRITER, now=clock.now())
    features = [
        layers.Feature(layers.transform_geometry(shape, source=crs, target="EPSG:4326"), values)
        for shape, values in rows
    ]
    layers.write_features(collection_id, features, mode="append", by=WRITER, reason="test", now=clock.now())


def _zone_with(plan: Path, where: str, *, area_m2: float) -> Polygon:
    """The zone of this kind whose area rounds to a number: the plan has no codes."""
    [zone] = [one for one in _read(plan, "zoning_plan", where) if round(one.area) == area_m2]
    return zone


def _read(path: Path, layer: str, where: str, *, order_by: str | None = None) -> list[Polygon]:
    sql = f'SELECT * FROM "{layer}" WHERE {where}' + (f" ORDER BY {order_by}" if order_by else "")
    _, _, shapes, _ = pyogrio.raw.read(path, sql=sql)
    return [_largest(shape) for shape in shapely.from_wkb(shapes)]


def _largest(shape: BaseGeometry) -> Polygon:
    parts = [part for part in shapely.get_parts(shapely.force_2d(shape)) if isinstance(part, Polygon)]
    return max(parts, key=lambda part: part.area)
