"""Houses on lots: a rectangle within the distances of the lot's style, at one date or both."""

from dataclasses import dataclass, replace

import numpy as np
from shapely import Polygon, box
from shapely.geometry.base import BaseGeometry

from .lots import Lot

FLOOR_M = 3.4
MIN_HOUSE_M2 = 24.0
MATERIAL_TONES = 4


@dataclass(frozen=True)
class House:
    """A building.

    Attributes:
        footprint: outer walls, EPSG:9210.
        material, tone: of the roof, as the scene generator names them: a material and which of its colours.
    """

    footprint: Polygon
    floors: int
    year: int
    material: str
    tone: int

    @property
    def height_m(self) -> float:
        """Eaves above ground."""
        return self.floors * FLOOR_M + 1.0


def design_house(lot: Lot, rng: np.random.Generator, *, clear_of: BaseGeometry | None = None) -> House | None:
    """A house that fits the lot and its style; None if nothing of use fits.

    Args:
        lot: where it shall stand.
        rng: draws distances, floors and roof.
        clear_of: ground that must stay free (road reserves).
    """
    style = lot.zone.style
    west, south, east, north = lot.plain
    side, front, back = (float(rng.uniform(*span)) for span in (style.side_m, style.front_m, style.back_m))
    depth = min((north - south) * float(rng.uniform(*style.depth_share)), north - south - front - back)
    low = south + front if lot.front_south else north - front - depth
    plain = box(west + side, low, max(east - side, west + side + 0.1), low + max(depth, 0.1))
    footprint = lot.place(plain).intersection(lot.ground.buffer(-0.15))
    if clear_of is not None:
        footprint = footprint.difference(clear_of)
    if not isinstance(footprint, Polygon) or footprint.area < MIN_HOUSE_M2:
        return None
    floors = int(rng.integers(style.floors[0], style.floors[1] + 1))
    material = style.materials[int(rng.integers(len(style.materials)))]
    return House(footprint, floors, int(rng.integers(1996, 2025)), material, int(rng.integers(MATERIAL_TONES)))


def part_of(house: House, lot: Lot, *, share: float) -> House | None:
    """The earlier, smaller house: `share` of the depth, from the street; None if it does not split cleanly."""
    plain = lot.plain
    low, high = _reach(house, lot)
    edge = low + (high - low) * share if lot.front_south else high - (high - low) * share
    half = (
        box(plain[0] - 50, -1e7, plain[2] + 50, edge)
        if lot.front_south
        else box(plain[0] - 50, edge, plain[2] + 50, 1e7)
    )
    rest = house.footprint.intersection(lot.place(half))
    return replace(house, footprint=rest) if isinstance(rest, Polygon) and rest.area >= MIN_HOUSE_M2 else None


def _reach(house: House, lot: Lot) -> tuple[float, float]:
    """Lower and upper end of a house in the block's direction."""
    turned = replace(lot, angle_deg=-lot.angle_deg).place(house.footprint)
    return float(turned.bounds[1]), float(turned.bounds[3])
