"""Places as well-known text, as Environmental Data Retrieval takes them: POINT, MULTIPOINT, POLYGON, MULTIPOLYGON."""

import math

import shapely
from pyproj import Geod
from shapely.geometry import Polygon
from shapely.geometry.base import BaseGeometry

from layers import api as layers

from ..errors import BadParameter

MOST_PLACES = 1000
MOST_CORNERS = 10_000
LONGEST = 500_000
CIRCLE_CORNERS = 180


def read_places(text: str, *, crs: str, most: int = MOST_PLACES) -> list[tuple[float, float]]:
    """x, y of each point of a POINT or MULTIPOINT in the axis order of `crs`; raises BadParameter."""
    shape = _read(text, crs=crs, kinds=("Point", "MultiPoint"), example="POINT(106.7 10.77)")
    points = list(getattr(shape, "geoms", [shape]))
    if not 1 <= len(points) <= most:
        raise BadParameter("coords", _short(text), en=f"give 1 to {most} points.", vi=f"hãy cho từ 1 đến {most} điểm.")
    return [(point.x, point.y) for point in points]


def read_shape(text: str, *, crs: str) -> BaseGeometry:
    """A POLYGON or MULTIPOLYGON in the axis order of `crs`, x first in the answer; raises BadParameter."""
    example = "POLYGON((106.69 10.77,106.70 10.77,106.70 10.78,106.69 10.77))"
    shape = _read(text, crs=crs, kinds=("Polygon", "MultiPolygon"), example=example)
    if shapely.get_num_coordinates(shape) > MOST_CORNERS:
        raise BadParameter(
            "coords", _short(text), en=f"a shape has at most {MOST_CORNERS} corners.",
            vi=f"hình có tối đa {MOST_CORNERS} đỉnh.",
        )  # fmt: skip
    if not shape.is_valid:
        reason = shapely.is_valid_reason(shape)
        raise BadParameter(
            "coords", _short(text), en=f"the shape does not hold together ({reason}).",
            vi=f"hình không hợp lệ ({reason}).",
        )  # fmt: skip
    return shape


def circle(longitude: float, latitude: float, *, radius_m: float) -> Polygon:
    """A circle on the ellipsoid, in degrees."""
    geod = Geod(ellps="WGS84")
    bearings = [360 / CIRCLE_CORNERS * corner for corner in range(CIRCLE_CORNERS)]
    count = len(bearings)
    x, y, _ = geod.fwd([longitude] * count, [latitude] * count, bearings, [radius_m] * count)
    return Polygon(zip(x, y, strict=True))


def _read(text: str, *, crs: str, kinds: tuple[str, ...], example: str) -> BaseGeometry:
    shape = _parsed(text)
    if shape is not None and layers.axis_order(crs) == "yx":
        shape = shapely.transform(shape, lambda points: points[:, ::-1])
    if shape is None or shape.is_empty or shape.geom_type not in kinds or not _lies_in(shape, crs):
        raise BadParameter("coords", _short(text), en=f"write {example}.", vi=f"hãy viết {example}.")
    return shape


def _parsed(text: str) -> BaseGeometry | None:
    """Well-known text, None if it is none; never more than LONGEST letters are looked at."""
    if len(text) > LONGEST:
        return None
    shape: BaseGeometry | None = shapely.from_wkt(text, on_invalid="ignore")
    return None if shape is None else shapely.force_2d(shape)


def _lies_in(shape: BaseGeometry, crs: str) -> bool:
    """True if the coordinates are finite and, in degrees, of this world."""
    west, south, east, north = shape.bounds
    if not all(math.isfinite(number) for number in (west, south, east, north)):
        return False
    return not layers.is_geographic(crs) or (-180 <= west and east <= 180 and -90 <= south and north <= 90)


def _short(text: str) -> str:
    return text if len(text) <= 200 else f"{text[:200]}…"
