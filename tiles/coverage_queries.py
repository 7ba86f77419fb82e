"""Questions about coverages, as they cross the door of this package."""

from dataclasses import dataclass, field

from shapely.geometry.base import BaseGeometry

Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Region:
    """A box to cut a coverage to.

    Attributes:
        box: minimum x, y, maximum x, y; an infinite side is open.
        crs: short name of the CRS of the numbers; None for the coverage's own.
    """

    box: Box
    crs: str | None


@dataclass(frozen=True)
class Scale:
    """How coarse the answer is: by factors (2 halves the resolution), or by the number of cells."""

    factors: tuple[float, float] = (1.0, 1.0)
    columns: int | None = None
    rows: int | None = None


@dataclass(frozen=True, kw_only=True)
class CoverageQuery:
    """Which part of a coverage, in which CRS, how coarse.

    Attributes:
        regions: all must hold; none means all of it.
        shape: only cells with their centre in this shape (CRS84); the cut is made to its box too.
        bands: names; None for all.
        crs: short name of the CRS of the answer; None for the coverage's own.
        most_values: cells times bands that the answer may hold.
    """

    regions: tuple[Region, ...] = ()
    shape: BaseGeometry | None = field(default=None, hash=False)
    bands: tuple[str, ...] | None = None
    scale: Scale = Scale()
    crs: str | None = None
    most_values: int = 16_777_216
