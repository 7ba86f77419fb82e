"""By when a step is due: the terms are data, this is the counting; no database, no clock."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum


class Step(StrEnum):
    """What is due."""

    DECIDE = "decide"  # an alert is accepted or dismissed
    CLOSE = "close"  # a case is brought to its end


@dataclass(frozen=True)
class Term:
    """On its days, a step about findings with this reason is due after so many days.

    Attributes:
        priority: the lowest number that applies decides.
        reason: a reason code; "" for any.
        days: calendar days; None: nobody is told of such a finding.
        valid_from, valid_to: half-open; None is open.
    """

    code: str
    priority: int
    step: Step
    reason: str
    days: int | None
    valid_from: date | None = None
    valid_to: date | None = None

    def holds_on(self, day: date) -> bool:
        """True from `valid_from` up to, not including, `valid_to`."""
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day < self.valid_to)


def find_term(terms: Iterable[Term], *, step: Step, reason: str, day: date) -> Term | None:
    """The term for a step about a finding; None if no term speaks of it."""
    fitting = [t for t in terms if t.step == step and t.reason in ("", reason) and t.holds_on(day)]
    return min(fitting, key=lambda term: (term.priority, term.code), default=None)


def due_date(term: Term | None, *, start: date) -> date | None:
    """The last day on which the step is in time; None without a term or without days."""
    return None if term is None or term.days is None else start + timedelta(days=term.days)
