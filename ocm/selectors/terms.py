"""Which term a step about a finding has."""

from datetime import date

from ocm.deadlines import Step, Term, find_term
from ocm.models import DeadlineRule


def term_for(step: Step, *, reason: str, day: date) -> Term | None:
    """The term that holds on a day for a step about findings with this reason; None if no rule speaks of it."""
    rows = DeadlineRule.objects.filter(step=step, valid__contains=day)
    return find_term([row.as_term() for row in rows], step=step, reason=reason, day=day)
