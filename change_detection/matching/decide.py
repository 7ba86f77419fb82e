"""From the facts about a change to its reasons. A person confirms a violation; this only sorts what he looks at."""

from dataclasses import dataclass

from .permits import permit_reasons
from .plan import height_question, plan_reasons
from .reasons import HOLDS, NO_FINDING, Number, Reason, ReasonCode, by_weight
from .rules import MatchRules
from .situation import ChangeClass, PermitNear, Situation

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
    def share(self) -> float:
        """The share of the possible places of the walls at which the main reason holds."""
        return self.reasons[0].share

    @property
    def is_finding(self) -> bool:
        """Whether somebody should look at it."""
        return self.code not in NO_FINDING


def decide(situation: Situation, rules: MatchRules) -> Match:
    """Say which rules hold for a change.

    A change thinner than the registration residual proves nothing, a demolition and bare land need no building permit,
    and under a new roof a floor may hide: these end the question. Otherwise plan and permits are both asked, and where
    the plan already objects the missing permit is still told. What is in doubt accuses nobody: it is told, after what
    is sure, and makes no finding of a change that has its permit.
    """
    for end in (_within_residual(situation), _nothing_built(situation), _roof_only(situation)):
        if end is not None:
            return Match((end,))
    permit, about_permit = permit_reasons(situation, rules)
    about_place = plan_reasons(situation, rules)
    plan_objects = any(reason.is_sure for reason in about_place)
    exempt = _exempt(situation, rules)
    if permit is None and exempt is not None and not plan_objects:
        return Match(by_weight([exempt, *about_place]))
    question = height_question(situation, rules, permit=permit)
    reasons = [*about_place, *about_permit, *([question] if question else [])]
    if plan_objects or question:
        reasons = [reason for reason in reasons if reason.code != ReasonCode.MATCH_OK]
    return Match(by_weight(reasons), permit)


def _within_residual(situation: Situation) -> Reason | None:
    """Where two scenes do not lie on each other, every wall shows a rim as wide as they lie apart."""
    change = situation.change
    if change.residual_m is None:
        return None
    share = 1.0 - change.width_m.share_above(change.residual_m)
    if share < HOLDS:
        return None
    numbers: dict[str, Number] = {
        "width_m": round(max(0.0, change.width_m.likely), 2),
        "residual_m": round(change.residual_m, 2),
    }
    return Reason(ReasonCode.WITHIN_REGISTRATION_ERROR, numbers, share)


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


def _exempt(situation: Situation, rules: MatchRules) -> Reason | None:
    """No permit is asked for here: an approved detail plan, or land of defence and security."""
    parcel, zone = situation.parcel, situation.zone
    if parcel is not None and parcel.land_code in rules.exempt_land_codes:
        return Reason(ReasonCode.EXEMPT, {"because": "land_code", "land_code": parcel.land_code})
    if zone is not None and zone.permit_exempt:
        return Reason(ReasonCode.EXEMPT, {"because": "detail_plan", "zone": zone.code})
    return None
