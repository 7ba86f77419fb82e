"""What the office may tune; kept as data with a day of entry into force, never as code."""

from dataclasses import dataclass

from .situation import ZoneUnder
from .spread import Spread


@dataclass(frozen=True)
class MatchRules:
    """Margins and exemptions.

    Attributes:
        margin_m2, margin_share: an overlap or excess counts only when it is larger than both.
        zone_share: part of the change in closed zones from which the plan forbids it.
        cover_share: a permit lies on the change from this overlap on, as a part of the smaller of change and
            drawn footprint.
        point_reach_m: a permit known only as a point, without a parcel, may belong to a change this near.
        exempt_land_codes: land on which no permit is asked for (works of defence and security).
        closed_uses: uses of zones on which nothing may be built, for plans that do not say so zone by zone.
        usual_floors: the height is to be checked where a building of so many storeys would break the plan.
        floor_height_m: of a storey, where the plan gives a height in metres.
    """

    margin_m2: float = 10.0
    margin_share: float = 0.10
    zone_share: float = 0.50
    cover_share: float = 0.50
    point_reach_m: float = 30.0
    exempt_land_codes: frozenset[str] = frozenset({"CQP", "CAN"})
    closed_uses: frozenset[str] = frozenset()
    usual_floors: int = 3
    floor_height_m: float = 3.3

    def share_counting(self, part_m2: Spread, *, of_m2: float) -> float:
        """The share of the possible places of the walls at which a part is large enough to count, 0 to 1."""
        return part_m2.share_above(max(self.margin_m2, self.margin_share * of_m2))

    def is_closed(self, zone: ZoneUnder) -> bool:
        """Whether nothing may be built in a zone."""
        return not zone.buildable or zone.use in self.closed_uses
