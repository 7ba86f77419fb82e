"""Who is competent for a construction: the rules are data, this is the choosing; no database, no clock.

Where the shape of the rules comes from (zone board, department, ward): Decision 25/2025 of the city,
`docs/understand/competence.md`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class Condition(StrEnum):
    """When a rule applies."""

    INSIDE_ZONE = "inside_zone"  # most of the construction lies in a zone of the collection `argument`
    PERMIT_ISSUED_BY = "permit_issued_by"  # its permit was given or appraised by the organisation `argument`
    ALWAYS = "always"


@dataclass(frozen=True)
class Rule:
    """One rule: on its days, under its condition, this organisation is competent.

    Attributes:
        priority: the lowest number that applies decides.
        argument: zone collection (INSIDE_ZONE), organisation code (PERMIT_ISSUED_BY), empty (ALWAYS).
        organisation: code, or a pattern: `{board}` is the zone's board, `{area_code}` the code of the area unit.
        valid_from, valid_to: half-open; None is open.
    """

    code: str
    priority: int
    condition: Condition
    organisation: str
    argument: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
    legal_act: str = ""

    def holds_on(self, day: date) -> bool:
        """True from `valid_from` up to, not including, `valid_to`."""
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day < self.valid_to)


@dataclass(frozen=True)
class Situation:
    """What the rules ask about one construction.

    Attributes:
        day: the day on which somebody must be competent.
        area_code: code, on that day, of the area unit with the largest share of the construction; "" if none.
        permit_issuer: organisation that gave or appraised its permit; "" without a permit.
        boards: zone collection -> board of the zone that holds most of the construction.
    """

    day: date
    area_code: str
    permit_issuer: str = ""
    boards: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Competence:
    """The organisation that answers, and the rule that chose it."""

    organisation: str
    rule: Rule


def choose(rules: Iterable[Rule], situation: Situation) -> Competence | None:
    """The competent organisation by the first rule that holds and applies; None if no rule does."""
    for rule in sorted(rules, key=lambda rule: (rule.priority, rule.code)):
        if rule.holds_on(situation.day) and _applies(rule, situation):
            board = situation.boards.get(rule.argument, "")
            return Competence(rule.organisation.format(area_code=situation.area_code, board=board), rule)
    return None


def _applies(rule: Rule, situation: Situation) -> bool:
    if "{area_code}" in rule.organisation and not situation.area_code:
        return False
    if rule.condition == Condition.INSIDE_ZONE:
        return bool(situation.boards.get(rule.argument))
    if rule.condition == Condition.PERMIT_ISSUED_BY:
        return situation.permit_issuer == rule.argument
    return True
