"""What the permits say about a change: which of them speak for it, and what each leaves open."""

from .reasons import HOLDS, WEIGHT, Number, Reason, ReasonCode, area_numbers, by_weight
from .rules import MatchRules
from .situation import ParcelUnder, PermitNear, Situation
from .spread import Spread


def permit_reasons(situation: Situation, rules: MatchRules) -> tuple[PermitNear | None, tuple[Reason, ...]]:
    """The permit that fits the change best, and what is still wrong with it.

    Returns:
        The permit and its reasons, heaviest first; a permit that leaves nothing open gives one MATCH_OK. Without any
        permit: None, and NO_PERMIT, or PERMIT_GEOMETRY_UNCERTAIN when there is no register that could hold one.
    """
    permits = [permit for permit in situation.permits if speaks(permit, situation, rules)]
    permits = permits or [permit for permit in situation.permits if may_speak(permit, rules)]
    judged = [(permit, judge(permit, situation, rules)) for permit in permits]
    if judged:
        return max(judged, key=lambda pair: _fit(*pair))
    if not situation.has_permit_register:
        return None, (Reason(ReasonCode.PERMIT_GEOMETRY_UNCERTAIN, {"register": "missing"}),)
    return None, (Reason(ReasonCode.NO_PERMIT, {"built_m2": round(situation.change.area_m2, 1)}),)


def speaks(permit: PermitNear, situation: Situation, rules: MatchRules) -> bool:
    """Whether a permit is meant for this change; one drawn elsewhere on the same parcel is for another building."""
    if permit.revoked:
        return False
    if covers(permit, situation, rules):
        return True
    return names_parcel(permit, situation) and (permit.drawn_m2 is None or not permit.on_parcel)


def may_speak(permit: PermitNear, rules: MatchRules) -> bool:
    """A permit that the register knows only by its address; asked when no other speaks."""
    return not permit.revoked and permit.is_unplaced and permit.distance_m <= rules.point_reach_m


def names_parcel(permit: PermitNear, situation: Situation) -> bool:
    """Whether it was issued for the parcel under most of the change."""
    return situation.parcel is not None and permit.parcel == situation.parcel.key


def covers(permit: PermitNear, situation: Situation, rules: MatchRules) -> bool:
    """Whether it is drawn on the change: on a good part of the smaller of the two."""
    if not permit.drawn_m2:
        return False
    return permit.part_m2.likely >= rules.cover_share * min(permit.drawn_m2, situation.change.wall_m2.likely)


def judge(permit: PermitNear, situation: Situation, rules: MatchRules) -> tuple[Reason, ...]:
    """Everything that is wrong with one permit for this change; MATCH_OK if nothing surely is, before what may be."""
    found = [
        _of_another_parcel(permit, situation, rules),
        _out_of_time(permit, situation),
        _later_than_change(permit, situation),
        _exceeded(permit, situation, rules),
        _uncertain_place(permit, situation, rules),
    ]
    reasons = [reason for reason in found if reason is not None and reason.share >= HOLDS]
    if not any(reason.is_sure for reason in reasons):
        reasons.append(Reason(ReasonCode.MATCH_OK, {"permit_no": permit.permit_no}))
    return by_weight(reasons)


def _fit(permit: PermitNear, reasons: tuple[Reason, ...]) -> tuple[int, int, float, float, str]:
    """Larger for a permit that fits better: what it leaves open weighs less, it covers more, it lies nearer."""
    return WEIGHT[reasons[0].code], -len(reasons), permit.part_m2.likely, -permit.distance_m, permit.permit_no


def _of_another_parcel(permit: PermitNear, situation: Situation, rules: MatchRules) -> Reason | None:
    """The drawing lies on the change, but it was issued for another parcel, or the building spills onto another one."""
    if not permit.parcel or not covers(permit, situation, rules) or situation.parcel is None:
        return None
    strangers = [parcel for parcel in situation.parcels if parcel.key != permit.parcel]
    spilt = max(strangers, key=lambda parcel: parcel.part_m2.likely, default=None)
    if spilt is None:
        return None
    share = rules.share_counting(spilt.part_m2, of_m2=situation.change.wall_m2.likely)
    return Reason(ReasonCode.WRONG_PARCEL, _parcel_numbers(permit, spilt), share)


def _parcel_numbers(permit: PermitNear, stranger: ParcelUnder) -> dict[str, Number]:
    return {
        "permit_no": permit.permit_no,
        "permit_parcel": permit.parcel,
        "parcel": stranger.key,
        **area_numbers("overlap", stranger.part_m2),
    }


def _out_of_time(permit: PermitNear, situation: Situation) -> Reason | None:
    """Ended before the work can have begun; a temporary building must be gone when its permit ends."""
    if permit.expires is None:
        return None
    numbers: dict[str, Number] = {"permit_no": permit.permit_no, "expires": permit.expires.isoformat()}
    if permit.temporary and permit.expires < situation.change.after:
        return Reason(ReasonCode.TEMPORARY_PERMIT_EXPIRED, numbers | {"seen": situation.change.after.isoformat()})
    if permit.expires < situation.change.before:
        return Reason(ReasonCode.PERMIT_EXPIRED, numbers | {"untouched": situation.change.before.isoformat()})
    return None


def _later_than_change(permit: PermitNear, situation: Situation) -> Reason | None:
    if permit.issued is None or permit.issued <= situation.change.after:
        return None
    numbers: dict[str, Number] = {
        "permit_no": permit.permit_no,
        "issued": permit.issued.isoformat(),
        "seen": situation.change.after.isoformat(),
    }
    return Reason(ReasonCode.PERMIT_LATER_THAN_CHANGE, numbers)


def _exceeded(permit: PermitNear, situation: Situation, rules: MatchRules) -> Reason | None:
    """Built beyond the drawn footprint, or, where only a point is known, larger than the registered one."""
    if _place_is_uncertain(permit, situation, rules):
        return None
    wall_m2 = situation.change.wall_m2
    excess_m2 = wall_m2 - Spread.sure(permit.footprint_m2) if permit.drawn_m2 is None else permit.excess_m2
    numbers: dict[str, Number] = {
        "permit_no": permit.permit_no,
        **area_numbers("excess", excess_m2),
        "excess_percent": round(100 * excess_m2.likely / wall_m2.likely, 1) if wall_m2.likely else None,
        "permitted_m2": round(permit.footprint_m2, 1),
        "built_m2": round(situation.change.area_m2, 1),
    }
    share = rules.share_counting(excess_m2, of_m2=wall_m2.likely)
    return Reason(ReasonCode.FOOTPRINT_EXCEEDS, numbers, share)


def _uncertain_place(permit: PermitNear, situation: Situation, rules: MatchRules) -> Reason | None:
    if not _place_is_uncertain(permit, situation, rules):
        return None
    numbers: dict[str, Number] = {"permit_no": permit.permit_no, "distance_m": round(permit.distance_m, 1)}
    return Reason(ReasonCode.PERMIT_GEOMETRY_UNCERTAIN, numbers)


def _place_is_uncertain(permit: PermitNear, situation: Situation, rules: MatchRules) -> bool:
    """Known only by its address, or drawn off the parcel that it names; a point on a named parcel is good enough."""
    if permit.drawn_m2 is None:
        return permit.is_unplaced
    return not permit.on_parcel and not covers(permit, situation, rules)
