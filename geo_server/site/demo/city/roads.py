"""Roads of the whole city: national roads drawn by hand, roads between neighbouring units, streets in dense ones."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import shapely
from shapely import LineString, Polygon
from shapely.geometry.base import BaseGeometry
from shapely.ops import split

from layers import api as layers

from .frame import CRS, quarter_square, rng_for
from .rectangles import length_of, polygons_of, sides_of
from .streets import Street
from .units import Unit

NATIONAL: tuple[tuple[str, str, float, tuple[tuple[float, float], ...]], ...] = (
    ("Quốc lộ 1", "trunk", 32.0,
        ((106.50, 10.68), (106.60, 10.74), (106.60, 10.83), (106.63, 10.876), (106.74, 10.87),
        (106.84, 10.91))),
    ("Quốc lộ 13", "trunk", 30.0,
        ((106.71, 10.81), (106.71, 10.90), (106.67, 10.98), (106.62, 11.13), (106.61, 11.42))),
    ("Quốc lộ 22", "trunk", 30.0, ((106.61, 10.84), (106.57, 10.91), (106.48, 10.99), (106.40, 11.06))),
    ("Quốc lộ 51", "trunk", 30.0,
        ((107.02, 10.68), (107.06, 10.58), (107.16, 10.50), (107.13, 10.42), (107.09, 10.36))),
    ("Quốc lộ 55", "primary", 22.0, ((107.17, 10.50), (107.30, 10.49), (107.42, 10.55), (107.55, 10.62))),
    ("Quốc lộ 56", "primary", 22.0, ((107.17, 10.50), (107.24, 10.65), (107.26, 10.78))),
    ("Xa lộ Hà Nội", "trunk", 40.0, ((106.72, 10.80), (106.77, 10.84), (106.82, 10.88))),
    ("Vành đai 3", "motorway", 34.0,
        ((106.56, 10.70), (106.52, 10.80), (106.56, 10.94), (106.68, 10.96), (106.78, 10.93), (106.85, 10.84),
        (106.84, 10.77))),
    ("Đường Cộng Hòa mẫu", "primary", 24.0, ((106.61, 10.83), (106.65, 10.80), (106.69, 10.79))),
    ("Đại lộ Đông Tây mẫu", "primary", 36.0, ((106.58, 10.70), (106.64, 10.745), (106.69, 10.76), (106.74, 10.775))),
    ("Đường Nam Sài Gòn mẫu", "primary", 40.0, ((106.58, 10.70), (106.66, 10.725), (106.74, 10.73))),
    ("Đường Rừng Sác mẫu", "secondary", 24.0, ((106.77, 10.66), (106.82, 10.55), (106.90, 10.42))),
    ("Đường tỉnh 743 mẫu", "secondary", 20.0, ((106.72, 10.92), (106.76, 10.98), (106.80, 11.10), (106.80, 11.30))),
    ("Đường tỉnh 744 mẫu", "secondary", 16.0, ((106.62, 11.02), (106.53, 11.15), (106.42, 11.28))),
)  # fmt: skip
DENSE = 2500.0
LOCAL_DEPTH = 5
CLASS_BY_DEPTH = ("secondary", "tertiary", "tertiary", "residential", "residential", "residential")


@dataclass(frozen=True)
class Road:
    """One road; `category` is its class in the words of OpenStreetMap. EPSG:9210."""

    name: str
    category: str
    width_m: float
    line: LineString


def make_roads(units: list[Unit], streets: list[Street], street_names: list[str]) -> list[Road]:
    """Every road of the city; inside the quarter only its own streets."""
    quarter = quarter_square()
    around = [*_national(), *_between_units(units), *(road for unit in units for road in _in_unit(unit))]
    outside = [
        Road(road.name, road.category, road.width_m, part)
        for road in around
        for part in shapely.get_parts(road.line.difference(quarter))
        if part.length > 30
    ]
    inside = [
        Road(name, _class_of(street), street.width_m, street.line)
        for street, name in zip(streets, street_names, strict=True)
    ]
    return [*outside, *inside]


def _class_of(street: Street) -> str:
    if street.depth <= 5:
        return ("primary", "secondary", "secondary", "tertiary", "tertiary", "residential")[street.depth]
    return "alley" if street.width_m < 6 else "residential"


def _national() -> Iterator[Road]:
    move = layers.transformer("EPSG:4326", CRS)
    for name, category, width, points in NATIONAL:
        corners = LineString(np.column_stack(move(*np.array(points).T)))
        yield Road(name, category, width, _rounded(corners))


def _rounded(line: LineString) -> LineString:
    """The same course with its corners cut twice (Chaikin 1974)."""
    points = np.array(line.coords)
    for _ in range(3):
        near, far = 0.75 * points[:-1] + 0.25 * points[1:], 0.25 * points[:-1] + 0.75 * points[1:]
        points = np.vstack([points[:1], np.stack([near, far], axis=1).reshape(-1, 2), points[-1:]])
    return LineString(points)


def _between_units(units: list[Unit]) -> Iterator[Road]:
    """A road from each unit's middle to those of its neighbours, over the middle of their common border."""
    middles = [unit.geometry.representative_point() for unit in units]
    tree = shapely.STRtree([unit.geometry for unit in units])
    for number, unit in enumerate(units):
        for other in (int(n) for n in tree.query(unit.geometry, predicate="touches")):
            border = unit.geometry.intersection(units[other].geometry)
            if other > number and border.length > 200:
                gate = _middle_of(border)
                line = LineString([middles[number], gate, middles[other]])
                dense = min(unit.density, units[other].density) > DENSE
                name = f"Đường liên phường {number + 1}-{other + 1}"
                yield Road(name, "secondary" if dense else "tertiary", 18.0 if dense else 12.0, _rounded(line))


def _middle_of(border: BaseGeometry) -> shapely.Point:
    longest: LineString = max(shapely.get_parts(shapely.line_merge(border)), key=lambda part: part.length)
    return longest.interpolate(0.5, normalized=True)


def _in_unit(unit: Unit) -> Iterator[Road]:
    """Streets of a dense unit, by halving it again and again."""
    if unit.density > DENSE:
        rng = rng_for(f"roads {unit.code}")
        proper = unit.name_vi.split(" ", 1)[1]
        for number, (line, depth) in enumerate(
            _halving(max(unit.geometry.geoms, key=lambda g: g.area), 0, rng), start=1
        ):
            yield Road(f"Đường {proper} {number}", CLASS_BY_DEPTH[depth], 20.0 - 2.4 * depth, line)


def _halving(cell: Polygon, depth: int, rng: np.random.Generator) -> Iterator[tuple[LineString, int]]:
    if depth > LOCAL_DEPTH or cell.area < 20_000:
        return
    sides = sides_of(cell)
    middle = sides.middle + sides.longer * rng.uniform(-0.08, 0.08)
    slant = sides.longer / max(length_of(sides.longer), 1.0) * length_of(sides.shorter)
    turned = sides.shorter + slant * rng.normal(0, 0.12)
    ray = LineString([middle - turned, middle + turned])
    for part in shapely.get_parts(ray.intersection(cell)):
        if isinstance(part, LineString) and part.length > 60:
            yield part, depth
    for half in polygons_of(split(cell, ray)):
        yield from _halving(half, depth + 1, rng)
