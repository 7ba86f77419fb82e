"""Divide the quarter by straight cuts: first into zones, then each zone into blocks; every cut is a street."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from shapely import LineString, Point, Polygon
from shapely.ops import split

from .frame import quarter_square, rng_for
from .land_use import STYLES, Style, Use
from .rectangles import length_of, polygons_of, sides_of

ZONE_DEPTH = 6
WIDTHS_M = (28.0, 22.0, 18.0, 14.0, 12.0, 10.0)
"""Widths of the streets by the depth of the cut that made them; deeper ones take their style's width."""


@dataclass(frozen=True)
class Street:
    """One straight street between two others; `depth` 0 is the avenue that was cut first."""

    line: LineString
    width_m: float
    depth: int


@dataclass(frozen=True)
class Zone:
    """A cell of the plan: its ground to the middle of the streets around it, its use and how it is built."""

    number: int
    ground: Polygon
    use: Use
    style: Style


@dataclass(frozen=True)
class Block:
    """Ground between streets that is cut into lots; `ground` still reaches to the middle of the streets."""

    zone: Zone
    ground: Polygon


def divide_quarter() -> tuple[list[Zone], list[Block], list[Street]]:
    """Zones, blocks and streets of the quarter; the zones cover its square, as do the blocks. EPSG:9210."""
    rng = rng_for("streets")
    streets: list[Street] = []
    cells = list(_cut_evenly(quarter_square(), 0, streets, rng))
    zones = _zones(cells)
    blocks = [block for zone in zones for block in _blocks(zone, zone.ground, ZONE_DEPTH, streets, rng)]
    return zones, blocks, streets


def _cut_evenly(cell: Polygon, depth: int, streets: list[Street], rng: np.random.Generator) -> Iterator[Polygon]:
    """Halve a cell across its longer side until it is a zone."""
    if depth == ZONE_DEPTH:
        yield cell
        return
    share, turn = rng.uniform(0.43, 0.57), rng.normal(0.0, 6.0)
    for half in _cut(cell, share, turn, across_longer=True, width_m=WIDTHS_M[depth], depth=depth, streets=streets):
        yield from _cut_evenly(half, depth + 1, streets, rng)


def _blocks(zone: Zone, cell: Polygon, depth: int, streets: list[Street], rng: np.random.Generator) -> Iterator[Block]:
    """Cut a zone until its blocks have the depth and length of their style."""
    style = zone.style
    sides = sides_of(cell)
    longer, shorter = length_of(sides.longer), length_of(sides.shorter)
    too_deep = shorter > 1.35 * style.block_depth_m
    if not too_deep and longer <= 1.35 * style.block_length_m:
        yield Block(zone, cell)
        return
    pieces = max(
        2, round((shorter if too_deep else longer) / (style.block_depth_m if too_deep else style.block_length_m))
    )
    share = (pieces // 2) / pieces
    for half in _cut(
        cell,
        share,
        rng.normal(0.0, 0.8),
        across_longer=not too_deep,
        width_m=style.lane_m,
        depth=depth,
        streets=streets,
    ):
        yield from _blocks(zone, half, depth + 1, streets, rng)


def _cut(
    cell: Polygon,
    share: float,
    turn_deg: float,
    *,
    across_longer: bool,
    width_m: float,
    depth: int,
    streets: list[Street],
) -> list[Polygon]:
    """Both sides of a street laid through a convex cell, `share` of the way along one of its sides."""
    sides = sides_of(cell)
    along, across = (sides.longer, sides.shorter) if across_longer else (sides.shorter, sides.longer)
    middle = sides.middle + along * (share - 0.5)
    angle = np.radians(turn_deg)
    turned = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]]) @ across
    ray = LineString([middle - 2 * turned, middle + 2 * turned])
    street = ray.intersection(cell)
    if not isinstance(street, LineString):
        raise ValueError("a cell that is not convex cannot be cut by one street")
    streets.append(Street(street, width_m, depth))
    return polygons_of(split(cell, ray))


def _zones(cells: list[Polygon]) -> list[Zone]:
    """Give each cell its use: industry in the north-east, fields in the north-west, housing elsewhere."""
    uses = _uses(cells)
    seen: dict[Use, int] = {}
    zones = []
    for number, (cell, use) in enumerate(zip(cells, uses, strict=True), start=1):
        turn = seen[use] = seen.get(use, -1) + 1
        zones.append(Zone(number, cell, use, STYLES[use][turn % len(STYLES[use])]))
    return zones


def _uses(cells: list[Polygon]) -> list[Use]:
    """The use of each cell, nearest cells first: a compact park, compact fields, the rest strewn about."""
    west, south, east, north = quarter_square().bounds
    uses: dict[int, Use] = {}

    def take(use: Use, count: int, x: float, y: float) -> None:
        near = sorted(range(len(cells)), key=lambda n: cells[n].centroid.distance(Point(x, y)))
        free = [n for n in near if n not in uses]
        uses.update(dict.fromkeys(free[:count], use))

    take(Use.INDUSTRIAL, 6, east, north)
    take(Use.AGRICULTURE, 7, west, north)
    take(Use.RESERVE, 3, west, south)
    take(Use.DEFENCE, 1, west + 0.7 * (east - west), south + 0.4 * (north - south))
    take(Use.MIXED, 6, (west + east) / 2, (south + north) / 2)
    for share_x, share_y in ((0.3, 0.3), (0.75, 0.25), (0.6, 0.8)):
        take(Use.PUBLIC, 1, west + share_x * (east - west), south + share_y * (north - south))
        take(Use.GREEN, 1, west + share_y * (east - west), south + share_x * (north - south))
    return [uses.get(number, Use.RESIDENTIAL) for number in range(len(cells))]
