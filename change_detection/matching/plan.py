"""What the plan says of a change: red lines, closed zones, how much of a parcel may be covered, how high it may go."""

from math import floor

from .reasons import HOLDS, Number, Reason, ReasonCode, area_numbers
from .rules import MatchRules
from .situation import ParcelUnder, PermitNear, PlanLimits, Situation, ZoneUnder
from .spread import NOTHING, Spread


def plan_reasons(situation: Situation, rules: MatchRules) -> list[Reason]:
    """The rules of the plan that a change breaks, whatever its permit says."""
    found = [
        _beyond_red_line(situation, rules),
        _zone_forbids(situation, rules),
        _covers_too_much(situation, rules),
    ]
    return [reason for reason in found if reason is not None and reason.share >= HOLDS]


def height_question(situation: Situation, rules: MatchRules, *, permit: PermitNear | None) -> Reason | None:
    """Asks for a look at the height where a building of the usual storeys would break the plan.

    A picture from above does not count storeys, so this never says that the plan is broken. A permit for fewer storeys
    than would break it answers the question.
    """
    zone, parcel = situation.zone, situation.parcel
    if zone is None:
        return None
    breaking = floors_that_break(zone.limits, parcel, rules)
    if breaking is None or breaking > rules.usual_floors:
        return None
    if permit is not None and permit.floors is not None and permit.floors < breaking:
        return None
    return Reason(ReasonCode.NEEDS_HEIGHT_CHECK, _height_numbers(zone, parcel, breaking))


def floors_that_break(limits: PlanLimits, parcel: ParcelUnder | None, rules: MatchRules) -> int | None:
    """The number of storeys from which a building breaks the plan; None where the plan does not limit it.

    The floor area ratio limits the storeys by the footprint: with all that stands on the parcel counted as one storey.
    """
    allowed = []
    if limits.floors is not None:
        allowed.append(limits.floors)
    if limits.height_m is not None:
        allowed.append(floor(limits.height_m / rules.floor_height_m))
    if limits.floor_area_ratio is not None and parcel is not None and _footprint(parcel).likely > 0:
        allowed.append(floor(limits.floor_area_ratio * parcel.parcel_m2 / _footprint(parcel).likely))
    return max(0, min(allowed)) + 1 if allowed else None


def _height_numbers(zone: ZoneUnder, parcel: ParcelUnder | None, breaking: int) -> dict[str, Number]:
    limits = zone.limits
    numbers: dict[str, Number] = {
        "because": "plan",
        "zone": zone.code,
        "floors_that_break": breaking,
        "allowed_floors": limits.floors,
        "allowed_height_m": limits.height_m,
        "allowed_ratio": limits.floor_area_ratio,
    }
    if parcel is not None:
        numbers |= {"parcel": parcel.key, "parcel_m2": round(parcel.parcel_m2, 1)}
        numbers |= area_numbers("footprint", _footprint(parcel))
    return numbers


def _beyond_red_line(situation: Situation, rules: MatchRules) -> Reason | None:
    """Part of the building stands on land reserved for a road."""
    reserve = max(situation.reserves, key=lambda reserve: reserve.part_m2.likely, default=None)
    if reserve is None:
        return None
    share = rules.share_counting(reserve.part_m2, of_m2=situation.change.wall_m2.likely)
    return Reason(
        ReasonCode.OUTSIDE_RED_LINE, {"road": reserve.road, **part_numbers(reserve.part_m2, situation)}, share
    )


def _zone_forbids(situation: Situation, rules: MatchRules) -> Reason | None:
    """Most of the building stands where the plan allows none."""
    closed = [zone for zone in situation.zones if rules.is_closed(zone)]
    if not closed:
        return None
    part_m2 = sum((zone.part_m2 for zone in closed), start=NOTHING)
    largest = max(closed, key=lambda zone: zone.part_m2.likely)
    whole_m2 = largest.whole_m2 or situation.change.wall_m2
    share = (part_m2 - whole_m2 * rules.zone_share).share_above(-1e-9)
    numbers = {"zone": largest.code, "use": largest.use, **part_numbers(part_m2, situation)}
    return Reason(ReasonCode.ZONE_FORBIDS, numbers, share)


def _covers_too_much(situation: Situation, rules: MatchRules) -> Reason | None:
    """More of the parcel is built on than the plan allows; without a register of buildings only the change counts."""
    zone, parcel = situation.zone, situation.parcel
    if zone is None or parcel is None or not zone.limits.coverage or rules.is_closed(zone):
        return None
    allowed_m2 = zone.limits.coverage * parcel.parcel_m2
    built_m2 = _footprint(parcel)
    excess_m2 = built_m2 - Spread.sure(allowed_m2)
    numbers: dict[str, Number] = {
        "because": "coverage",
        "zone": zone.code,
        "parcel": parcel.key,
        "parcel_m2": round(parcel.parcel_m2, 1),
        "allowed_percent": round(100 * zone.limits.coverage, 1),
        "allowed_m2": round(allowed_m2, 1),
        "covered_percent": round(100 * built_m2.likely / parcel.parcel_m2, 1) if parcel.parcel_m2 else None,
        "others_m2": None if parcel.built_m2 is None else round(parcel.built_m2, 1),
        **area_numbers("excess", excess_m2),
    }
    share = rules.share_counting(excess_m2, of_m2=situation.change.wall_m2.likely)
    return Reason(ReasonCode.FOOTPRINT_EXCEEDS, numbers, share)


def _footprint(parcel: ParcelUnder) -> Spread:
    """All that is built on a parcel: the change and what stood there."""
    return parcel.part_m2 + Spread.sure(parcel.built_m2 or 0.0)


def part_numbers(part_m2: Spread, situation: Situation) -> dict[str, Number]:
    """How much of the change it is, in square metres with its band and in percent."""
    whole_m2 = situation.change.wall_m2.likely
    percent = 100 * part_m2.likely / whole_m2 if whole_m2 else 0.0
    return {**area_numbers("overlap", part_m2), "overlap_percent": round(percent, 1)}
