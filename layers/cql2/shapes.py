"""From a GeoJSON geometry that somebody wrote to a valid shape in the storage CRS, x first."""

import math
from typing import Any

import shapely
from shapely.geometry.base import BaseGeometry

from ..errors import BadFilter
from ..geometry.crs import CRS84, axis_order, is_geographic, sql_srid, transform_geometry
from .nodes import Place

PARTS_PER_SIDE = 32
"""A side of a shape in metres is cut into this many parts before it is transformed, so that it stays where it was."""


def shape_of(geojson: dict[str, Any], *, crs: str, at: Place) -> BaseGeometry:
    """The shape in WGS 84, longitude first; raises BadFilter with the reason."""
    try:
        shape: BaseGeometry = shapely.force_2d(_build(geojson))
    except (KeyError, TypeError, ValueError, shapely.errors.ShapelyError) as error:
        kind = str(geojson.get("type"))[:40]
        raise BadFilter(
            f"{kind} is not complete: a point has 2 or 3 numbers, a line 2 points, a ring 4 with the first at its end.",
            f"{kind} chưa đủ: điểm có 2 hoặc 3 số, đường có từ 2 điểm, vòng có từ 4 điểm và khép kín.",
            at=at,
        ) from error
    if axis_order(crs) == "yx":
        shape = shapely.transform(shape, lambda points: points[:, ::-1])
    if not shapely.is_valid(shape):
        reason = shapely.is_valid_reason(shape)
        raise BadFilter(f"the geometry is not valid: {reason}.", f"hình không hợp lệ: {reason}.", at=at)
    return _stored(shape, crs, at)


def _stored(shape: BaseGeometry, crs: str, at: Place) -> BaseGeometry:
    west, south, east, north = shape.bounds
    if is_geographic(crs) and not (-180 <= west and east <= 180 and -90 <= south and north <= 90):
        first_en, first_vi = ("latitude", "vĩ độ") if axis_order(crs) == "yx" else ("longitude", "kinh độ")
        raise BadFilter(
            f"the geometry lies outside the world; {crs} writes {first_en} first. Name its CRS in filter-crs.",
            f"hình nằm ngoài phạm vi kinh vĩ độ; {crs} viết {first_vi} trước. Hãy nêu hệ tọa độ trong filter-crs.",
            at=at,
        )
    if sql_srid(crs) == sql_srid(CRS84):
        return shape
    step = max(east - west, north - south) / PARTS_PER_SIDE
    moved: BaseGeometry = transform_geometry(
        shapely.segmentize(shape, step) if step > 0 else shape, source=crs, target=CRS84
    )
    if not all(math.isfinite(number) for number in moved.bounds):
        raise BadFilter(f"the geometry lies outside {crs}.", f"hình nằm ngoài vùng của {crs}.", at=at)
    return moved


def _build(geojson: dict[str, Any]) -> BaseGeometry:
    kind = geojson["type"]
    if kind == "GeometryCollection":
        return shapely.GeometryCollection([_build(member) for member in _list(geojson["geometries"])])
    coordinates = geojson["coordinates"]
    match kind:
        case "Point":
            return shapely.Point(_position(coordinates))
        case "LineString":
            return _line(coordinates)
        case "Polygon":
            return _polygon(coordinates)
        case "MultiPoint":
            return shapely.MultiPoint([_position(point) for point in _list(coordinates)])
        case "MultiLineString":
            return shapely.MultiLineString([_line(line) for line in _list(coordinates)])
        case "MultiPolygon":
            return shapely.MultiPolygon([_polygon(polygon) for polygon in _list(coordinates)])
    raise ValueError(kind)


def _list(found: Any) -> list[Any]:
    if not isinstance(found, list) or not found:
        raise ValueError(found)
    return found


def _position(found: Any) -> tuple[float, ...]:
    numbers = _list(found)
    if len(numbers) not in (2, 3) or any(isinstance(n, bool) or not isinstance(n, int | float) for n in numbers):
        raise ValueError(found)
    position = tuple(float(number) for number in numbers)
    if not all(math.isfinite(number) for number in position):
        raise ValueError(found)
    return position[:2]


def _line(found: Any) -> shapely.LineString:
    return shapely.LineString([_position(point) for point in _list(found)])


def _polygon(found: Any) -> shapely.Polygon:
    rings = [[_position(point) for point in _list(ring)] for ring in _list(found)]
    if any(len(ring) < 4 or ring[0] != ring[-1] for ring in rings):
        raise ValueError(found)
    return shapely.Polygon(rings[0], rings[1:])
