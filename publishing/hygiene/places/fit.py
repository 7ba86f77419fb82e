"""Whether the coordinates of a file can be where the file says, and in which system they would lie in the city."""

import math
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import product
from typing import Any

import numpy as np
import shapely
from pyproj.aoi import AreaOfInterest
from pyproj.database import query_utm_crs_info

from layers.api import CRS84

from ..context import Context, Extent
from .definitions import Definition, utm_zones, zones
from .moves import THEN, is_degrees, mover

POINTS = 500
INSIDE = 0.5
"""So large a part of the points in the city, and the system is taken to be right: the others are outliers."""
CLEARLY_INSIDE = 0.9
VIETNAM: Extent = (102.0, 6.0, 118.0, 24.0)
MARGIN = 0.05
WORLD_UTM = ("EPSG:32648", "EPSG:32649")
MODERN_DATUMS = ("VN-2000", "NAD83", "ETRS89", "GDA2020", "WGS 84")


@dataclass(frozen=True)
class Fit:
    """A way from the numbers of the file to the ground.

    Attributes:
        way: as in `moves`; "" if none was found.
        swapped: x and y are the wrong way round.
        inside: part of the points that come out in the city.
        moved_m: how far from where the file says it would put them; None if the file does not say.
    """

    way: str
    swapped: bool = False
    inside: float = 0.0
    moved_m: float | None = None


@dataclass(frozen=True)
class Placing:
    """What was found about the places of a layer.

    Attributes:
        definition: what the file says.
        chosen: how its numbers are to be read.
        others: other ways that come out in the city as well.
        fits: what the file says is right as it is.
        as_said: part of the points in the city as the file says.
    """

    definition: Definition
    chosen: Fit
    others: tuple[Fit, ...] = field(default=())
    fits: bool = True
    as_said: float = 0.0


def place(points: Any, definition: Definition, context: Context) -> Placing:
    """Find how the coordinates of a layer are to be read.

    Args:
        points: (n, 2) x, y in the numbers of the file; a sample that is spread over it.
        definition: what the file says.
        context: the city; without its extent only degrees and metres are told apart, and no metres are guessed.
    """
    points = points[np.isfinite(points).all(axis=1)][:POINTS]
    said = Fit(definition.crs, inside=_inside(points, definition.crs, context)) if definition.crs else Fit("")
    if not len(points):
        return Placing(definition, said)
    if said.way and said.inside >= INSIDE:
        return Placing(definition, said, as_said=said.inside)
    if said.way and context.extent is None and _possible(points, said.way):
        return Placing(definition, said, as_said=said.inside)
    found = _candidates(points, definition, context)
    if not found:
        possible = bool(said.way) and _possible(points, said.way)
        return Placing(definition, said if possible else Fit(""), fits=possible, as_said=said.inside)
    return Placing(definition, found[0], tuple(found[1:4]), fits=False, as_said=said.inside)


def fit_of(points: Any, way: str, context: Context, *, swapped: bool) -> Fit:
    """How well a way fits that somebody has named; arguments as those of `place`."""
    points = points[np.isfinite(points).all(axis=1)][:POINTS]
    return Fit(way, swapped, _inside(_turned(points, swapped), way, context))


def _candidates(points: Any, definition: Definition, context: Context) -> list[Fit]:
    """Ways that put the points in the city, the likeliest first."""
    tried = [fit_of(points, way, context, swapped=swapped) for way, swapped in _ways(points, definition, context)]
    inside = [fit for fit in tried if fit.inside >= CLEARLY_INSIDE]
    if not inside and definition.crs == "":
        inside = [fit for fit in tried if fit.inside >= INSIDE]
    return [_with_distance(fit, points, definition) for fit in inside]


def _ways(points: Any, definition: Definition, context: Context) -> list[tuple[str, bool]]:
    """All ways worth trying, in the order in which they are likely: simple faults before strange ones."""
    plane = [way for way in _planes(context) if way != definition.crs] if context.extent else []
    degrees = bool((np.abs(points) <= 180).all(axis=1).mean() >= INSIDE)
    if not degrees:
        return [*([(definition.crs, True)] if definition.crs else []), *product(plane, (False, True))]
    ways = [(CRS84, False), (CRS84, True)]
    if definition.crs and is_degrees(definition.crs):
        wrong = [*WORLD_UTM, *utm_zones()]
        right = [way for way in plane if way in zones()]
        ways += [(f"{a}{THEN}{b}", False) for b, a in product(right, wrong)]
    return ways


@lru_cache(maxsize=16)
def _planes(context: Context) -> tuple[str, ...]:
    """Projected systems: the city's own, then VN-2000 and UTM, then UTM of the place on the usual datums."""
    known = [*context.crs, *zones(), *WORLD_UTM, *utm_zones(), "EPSG:3857"]
    if context.extent is not None:
        west, south, east, north = context.extent
        area = AreaOfInterest(west, south, east, north)
        for datum in MODERN_DATUMS:
            known += [f"{i.auth_name}:{i.code}" for i in query_utm_crs_info(datum_name=datum, area_of_interest=area)]
    return tuple(dict.fromkeys(known))


def _turned(points: Any, swapped: bool) -> Any:
    return points[:, ::-1] if swapped else points


def _inside(points: Any, way: str, context: Context) -> float:
    """Part of the points that come out in the city, or in Vietnam where no city is known."""
    if not way or not len(points) or not _possible(points, way):
        return 0.0
    x, y = mover(way)(points[:, 0], points[:, 1])
    west, south, east, north = _widened(context.extent or VIETNAM)
    within = (x >= west) & (x <= east) & (y >= south) & (y <= north)
    if context.outline is None:
        return float(within.mean())
    ground = _ground(context.outline)
    return float((within & shapely.contains_xy(ground, np.where(within, x, 0), np.where(within, y, 0))).mean())


@lru_cache(maxsize=4)
def _ground(outline: bytes) -> Any:
    """The city with a margin, coarse: a border of a hundred thousand corners would cost seconds."""
    shape = shapely.from_wkb(outline)
    margin = (shapely.bounds(shape)[3] - shapely.bounds(shape)[1]) * MARGIN
    ground = shapely.buffer(shapely.simplify(shape, margin / 10), margin, quad_segs=2)
    shapely.prepare(ground)
    return ground


def _possible(points: Any, way: str) -> bool:
    """Degrees are at most 180; metres of a city are more. The most of the points decide."""
    numbers_are_degrees = bool((np.abs(points) <= (180.0, 90.0)).all(axis=1).mean() >= INSIDE)
    return numbers_are_degrees == is_degrees(way) or not points.any()


def _widened(extent: Extent) -> Extent:
    west, south, east, north = extent
    x, y = (east - west) * MARGIN, (north - south) * MARGIN
    return west - x, south - y, east + x, north + y


def _with_distance(fit: Fit, points: Any, definition: Definition) -> Fit:
    if not definition.crs or not _possible(points, definition.crs):
        return fit
    before = mover(definition.crs)(*np.median(points, axis=0))
    after = mover(fit.way)(*np.median(_turned(points, fit.swapped), axis=0))
    metres = math.hypot(
        (after[0] - before[0]) * 111_320 * math.cos(math.radians(after[1])), (after[1] - before[1]) * 110_574
    )
    return Fit(fit.way, fit.swapped, fit.inside, round(metres, 1) if math.isfinite(metres) else None)
