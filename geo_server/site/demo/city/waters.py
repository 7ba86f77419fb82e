"""Rivers and canals of the city, drawn roughly in degrees and made to wind; the canal of the quarter."""

from dataclasses import dataclass

import numpy as np
from shapely import LineString, Polygon

from layers import api as layers

from .frame import CRS, quarter_square
from .rectangles import polygons_of

CANAL_M = 26.0
BANK_M = 10.0


@dataclass(frozen=True)
class Water:
    """A river or canal as a surface, EPSG:9210."""

    name: str
    kind: str
    surface: Polygon


COURSES: tuple[tuple[str, str, float, float, tuple[tuple[float, float], ...]], ...] = (
    ("Sông Sài Gòn", "river", 90.0, 260.0, (
        (106.36, 11.43), (106.42, 11.28), (106.52, 11.12), (106.61, 10.99), (106.69, 10.93), (106.705, 10.87),
        (106.735, 10.83), (106.72, 10.79), (106.755, 10.765), (106.775, 10.74))),
    ("Sông Nhà Bè", "river", 420.0, 700.0,
        ((106.775, 10.74), (106.76, 10.69), (106.78, 10.62), (106.77, 10.52), (106.79, 10.42))),
    ("Sông Lòng Tàu", "river", 260.0, 380.0, ((106.77, 10.67), (106.84, 10.60), (106.87, 10.50), (106.93, 10.38))),
    ("Sông Bé", "river", 60.0, 80.0, ((106.77, 11.48), (106.80, 11.35), (106.87, 11.22), (106.95, 11.14))),
    ("Sông Thị Tính", "river", 40.0, 60.0, ((106.62, 11.42), (106.59, 11.27), (106.60, 11.12), (106.60, 11.02))),
    ("Kênh Thầy Cai", "canal", 30.0, 40.0, ((106.40, 11.00), (106.47, 10.92), (106.52, 10.84))),
    ("Kênh Đôi – Kênh Tẻ", "canal", 55.0, 70.0,
        ((106.60, 10.715), (106.645, 10.733), (106.69, 10.748), (106.725, 10.757))),
    ("Sông Dinh", "river", 60.0, 150.0, ((107.21, 10.60), (107.17, 10.50), (107.12, 10.42))),
    ("Sông Ray", "river", 45.0, 110.0, ((107.33, 10.75), (107.36, 10.62), (107.44, 10.50))),
)  # fmt: skip


def make_waters() -> list[Water]:
    """Every river and canal of the city, the quarter's canal among them."""
    rivers = [Water(name, kind, _wound(points, upper, lower)) for name, kind, upper, lower, points in COURSES]
    return [*rivers, Water("Rạch Cầu Võng", "canal", canal_line().buffer(CANAL_M / 2))]


def canal_line() -> LineString:
    """Middle of the canal that crosses the quarter from its western to its eastern side."""
    west, south, east, north = quarter_square().bounds
    x = np.linspace(west, east, 60)
    t = (x - west) / (east - west)
    y = south + (north - south) * (0.18 + 0.10 * t + 0.035 * np.sin(5.5 * t) + 0.012 * np.sin(17 * t + 1))
    return LineString(np.column_stack([x, y]))


def canal_and_banks() -> Polygon:
    """Ground along the canal that is nobody's parcel."""
    return canal_line().buffer(CANAL_M / 2 + BANK_M)


def _wound(points: tuple[tuple[float, float], ...], upper_m: float, lower_m: float) -> Polygon:
    """A river through rough points: meanders laid over the course, widening from `upper_m` to `lower_m`."""
    move = layers.transformer("EPSG:4326", CRS)
    corners = np.column_stack(move(*np.array(points).T))
    course = LineString(corners)
    count = max(40, int(course.length / 250))
    middle = np.array([course.interpolate(s, normalized=True).coords[0] for s in np.linspace(0, 1, count)])
    middle[1:-1] = (middle[:-2] + 2 * middle[1:-1] + middle[2:]) / 4
    along = np.gradient(middle, axis=0)
    side = np.column_stack([-along[:, 1], along[:, 0]]) / np.hypot(*along.T)[:, None]
    t = np.linspace(0, 1, count)
    swing = np.sin(t * course.length / 2100) * np.minimum(t, 1 - t) * 4
    middle += side * (swing * np.linspace(5.0 * upper_m, 2.0 * lower_m, count))[:, None]
    half = np.linspace(upper_m, lower_m, count)[:, None] / 2
    outline = Polygon(np.vstack([middle + side * half, (middle - side * half)[::-1]])).buffer(0)
    return max(polygons_of(outline), key=lambda part: part.area)
