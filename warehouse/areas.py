"""Area versions as this package needs them: with border, by key. The areas themselves belong to `layers`."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from shapely.geometry.base import BaseGeometry

from layers import api as layers

from .kinds import AreaKey

UNIT_KINDS = ("ward", "commune", "special_zone")
"""The units at the lowest level, which together are the city."""


@dataclass(frozen=True)
class Area:
    """One area version with its border in EPSG:4326, longitude first."""

    key: AreaKey
    name: str
    geometry: BaseGeometry


def areas_of_day(day: date) -> dict[AreaKey, Area]:
    """The lowest-level areas in force on a day, by key, in the order of codes."""
    units = [unit for unit in layers.list_areas(day=day) if unit.kind in UNIT_KINDS]
    return {
        (unit.code, unit.valid_from): Area((unit.code, unit.valid_from), unit.name_vi, unit.geometry)
        for unit in units
        if unit.geometry is not None
    }


def known_keys(days: Iterable[date]) -> set[AreaKey]:
    """Keys of all areas, of every kind, in force on any of these days."""
    return {(unit.code, unit.valid_from) for day in set(days) for unit in layers.list_areas(day=day)}
