"""The city as hygiene wants to know it: its border, its own reference systems, its units and their sizes."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.conf import settings

from layers import api as layers

if TYPE_CHECKING:
    from .hygiene import Context

OWN_CRS = {"hcmc": ("EPSG:9210", "EPSG:3405", "EPSG:5899", "EPSG:32648")}
"""City to its projected systems, the most usual first; EPSG:5899 is that of the former Bà Rịa–Vũng Tàu."""

BORDER_DEG = 0.001
"""A border is compared with places no finer than this, about a hundred metres."""


def city_context(*, now: datetime) -> "Context":
    """What is known of the city today; without area versions its border is not known."""
    import shapely

    from .hygiene import Context, KnownUnit

    units = layers.list_areas(day=now.date())
    crs = OWN_CRS.get(settings.CITY, ())
    shapes = [unit.geometry for unit in units if unit.geometry is not None]
    if not shapes:
        return Context(crs=crs, year=now.year)
    border = shapely.buffer(shapely.union_all(shapely.simplify(shapes, BORDER_DEG)), BORDER_DEG)
    west, south, east, north = map(float, border.bounds)
    return Context(
        extent=(west, south, east, north),
        outline=shapely.to_wkb(border),
        crs=crs,
        units=tuple(
            KnownUnit(unit.name_vi, layers.area_m2(shape) / 1e6) for unit, shape in zip(units, shapes, strict=True)
        ),
        year=now.year,
    )
