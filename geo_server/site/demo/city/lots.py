"""Cut blocks into lots: rows of rectangles in the block's own direction, clipped to what the streets leave."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import shapely
from shapely import Polygon, affinity, box
from shapely.geometry.base import BaseGeometry

from .frame import rng_for
from .rectangles import polygons_of, sides_of
from .streets import Block, Street, Zone

MIN_LOT_M2 = 40.0
SHEET_LOTS = 240
SURVEY_M = 0.01
"""Corners lie on this grid, as surveyors write them; it also closes the needles that clipping leaves."""


@dataclass(frozen=True)
class Lot:
    """One parcel.

    Attributes:
        ground: its land, EPSG:9210.
        plain: the rectangle it was cut as, in the block's direction (x along the street).
        angle_deg: turn of the block's direction from east, about `pivot`.
        front_south: the street lies at the rectangle's lower side.
        sheet, number: as the cadastre numbers it; unique together.
    """

    zone: Zone
    ground: Polygon
    plain: tuple[float, float, float, float]
    angle_deg: float
    pivot: tuple[float, float]
    front_south: bool
    sheet: str
    number: int

    @property
    def code(self) -> str:
        """Sheet and number in one."""
        return f"{self.sheet}/{self.number}"

    def place(self, shape: Polygon) -> Polygon:
        """A shape of the block's direction, put on the ground."""
        turned: Polygon = affinity.rotate(shape, self.angle_deg, origin=self.pivot)
        return turned


def cut_lots(blocks: list[Block], streets: list[Street], *, kept_free: BaseGeometry) -> list[Lot]:
    """All lots of the quarter, sheet by sheet.

    Args:
        blocks: ground between streets, to the middle of the streets.
        streets: they take half their width on either side.
        kept_free: ground that belongs to nobody here (the canal and its banks).
    """
    rng = rng_for("lots")
    roads = shapely.union_all([street.line.buffer(street.width_m / 2, cap_style="flat") for street in streets])
    shapely.prepare(roads)
    taken = shapely.union_all([roads, kept_free])
    pieces = [piece for block in blocks for piece in _pieces(block, taken, rng)]
    return [
        Lot(*piece, sheet=str(1 + index // SHEET_LOTS), number=1 + index % SHEET_LOTS)
        for index, piece in enumerate(pieces)
    ]


Piece = tuple[Zone, Polygon, tuple[float, float, float, float], float, tuple[float, float], bool]


def _pieces(block: Block, taken: BaseGeometry, rng: np.random.Generator) -> Iterator[Piece]:
    """The lots of one block, without their numbers."""
    near = shapely.intersection(taken, block.ground.buffer(1.0))
    for ground in polygons_of(block.ground.difference(near)):
        if ground.area >= MIN_LOT_M2:
            yield from _rows(block, ground, rng)


def _rows(block: Block, ground: Polygon, rng: np.random.Generator) -> Iterator[Piece]:
    angle = _direction_deg(ground)
    pivot = (ground.centroid.x, ground.centroid.y)
    west, south, east, north = affinity.rotate(ground, -angle, origin=pivot).bounds
    rows = block.zone.style.rows if north - south > 0.7 * block.zone.style.block_depth_m else 1
    edges = np.linspace(south, north, rows + 1)
    for row in range(rows):
        for left, right in _slices(west, east, block.zone.style.lot_width_m, rng):
            plain = (left, float(edges[row]), right, float(edges[row + 1]))
            cut = affinity.rotate(box(*plain), angle, origin=pivot).intersection(ground)
            lot = shapely.set_precision(cut, SURVEY_M)
            if isinstance(lot, Polygon) and lot.area >= MIN_LOT_M2:
                yield block.zone, lot, plain, angle, pivot, row == 0


def _slices(
    start: float, end: float, width: tuple[float, float], rng: np.random.Generator
) -> Iterator[tuple[float, float]]:
    """Consecutive widths; what is left at the end joins the last one."""
    left = start
    while end - left > 1.6 * width[1]:
        right = left + float(rng.uniform(*width))
        yield left, right
        left = right
    yield left, end


def _direction_deg(ground: Polygon) -> float:
    """Direction of the longer side of the smallest rectangle around some ground, degrees from east."""
    along = sides_of(ground).longer
    return float(np.degrees(np.arctan2(along[1], along[0])))
