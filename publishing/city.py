"""The city as hygiene wants to know it: its border, its own reference systems, its units and their sizes."""

from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from django.conf import settings

from layers import api as layers

if TYPE_CHECKING:
    from .hygiene import Context

OWN_CRS = {"hcmc": ("EPSG:9210", "EPSG:3405", "EPSG:5899", "EPSG:32648")}
"""City to its projected systems, the most usual first; EPSG:5899 is that of the former Bà Rịa–Vũng Tàu."""

WHEREABOUTS: dict[str, layers.Extent] = {"hcmc": (106.0, 8.5, 107.7, 11.6)}
"""City to where it lies, roughly and with its islands, in degrees: enough to tell a wrong meridian without areas."""

BORDER_DEG = 0.001
"""A border is compared with places no finer than this, about a hundred metres."""


CHANGES_REMEMBERED = 3
"""Of so many reforms the former units are known."""


def city_context(*, now: datetime) -> "Context":
    """What is known of the city today: its areas, or without any where it lies."""
    from .hygiene import Context

    day = now.date()
    return _known(layers.areas_fingerprint(day=day), day) or Context(
        extent=WHEREABOUTS.get(settings.CITY), crs=OWN_CRS.get(settings.CITY, ()), year=day.year
    )


@lru_cache(maxsize=4)
def _known(fingerprint: str, day: date) -> "Context | None":
    """The context made of the areas of a day, kept as long as they are the same; None without areas."""
    import shapely

    from .hygiene import Context, KnownUnit

    units = layers.list_areas(day=day)
    shapes = [unit.geometry for unit in units if unit.geometry is not None]
    if not shapes:
        return None
    border = shapely.buffer(shapely.union_all(shapely.simplify(shapes, BORDER_DEG)), BORDER_DEG)
    west, south, east, north = map(float, border.bounds)
    return Context(
        extent=(west, south, east, north),
        outline=shapely.to_wkb(border),
        crs=OWN_CRS.get(settings.CITY, ()),
        units=tuple(
            KnownUnit(unit.name_vi, layers.area_m2(unit.geometry) / 1e6)
            for unit in (*units, *_former(units))
            if unit.geometry is not None
        ),
        year=day.year,
    )


def _former(units: list[layers.AreaUnit]) -> list[layers.AreaUnit]:
    """The units that stood on the eve of the last changes: files still come with districts that are no more."""
    eves = sorted({unit.valid_from - timedelta(days=1) for unit in units})[-CHANGES_REMEMBERED:]
    return [unit for eve in eves for unit in layers.list_areas(day=eve)]
