"""Read a polygon or a place as people write it: GeoJSON, pairs of degrees, or VN-2000 metres of the city's zone."""

import json
import re
from typing import Any

import shapely
from shapely.geometry.base import BaseGeometry

from layers import api as layers

from .errors import BadPlace

MOST_VERTICES = 2_000
LONGEST_TEXT = 200_000
ZONE = "EPSG:9210"
_NUMBER = re.compile(r"[-+]?\d+(?:\.\d+)?")


def read_polygon(text: str) -> BaseGeometry:
    """One valid polygon in WGS 84, longitude first; raises BadPlace.

    Pairs of coordinates, one point a line: "106.70 10.77" or "10.77 106.70" in degrees; or metres of VN-2000, in
    either order, because in this country the northing is always the larger number.
    """
    shape = read_shape(text)
    if isinstance(shape, shapely.MultiPolygon) and len(shape.geoms) == 1:
        shape = shape.geoms[0]
    if shape.geom_type != "Polygon":
        raise BadPlace(
            f"one polygon is needed, this is a {shape.geom_type}.",
            f"cần đúng một vùng khép kín, đây là {shape.geom_type}.",
        )
    if not shape.is_valid:
        reason = shapely.is_valid_reason(shape)
        raise BadPlace(f"the polygon crosses itself ({reason}).", f"vùng tự cắt ({reason}).")
    return shape


def read_shape(text: str) -> BaseGeometry:
    """A shape in WGS 84, longitude first, without height; raises BadPlace."""
    if len(text) > LONGEST_TEXT:
        raise BadPlace("it has too many points.", "quá nhiều điểm.")
    text = text.strip()
    shape = _geojson(text) if text.startswith("{") else _pairs(text)
    if shape is None or shape.is_empty:
        raise BadPlace("it is empty.", "chưa có hình.")
    if shapely.get_num_coordinates(shape) > MOST_VERTICES:
        raise BadPlace(f"it has more than {MOST_VERTICES} points.", f"có hơn {MOST_VERTICES} điểm.")
    if not _is_on_earth(shape):
        raise BadPlace(
            "its coordinates are not longitude and latitude in degrees.", "tọa độ không phải kinh độ, vĩ độ."
        )
    flat: BaseGeometry = shapely.force_2d(shape)
    return flat


def _is_on_earth(shape: BaseGeometry) -> bool:
    west, south, east, north = shape.bounds
    return -180 <= west <= east <= 180 and -89 <= south <= north <= 89


def _geojson(text: str) -> BaseGeometry | None:
    try:
        given: Any = json.loads(text)
        for _ in range(2):  # a collection of one feature, a feature
            if given.get("type") == "FeatureCollection" and len(given["features"]) == 1:
                given = given["features"][0]
            if given.get("type") == "Feature":
                given = given["geometry"]
        shape: BaseGeometry | None = shapely.from_geojson(json.dumps(given))
    except (shapely.errors.ShapelyError, ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise BadPlace("it is no GeoJSON geometry.", "không phải hình GeoJSON.") from error
    return shape


def _pairs(text: str) -> BaseGeometry | None:
    """A point from one pair, a polygon from three and more."""
    rows = [[float(n) for n in _NUMBER.findall(row)] for row in re.split(r"[\n;]+", text) if row.strip()]
    if not rows or any(len(row) != 2 for row in rows):
        raise BadPlace(
            "write GeoJSON, or one point a line: two numbers with a decimal point.",
            "hãy viết GeoJSON, hoặc mỗi dòng một điểm: hai số, dấu chấm thập phân.",
        )
    points = [_ordered(first, second) for first, second in rows]
    if max(abs(value) for point in points for value in point) > 360:
        x, y = layers.transformer(ZONE, "EPSG:4326")([p[0] for p in points], [p[1] for p in points])
        points = [(float(a), float(b)) for a, b in zip(x, y, strict=True)]
    if len(points) == 1:
        return shapely.Point(points[0])
    if len(points) < 3:
        raise BadPlace("a polygon has three points at least.", "một vùng có ít nhất ba điểm.")
    return shapely.Polygon(points)


def _ordered(first: float, second: float) -> tuple[float, float]:
    """East, north: in degrees the longitude of this country is the larger number, in metres the northing."""
    low, high = sorted((first, second))
    return (high, low) if abs(high) <= 360 else (low, high)
