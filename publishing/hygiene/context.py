"""What is known of the city before a file is looked at; plain values, so that hygiene asks no database."""

from dataclasses import dataclass

Extent = tuple[float, float, float, float]


@dataclass(frozen=True)
class KnownUnit:
    """An administrative unit and its size, as the city's own area versions have it."""

    name: str
    area_km2: float


@dataclass(frozen=True)
class Context:
    """The city that a file is meant for.

    Attributes:
        extent: west, south, east, north of the city in degrees; None: nothing is compared with it.
        outline: its border as WKB in degrees, longitude first; None: the extent is all that is known.
        crs: its own projected systems, the most usual first ("EPSG:9210").
        units: its units by name, for layers of units; former units too, as people still hand them in.
        year: the present year; two-digit years and dates in the future are judged by it.
    """

    extent: Extent | None = None
    outline: bytes | None = None
    crs: tuple[str, ...] = ()
    units: tuple[KnownUnit, ...] = ()
    year: int = 2026
