"""Area versions and crosswalks as this package needs them; the areas themselves belong to `layers`."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from shapely.geometry.base import BaseGeometry

from layers import api as layers

from .kinds import AreaKey

UNIT_KINDS = ("ward", "commune", "special_zone")
"""The units at the lowest level, whose sum is the city."""


@dataclass(frozen=True)
class Area:
    """One area version with its border in EPSG:4326."""

    key: AreaKey
    name: str
    name_en: str
    legal_act: str
    geometry: BaseGeometry


def areas_of_day(day: date, *, kinds: tuple[str, ...] = UNIT_KINDS) -> dict[AreaKey, Area]:
    """The areas of these kinds in force on a day, by key."""
    units = [unit for kind in kinds for unit in layers.list_areas(day=day, kind=kind)]
    return {
        (unit.code, unit.valid_from): Area(
            key=(unit.code, unit.valid_from),
            name=unit.name_vi,
            name_en=unit.name_en,
            legal_act=unit.legal_act,
            geometry=unit.geometry,
        )
        for unit in units
    }


def known_keys(days: Iterable[date]) -> set[AreaKey]:
    """Keys of all areas, of every kind, in force on any of these days."""
    return {(unit.code, unit.valid_from) for day in set(days) for unit in layers.list_areas(day=day)}
