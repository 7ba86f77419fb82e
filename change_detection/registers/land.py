"""Parcels, planning zones and road reserves under changes."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from psycopg import sql

from change_detection.drafts import Draft
from change_detection.matching.situation import ParcelUnder, RoadReserve, ZoneUnder

from .places import PLACES, ask, column, find_register

T = TypeVar("T")

_UNDER = sql.SQL(
    "WITH {places} SELECT p.id, ST_Area(ST_Intersection(p.core, r.geom)::geography), {columns}"
    " FROM places p JOIN {register} r ON ST_Intersects(p.core, r.geom) ORDER BY p.id, r.fid"
)


def parcels_under(drafts: Sequence[Draft], *, collection: str) -> dict[str, tuple[ParcelUnder, ...]]:
    """The parcels under each change, by its id."""
    return _under(drafts, collection, ("sheet", "number", "land_code", "address"), _parcel)


def zones_under(drafts: Sequence[Draft], *, collection: str) -> dict[str, tuple[ZoneUnder, ...]]:
    """The planning zones under each change, by its id; a zone that does not say so is buildable."""
    return _under(drafts, collection, ("zone_code", "use", "buildable", "permit_exempt"), _zone)


def reserves_under(drafts: Sequence[Draft], *, collection: str) -> dict[str, tuple[RoadReserve, ...]]:
    """The land between red lines under each change, by its id."""
    return _under(drafts, collection, ("road_name",), _reserve)


def _parcel(overlap_m2: float, sheet: Any, number: Any, land_code: Any, address: Any) -> ParcelUnder:
    return ParcelUnder(_text(sheet), _text(number), overlap_m2, land_code=_text(land_code), address=_text(address))


def _zone(overlap_m2: float, code: Any, use: Any, buildable: Any, permit_exempt: Any) -> ZoneUnder:
    return ZoneUnder(
        _text(code), _text(use), overlap_m2, buildable=buildable is not False, permit_exempt=bool(permit_exempt)
    )


def _reserve(overlap_m2: float, road: Any) -> RoadReserve:
    return RoadReserve(_text(road), overlap_m2)


def _under(
    drafts: Sequence[Draft], collection: str, columns: tuple[str, ...], make: Callable[..., T]
) -> dict[str, tuple[T, ...]]:
    register = find_register(collection)
    if register is None:
        return {}
    statement = _UNDER.format(
        places=PLACES,
        register=register.relation,
        columns=sql.SQL(", ").join(column(register, name) for name in columns),
    )
    found: dict[str, list[T]] = defaultdict(list)
    for change_id, overlap_m2, *values in ask(statement, drafts, register):
        found[change_id].append(make(overlap_m2, *values))
    return {change_id: tuple(things) for change_id, things in found.items()}


def _text(value: Any) -> str:
    return "" if value is None else str(value)
