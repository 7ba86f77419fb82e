"""What the registers hold near a change that did not count, and why: an inspector asks for it first."""

from dataclasses import dataclass, field
from enum import StrEnum

from .decide import Match
from .permits import judge, may_speak, names_parcel, speaks
from .plan import part_numbers
from .reasons import HOLDS, Number, ReasonCode
from .rules import MatchRules
from .situation import PermitNear, Situation


class Register(StrEnum):
    """The registers that changes are held against."""

    PARCELS = "parcels"
    ZONING = "zoning"
    RED_LINES = "red_lines"
    PERMITS = "permits"


class WhyNotCode(StrEnum):
    """Why something near a change did not count."""

    REVOKED = "REVOKED"
    TOO_FAR = "TOO_FAR"
    DRAWN_ELSEWHERE = "DRAWN_ELSEWHERE"
    OTHER_PARCEL = "OTHER_PARCEL"
    OTHER_BUILDING = "OTHER_BUILDING"
    COVERS_TOO_LITTLE = "COVERS_TOO_LITTLE"
    BETTER_SPEAKS = "BETTER_SPEAKS"
    FITS_LESS = "FITS_LESS"
    ENDED_BETWEEN = "ENDED_BETWEEN"
    ISSUED_BETWEEN = "ISSUED_BETWEEN"
    BRUSHED = "BRUSHED"


_ABOUT_TIME = {ReasonCode.TEMPORARY_PERMIT_EXPIRED, ReasonCode.PERMIT_EXPIRED, ReasonCode.PERMIT_LATER_THAN_CHANGE}


@dataclass(frozen=True)
class WhyNot:
    """One thing of a register that did not count.

    Attributes:
        register: where it stands.
        key: its number there: of a permit, "sheet/number" of a parcel, the code of a zone, the name of a road.
        numbers: behind the reason, as those of a `Reason`.
    """

    register: Register
    key: str
    code: WhyNotCode
    numbers: dict[str, Number] = field(default_factory=dict)


def why_not(situation: Situation, match: Match, rules: MatchRules) -> tuple[WhyNot, ...]:
    """All that lies near a change and did not count: permits nearest first, then parcels, zones and road reserves."""
    permits = sorted(situation.permits, key=lambda permit: (permit.distance_m, permit.permit_no))
    found = [_about_permit(permit, situation, match, rules) for permit in permits]
    found += [*_brushed_parcels(situation, rules), *_brushed_zones(situation, match, rules)]
    found += _brushed_reserves(situation, match, rules)
    return tuple(one for one in found if one is not None)


def _about_permit(permit: PermitNear, situation: Situation, match: Match, rules: MatchRules) -> WhyNot | None:
    if permit == match.permit:
        return _benefit_of_the_doubt(permit, situation, match)
    code, numbers = _unheard(permit, situation, match, rules)
    if "chosen" in numbers and match.permit is None:
        return None  # the question ended before permits were asked
    return WhyNot(Register.PERMITS, permit.permit_no, code, _named(permit) | numbers)


def _unheard(
    permit: PermitNear, situation: Situation, match: Match, rules: MatchRules
) -> tuple[WhyNotCode, dict[str, Number]]:
    """Why a permit does not speak for a change, the plainest reason first."""
    chosen: dict[str, Number] = {"chosen": match.permit.permit_no if match.permit else None}
    if permit.revoked:
        return WhyNotCode.REVOKED, {}
    if speaks(permit, situation, rules):
        return WhyNotCode.FITS_LESS, chosen | {"objection": str(judge(permit, situation, rules)[0].code)}
    if may_speak(permit, rules):
        return WhyNotCode.BETTER_SPEAKS, chosen
    if permit.is_unplaced:
        return WhyNotCode.TOO_FAR, {"reach_m": rules.point_reach_m}
    if permit.part_m2.likely > 0:
        needed: dict[str, Number] = {"needed_percent": round(100 * rules.cover_share, 1)}
        return WhyNotCode.COVERS_TOO_LITTLE, part_numbers(permit.part_m2, situation) | needed
    if not permit.parcel or situation.parcel is None:
        return WhyNotCode.DRAWN_ELSEWHERE, {}
    if names_parcel(permit, situation):
        return WhyNotCode.OTHER_BUILDING, {"permit_parcel": permit.parcel}
    return WhyNotCode.OTHER_PARCEL, {"permit_parcel": permit.parcel, "parcel": situation.parcel.key}


def _named(permit: PermitNear) -> dict[str, Number]:
    return {"permit_no": permit.permit_no, "distance_m": round(permit.distance_m, 1)}


def _benefit_of_the_doubt(permit: PermitNear, situation: Situation, match: Match) -> WhyNot | None:
    """A permit that ended, or was issued, between the scenes: nobody knows on which side of that day was built."""
    change = situation.change
    if _ABOUT_TIME & {reason.code for reason in match.reasons}:
        return None
    between: dict[str, Number] = {"before": change.before.isoformat(), "after": change.after.isoformat()}
    if permit.expires is not None and change.before <= permit.expires < change.after:
        numbers = _named(permit) | between | {"expires": permit.expires.isoformat()}
        return WhyNot(Register.PERMITS, permit.permit_no, WhyNotCode.ENDED_BETWEEN, numbers)
    if permit.issued is not None and change.before < permit.issued <= change.after:
        numbers = _named(permit) | between | {"issued": permit.issued.isoformat()}
        return WhyNot(Register.PERMITS, permit.permit_no, WhyNotCode.ISSUED_BETWEEN, numbers)
    return None


def _brushed_parcels(situation: Situation, rules: MatchRules) -> list[WhyNot | None]:
    """Neighbouring parcels that the outline touches by less than counts."""
    whole_m2 = situation.change.wall_m2.likely
    return [
        _brushed(Register.PARCELS, parcel.key, {**part_numbers(parcel.part_m2, situation), **_margin(situation, rules)})
        for parcel in situation.parcels
        if parcel != situation.parcel and rules.share_counting(parcel.part_m2, of_m2=whole_m2) < HOLDS
    ]


def _brushed_zones(situation: Situation, match: Match, rules: MatchRules) -> list[WhyNot | None]:
    """Closed or exempt zones of which too little is under the change."""
    forbidden = any(reason.code == ReasonCode.ZONE_FORBIDS for reason in match.reasons)
    needed: dict[str, Number] = {"needed_percent": round(100 * rules.zone_share, 1)}
    return [
        _brushed(Register.ZONING, zone.code, {**part_numbers(zone.part_m2, situation), **needed})
        for zone in situation.zones
        if (rules.is_closed(zone) and not forbidden) or (zone.permit_exempt and zone != situation.zone)
    ]


def _brushed_reserves(situation: Situation, match: Match, rules: MatchRules) -> list[WhyNot | None]:
    if any(reason.code == ReasonCode.OUTSIDE_RED_LINE for reason in match.reasons):
        return []
    return [
        _brushed(
            Register.RED_LINES, reserve.road, {**part_numbers(reserve.part_m2, situation), **_margin(situation, rules)}
        )
        for reserve in situation.reserves
    ]


def _brushed(register: Register, key: str, numbers: dict[str, Number]) -> WhyNot:
    return WhyNot(register, key, WhyNotCode.BRUSHED, {"key": key, **numbers})


def _margin(situation: Situation, rules: MatchRules) -> dict[str, Number]:
    return {"needed_m2": round(max(rules.margin_m2, rules.margin_share * situation.change.wall_m2.likely), 1)}
