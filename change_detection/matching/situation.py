"""The facts about one change that the rules read: plain numbers, already measured in square metres and metres."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeVar

from .spread import NOTHING, Spread


class ChangeClass(StrEnum):
    """What kind of difference it is; `UNCLEAR` where no building is seen at either date."""

    NEW_BUILDING = "new_building"
    EXTENSION = "extension"
    DEMOLITION = "demolition"
    ROOF_MATERIAL = "roof_material"
    LAND_CLEARING = "land_clearing"
    UNCLEAR = "unclear"


@dataclass(frozen=True)
class ChangeFacts:
    """The change itself.

    Attributes:
        area_m2: inside the outline as it is drawn, eaves included.
        wall_m2: inside its walls, which lie somewhere in a band on both sides of their likeliest place.
        width_m: diameter of the largest circle inside the walls, at both ends of the band and in its middle.
        before, after: days of the two scenes; the change lies in (before, after].
        residual_m: how far the scenes may lie apart as they were compared; None where nobody knows.
    """

    change_class: ChangeClass
    area_m2: float
    wall_m2: Spread
    width_m: Spread
    before: date
    after: date
    residual_m: float | None


@dataclass(frozen=True)
class ParcelUnder:
    """A parcel under the change or right beside it.

    Attributes:
        part_m2: how much of the change lies on it.
        parcel_m2: its own area.
        built_m2: other buildings on it, as a register of buildings knows them; None where there is no such register.
    """

    sheet: str
    number: str
    part_m2: Spread
    parcel_m2: float = 0.0
    built_m2: float | None = None
    land_code: str = ""
    address: str = ""

    @property
    def key(self) -> str:
        """Sheet and number as they are written: "12/345"."""
        return f"{self.sheet}/{self.number}"


@dataclass(frozen=True)
class PlanLimits:
    """What the plan allows in a zone; None where it does not say.

    Attributes:
        coverage: share of a parcel that may be built on, 0 to 1.
        floor_area_ratio: floor area of all storeys over the area of the parcel.
    """

    floors: int | None = None
    height_m: float | None = None
    coverage: float | None = None
    floor_area_ratio: float | None = None


@dataclass(frozen=True)
class ZoneUnder:
    """A planning zone under the change or right beside it.

    Attributes:
        part_m2: how much of the change lies in it.
        whole_m2: the whole change in the band in which `part_m2` was measured, which is as wide as the zone is drawn
            badly; None where that is the band of its walls.
    """

    code: str
    use: str
    part_m2: Spread
    whole_m2: Spread | None = None
    buildable: bool = True
    permit_exempt: bool = False
    limits: PlanLimits = PlanLimits()


T = TypeVar("T", ParcelUnder, ZoneUnder)


@dataclass(frozen=True)
class RoadReserve:
    """Land between two red lines under the change or right beside it."""

    road: str
    part_m2: Spread


@dataclass(frozen=True)
class PermitNear:
    """A permit that lies on the change, names its parcel, or stands near it.

    Attributes:
        parcel: "sheet/number" it was issued for; empty when the register does not say.
        issued: None when the register does not say.
        footprint_m2: permitted footprint as registered.
        floors: permitted storeys, None when the register does not say.
        drawn_m2: area of the drawn footprint; None when the register only knows a point.
        part_m2: how much of the change lies inside the drawn footprint.
        excess_m2: how much of the change lies outside it.
        on_parcel: its geometry touches the parcel that it names.
        distance_m: from its geometry to the walls.
        revoked: taken back; it speaks for nothing.
    """

    permit_no: str
    parcel: str
    issued: date | None
    expires: date | None
    footprint_m2: float
    floors: int | None = None
    temporary: bool = False
    drawn_m2: float | None = None
    part_m2: Spread = NOTHING
    excess_m2: Spread = NOTHING
    on_parcel: bool = True
    distance_m: float = 0.0
    revoked: bool = False

    @property
    def is_unplaced(self) -> bool:
        """Known by its address only: neither drawn nor with the number of a parcel."""
        return self.drawn_m2 is None and not self.parcel


@dataclass(frozen=True)
class Situation:
    """A change with all that the registers hold at its place.

    Attributes:
        permits: valid, expired and revoked ones.
        has_permit_register: False when this server has no collection of permits, so that absence proves nothing.
    """

    change: ChangeFacts
    parcels: tuple[ParcelUnder, ...] = ()
    zones: tuple[ZoneUnder, ...] = ()
    reserves: tuple[RoadReserve, ...] = ()
    permits: tuple[PermitNear, ...] = ()
    has_permit_register: bool = True

    @property
    def parcel(self) -> ParcelUnder | None:
        """The parcel under the largest part of the change."""
        return _largest(self.parcels)

    @property
    def zone(self) -> ZoneUnder | None:
        """The zone under the largest part of the change."""
        return _largest(self.zones)


_Under = TypeVar("_Under", ParcelUnder, ZoneUnder)


def _largest(things: tuple[_Under, ...]) -> _Under | None:
    """The one under most of the change; None where only neighbours were found, which lie under none of it."""
    under = [thing for thing in things if thing.part_m2.outer > 0]
    return max(under, key=lambda thing: (thing.part_m2.likely, thing.part_m2.outer), default=None)
