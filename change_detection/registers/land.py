"""Parcels, planning zones and road reserves under changes and right beside them."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from psycopg import sql

from change_detection.drafts import Draft
from change_detection.matching.situation import ParcelUnder, PlanLimits, RoadReserve, ZoneUnder
from change_detection.matching.spread import Spread

from .places import ask, column, find_register, places

T = TypeVar("T")

_UNDER = sql.SQL("""
    SELECT p.id,
        ST_Area(ST_Intersection(p.core, r.geom)) * p.m2,
        ST_Area(ST_Intersection(p.wall, r.geom)) * p.m2,
        ST_Area(ST_Intersection(p.grown, r.geom)) * p.m2,
        ST_Area(r.geom) * p.m2, p.core_m2, p.wall_m2, p.grown_m2,
        {columns}
    FROM pg_temp.change_place p JOIN {register} r ON ST_Intersects(p.grown, r.geom)
    ORDER BY p.id, r.fid
""")


def parcels_under(drafts: Sequence[Draft], *, collection: str, accuracy_m: float) -> dict[str, tuple[ParcelUnder, ...]]:
    """The parcels that each change touches, by its id."""
    return _under(drafts, collection, accuracy_m, ("sheet", "number", "land_code", "address"), _parcel)


def zones_under(drafts: Sequence[Draft], *, collection: str, accuracy_m: float) -> dict[str, tuple[ZoneUnder, ...]]:
    """The planning zones that each change touches, by its id; a zone that does not say so is buildable."""
    return _under(drafts, collection, accuracy_m, _ZONE, _zone)


def reserves_under(
    drafts: Sequence[Draft], *, collection: str, accuracy_m: float
) -> dict[str, tuple[RoadReserve, ...]]:
    """The land between red lines that each change touches, by its id."""
    return _under(drafts, collection, accuracy_m, ("road_name",), _reserve)


@dataclass(frozen=True)
class _Part:
    """What of a change lies on a thing of a register, the whole change in the same band, and how large the thing is."""

    part_m2: Spread
    whole_m2: Spread
    thing_m2: float


def _parcel(part: _Part, sheet: Any, number: Any, land_code: Any, address: Any) -> ParcelUnder:
    return ParcelUnder(
        _text(sheet),
        _text(number),
        part.part_m2,
        parcel_m2=part.thing_m2,
        land_code=_text(land_code),
        address=_text(address),
    )


_LIMITS = ("max_floors", "max_height_m", "max_coverage", "max_far")
_ZONE = ("zone_code", "use", "buildable", "permit_exempt", *_LIMITS)


def _zone(part: _Part, code: Any, use: Any, buildable: Any, exempt: Any, *limits: Any) -> ZoneUnder:
    return ZoneUnder(
        _text(code),
        _text(use),
        part.part_m2,
        whole_m2=part.whole_m2,
        buildable=buildable is not False,
        permit_exempt=bool(exempt),
        limits=_limits(*limits),
    )


def _limits(floors: Any, height_m: Any, coverage: Any, floor_area_ratio: Any) -> PlanLimits:
    """What a plan says of a zone; a coverage above one is a percentage, and a plan's zero is no limit but no word."""
    share = float(coverage) if coverage else None
    return PlanLimits(
        floors=int(floors) if floors else None,
        height_m=float(height_m) if height_m else None,
        coverage=share / 100 if share is not None and share > 1 else share,
        floor_area_ratio=float(floor_area_ratio) if floor_area_ratio else None,
    )


def _reserve(part: _Part, road: Any) -> RoadReserve:
    return RoadReserve(_text(road), part.part_m2)


def _under(
    drafts: Sequence[Draft], collection: str, accuracy_m: float, columns: tuple[str, ...], make: Callable[..., T]
) -> dict[str, tuple[T, ...]]:
    register = find_register(collection)
    if register is None:
        return {}
    statement = _UNDER.format(
        register=register.relation, columns=sql.SQL(", ").join(column(register, name) for name in columns)
    )
    found: dict[str, list[T]] = defaultdict(list)
    with places(drafts, accuracy_m=accuracy_m):
        for change_id, *row in ask(statement, register):
            part = _Part(Spread(*row[:3]), Spread(*row[4:7]), row[3])
            found[change_id].append(make(part, *row[7:]))
    return {change_id: tuple(things) for change_id, things in found.items()}


def _text(value: Any) -> str:
    return "" if value is None else str(value)
