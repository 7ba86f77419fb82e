"""Bounding boxes: reading them, and their outline in the storage CRS."""

import math
import struct

import shapely
from shapely.geometry import MultiPolygon, Polygon, box
from shapely.geometry.base import BaseGeometry

from . import crs as crs_module
from .crs import CRS84, axis_order, is_geographic, transform_geometry

Extent = tuple[float, float, float, float]
POINTS_PER_SIDE = 32
EWKB_RECTANGLE = struct.Struct("<BIIII10d")
EWKB_POLYGON_WITH_SRID = 0x20000003
FARTHEST_M = 1e8  # no system of the earth has coordinates beyond this


class NoBox(ValueError):
    """Numbers that span no box; carries the reason in English and Vietnamese."""

    def __init__(self, en: str, vi: str) -> None:
        super().__init__(en)
        self.en, self.vi = en, vi


def read_box(text: str) -> Extent:
    """Four numbers from `minx,miny,maxx,maxy`; six (with heights) are read as four. Raises NoBox."""
    parts = [part.strip() for part in text.split(",")]
    try:
        numbers = [float(part) for part in parts]
    except ValueError as error:
        raise NoBox("it holds something that is no number.", "có phần không phải là số.") from error
    if len(numbers) not in (4, 6):
        raise NoBox(f"it has {len(numbers)} numbers.", f"có {len(numbers)} số.")
    if not all(math.isfinite(number) for number in numbers):
        raise NoBox("it holds a number that is not finite.", "có số không hữu hạn.")
    if len(numbers) == 6:
        numbers = [numbers[0], numbers[1], numbers[3], numbers[4]]
    return (numbers[0], numbers[1], numbers[2], numbers[3])


def outline(bbox: Extent, *, crs: str = CRS84) -> BaseGeometry:
    """The box as a shape in CRS84, x first; its sides are dense enough to stay true after the transformation.

    Args:
        bbox: in the axis order of `crs`; west > east spans the antimeridian, in degrees only.
        crs: short name of the CRS of the numbers.

    Raises:
        NoBox: a minimum is above its maximum, or the box lies outside the world.
    """
    west, south, east, north = _checked(bbox, crs)
    if west > east:
        return MultiPolygon([box(west, south, 180, north), box(-180, south, east, north)])
    shape = box(west, south, east, north)
    if crs_module.sql_srid(crs) == crs_module.STORAGE_SRID:
        return shape
    return _transformed(shape, crs)


def upright(bbox: Extent, *, crs: str = CRS84) -> Extent | None:
    """West, south, east, north of a box whose outline in CRS84 is just these four sides, else None; raises NoBox."""
    west, south, east, north = _checked(bbox, crs)
    is_upright = west <= east and crs_module.sql_srid(crs) == crs_module.STORAGE_SRID
    return (west, south, east, north) if is_upright else None


def ewkb_of_box(sides: Extent, *, inset: float = 0.0) -> str:
    """A rectangle in EPSG:4326 as PostGIS reads it; Shapely takes ten times as long for these five points."""
    west, south, east, north = sides[0] + inset, sides[1] + inset, sides[2] - inset, sides[3] - inset
    return EWKB_RECTANGLE.pack(
        1, EWKB_POLYGON_WITH_SRID, crs_module.STORAGE_SRID, 1, 5,
        west, south, west, north, east, north, east, south, west, south,
    ).hex()  # fmt: skip


def _checked(bbox: Extent, crs: str) -> Extent:
    """The numbers with x first; raises NoBox."""
    west, south, east, north = bbox if axis_order(crs) == "xy" else (bbox[1], bbox[0], bbox[3], bbox[2])
    if south > north:
        raise NoBox("its minimum y is above its maximum y.", "y nhỏ nhất lớn hơn y lớn nhất.")
    if is_geographic(crs) and not (-180 <= west <= 180 and -180 <= east <= 180 and -90 <= south and north <= 90):
        raise NoBox("it lies outside the world.", "nằm ngoài phạm vi kinh vĩ độ.")
    if max(map(abs, bbox)) > FARTHEST_M:
        raise NoBox("it lies outside the area of its CRS.", "nằm ngoài vùng sử dụng của hệ tọa độ.")
    if west > east and not is_geographic(crs):
        raise NoBox("its minimum x is above its maximum x.", "x nhỏ nhất lớn hơn x lớn nhất.")
    return (west, south, east, north)


def _transformed(shape: Polygon, crs: str) -> BaseGeometry:
    west, south, east, north = shape.bounds
    step = max(east - west, north - south) / POINTS_PER_SIDE
    dense = shapely.segmentize(shape, step) if step > 0 else shape
    moved: BaseGeometry = transform_geometry(dense, source=crs, target=CRS84)
    if not all(math.isfinite(number) for number in moved.bounds):
        raise NoBox("it lies outside the area of its CRS.", "nằm ngoài vùng sử dụng của hệ tọa độ.")
    return moved
