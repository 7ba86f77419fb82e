"""Red lines: land between them is reserved for a street, wider than the street of today."""

from dataclasses import dataclass

import shapely
from shapely import Polygon
from shapely.geometry.base import BaseGeometry

from .frame import quarter_square
from .rectangles import polygons_of
from .streets import Street

WIDENED_DEPTH = 2
WIDENING_M = 6.0


@dataclass(frozen=True)
class Reserve:
    """The land between the two red lines of one street, EPSG:9210."""

    street: Street
    land: Polygon

    @property
    def width_m(self) -> float:
        """Distance between the red lines."""
        return self.street.width_m + 2 * WIDENING_M


def make_reserves(streets: list[Street]) -> list[Reserve]:
    """The reserves of the main streets."""
    frame = quarter_square()
    return [
        Reserve(street, land)
        for street in streets
        if street.depth <= WIDENED_DEPTH
        for land in polygons_of(_strip(street).intersection(frame))
    ]


def _strip(street: Street) -> Polygon:
    return street.line.buffer(street.width_m / 2 + WIDENING_M, cap_style="flat")


def reserved_land(reserves: list[Reserve]) -> BaseGeometry:
    """All reserves as one, ready for many questions."""
    land = shapely.union_all([reserve.land for reserve in reserves])
    shapely.prepare(land)
    return land
