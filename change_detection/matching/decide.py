"""From the facts about a change to its reasons. A person confirms a violation; this only sorts what he looks at."""

from dataclasses import dataclass

from .permits import permit_reasons
from .reasons import NO_FINDING, Number, Reason, ReasonCode, by_weight
from .situation import ChangeClass, MatchRules, PermitNear, Situation

_NOTHING_BUILT = {
    ChangeClass.DEMOLITION: "demolition",
    ChangeClass.LAND_CLEARING: "bare_land",
    ChangeClass.UNCLEAR: "bare_land",
}


@dataclass(frozen=True)
class Match:
    """How a change fits the registers.

    Attributes:
        reasons: every rule that holds, heaviest first; never empty.
        permit: the permit that fits best, None without one.
    """

    reasons: tuple[Reason, ...]
    permit: PermitNear | None = None

    @property
    def code(self) -> ReasonCode:
        """The main reason."""
        return self.reasons[0].code

    @property
    def is_finding(self) -> bool:
        """Whether somebody should look at it."""
        return self.code not in NO_FINDING


def decide(situation: Situation, rules: MatchRules) -> Match:
    """Say which rules hold for a change.

    A change thinner than the registration residual proves nothing, a demolition and bare land need no building permit,
    and under a new roof a floor may hide: these end the question. Otherwise plan and permits are both asked, and where
    the plan already objects the missing permit is still told.
    """
    for end in (_within_residual(situation), _nothing_built(situation), _roof_only(situation)):
        if end is not None:
            return Match((end,))
    permit, about_permit = permit_reasons(situation, rules)
    about_place = [reason for reason in (_beyond_red_line(situation, rules), _zone_forbids(situation, rules)) if reason]
    exempt = _exempt(situation, rules)
    if permit is None and exempt is not None and not about_place:
        return Match((exempt,))
    if about_place:
        about_permit = tuple(reason for reason in about_permit if reason.code != ReasonCode.MATCH_OK)
    return Match(by_weight([*about_place, *about_permit]), permit)


def _within_residual(situation: Situation) -> Reason | None:
    change = situation.change
    if change.residual_m is None or change.width_m >= change.residual_m:
        return None
    numbers: dict[str, Number] = {"width_m": round(change.width_m, 2), "residual_m": round(change.residual_m, 2)}
    return Reason(ReasonCode.WITHIN_REGISTRATION_ERROR, numbers)


def _nothing_built(situation: Situation) -> Reason | None:
    """A building that went, or land on which none is seen at either date: no building permit is asked for."""
    because = _NOTHING_BUILT.get(situation.change.change_class)
    if because is None:
        return None
    return Reason(ReasonCode.EXEMPT, {"because": because, "area_m2": round(situation.change.area_m2, 1)})


def _roof_only(situation: Situation) -> Reason | None:
    if situation.change.change_class != ChangeClass.ROOF_MATERIAL:
        return None
    return Reason(ReasonCode.NEEDS_HEIGHT_CHECK, {"area_m2": round(situation.change.area_m2, 1)})


def _beyond_red_line(situation: Situation, rules: MatchRules) -> Reason | None:
    """Part of the building stands on land reserved for a road."""
    reserve = max(situation.reserves, key=lambda reserve: reserve.overlap_m2, default=None)
    if reserve is None or not rules.counts(reserve.overlap_m2, of_m2=situation.change.core_m2):
        return None
    return Reason(ReasonCode.OUTSIDE_RED_LINE, {"road": reserve.road, **_part(reserve.overlap_m2, situation)})


def _zone_forbids(situation: Situation, rules: MatchRules) -> Reason | None:
    """Most of the building stands where the plan allows none."""
    closed = [zone for zone in situation.zones if not zone.buildable]
    overlap_m2 = sum(zone.overlap_m2 for zone in closed)
    if not closed or overlap_m2 < rules.zone_share * situation.change.core_m2:
        return None
    largest = max(closed, key=lambda zone: zone.overlap_m2)
    return Reason(ReasonCode.ZONE_FORBIDS, {"zone": largest.code, "use": largest.use, **_part(overlap_m2, situation)})


def _exempt(situation: Situation, rules: MatchRules) -> Reason | None:
    """No permit is asked for here: an approved detail plan, or land of defence and security."""
    parcel, zone = situation.parcel, situation.zone
    if parcel is not None and parcel.land_code in rules.exempt_land_codes:
        return Reason(ReasonCode.EXEMPT, {"because": "land_code", "land_code": parcel.land_code})
    if zone is not None and zone.permit_exempt:
        return Reason(ReasonCode.EXEMPT, {"because": "detail_plan", "zone": zone.code})
    return None


def _part(overlap_m2: float, situation: Situation) -> dict[str, Number]:
    share = overlap_m2 / situation.change.core_m2 if situation.change.core_m2 else 0.0
    return {"overlap_m2": round(overlap_m2, 1), "overlap_percent": round(100 * share, 1)}
