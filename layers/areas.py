"""A unit of the city's division, as it crosses the door of this package."""

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from shapely.geometry.base import BaseGeometry

AreaKind = Literal["ward", "commune", "special_zone", "district", "city"]

LOWEST_LEVEL: tuple[AreaKind, ...] = ("ward", "commune", "special_zone")
"""Wards, communes and special zones are one level: together they cover the city."""


@dataclass(frozen=True)
class AreaUnit:
    """One version of a unit. Codes are reused in law: the key is (code, valid_from), never the code alone.

    Attributes:
        valid_from, valid_to: [from, to); no end while it stands.
        legal_act: what made it ("Nghị quyết 1685/NQ-UBTVQH15").
        parent: code of the unit above, on the same days; "" for none.
        geometry: its territory in WGS 84, longitude first, where the answer carries it (`list_areas`), else None.
    """

    code: str
    name_vi: str
    name_en: str
    kind: AreaKind
    valid_from: date
    valid_to: date | None = None
    legal_act: str = ""
    parent: str = ""
    geometry: BaseGeometry | None = field(default=None, compare=False, repr=False)


def level_of(kind: str) -> tuple[str, ...]:
    """The kinds that stand on one level with this one."""
    return LOWEST_LEVEL if kind in LOWEST_LEVEL else (kind,)
