"""The facts about one change that the rules read: plain numbers, already measured in square metres and metres."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


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
        width_m: diameter of the largest circle inside the polygon.
        core_m2: area of the core, that is the polygon shrunk by the uncertainty of its boundary; the whole area
            when nothing would be left. Only the core is held against boundaries of parcels, zones and permits.
        before, after: days of the two scenes; the change lies in (before, after].
        residual_m: registration residual between the scenes; None when it could not be measured.
    """

    change_class: ChangeClass
    area_m2: float
    core_m2: float
    width_m: float
    before: date
    after: date
    residual_m: float | None


@dataclass(frozen=True)
class ParcelUnder:
    """A parcel under the change; `overlap_m2` is its part of the core."""

    sheet: str
    number: str
    overlap_m2: float
    land_code: str = ""
    address: str = ""

    @property
    def key(self) -> str:
        """Sheet and number as they are written: "12/345"."""
        return f"{self.sheet}/{self.number}"


@dataclass(frozen=True)
class ZoneUnder:
    """A planning zone under the change; `overlap_m2` is its part of the core."""

    code: str
    use: str
    overlap_m2: float
    buildable: bool = True
    permit_exempt: bool = False


@dataclass(frozen=True)
class RoadReserve:
    """Land between two red lines under the change; `overlap_m2` is its part of the core."""

    road: str
    overlap_m2: float


@dataclass(frozen=True)
class PermitNear:
    """A permit that lies on the change, names its parcel, or stands near it.

    Attributes:
        parcel: "sheet/number" it was issued for; empty when the register does not say.
        footprint_m2: permitted footprint as registered.
        drawn_m2: area of the drawn footprint; None when the register only knows a point.
        overlap_m2: part of the whole change inside the drawn footprint.
        excess_m2: part of the core outside the drawn footprint.
        on_parcel: its geometry touches the parcel that it names.
        distance_m: from its geometry to the change.
    """

    permit_no: str
    parcel: str
    issued: date
    expires: date | None
    footprint_m2: float
    temporary: bool = False
    drawn_m2: float | None = None
    overlap_m2: float = 0.0
    excess_m2: float = 0.0
    on_parcel: bool = True
    distance_m: float = 0.0


@dataclass(frozen=True)
class Situation:
    """A change with all that the registers hold at its place.

    Attributes:
        permits: valid and expired ones; revoked permits are left out by the reader.
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
        return max(self.parcels, key=lambda parcel: parcel.overlap_m2, default=None)

    @property
    def zone(self) -> ZoneUnder | None:
        """The zone under the largest part of the change."""
        return max(self.zones, key=lambda zone: zone.overlap_m2, default=None)


@dataclass(frozen=True)
class MatchRules:
    """What the office may tune; kept as data with a day of entry into force, never as code.

    Attributes:
        margin_m2, margin_share: an overlap or excess counts only when it is larger than both.
        zone_share: part of the core in an unbuildable zone from which the plan forbids it.
        cover_share: a permit lies on the change from this overlap on, as a part of the smaller of change and
            drawn footprint.
        point_reach_m: a permit known only as a point, without a parcel, may belong to a change this near.
        exempt_land_codes: land on which no permit is asked for (works of defence and security).
    """

    margin_m2: float = 10.0
    margin_share: float = 0.10
    zone_share: float = 0.50
    cover_share: float = 0.50
    point_reach_m: float = 30.0
    exempt_land_codes: frozenset[str] = frozenset({"CQP", "CAN"})

    def counts(self, part_m2: float, *, of_m2: float) -> bool:
        """Whether a part is large enough to be more than an uncertain outline."""
        return part_m2 > self.margin_m2 and part_m2 > self.margin_share * of_m2
