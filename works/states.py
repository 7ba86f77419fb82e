"""Which state of a request may follow which."""

from .errors import NotThisStep
from .models import WorksRequest

State = WorksRequest.State

FOLLOWS: dict[str, frozenset[str]] = {
    State.DRAFT: frozenset({State.SUBMITTED, State.WITHDRAWN}),
    State.SUBMITTED: frozenset({State.ANSWERED, State.WITHDRAWN}),
    State.ANSWERED: frozenset({State.ANSWERED, State.IN_PROGRESS, State.WITHDRAWN}),
    State.IN_PROGRESS: frozenset({State.IN_PROGRESS, State.ANSWERED, State.DEVIATION_REPORTED, State.CLOSED}),
    State.DEVIATION_REPORTED: frozenset({State.DEVIATION_REPORTED, State.IN_PROGRESS, State.CLOSED}),
    State.CLOSED: frozenset(),
    State.WITHDRAWN: frozenset(),
}
OPEN_TO_VIEW = (State.ANSWERED, State.IN_PROGRESS, State.DEVIATION_REPORTED)
"""While a request is in one of these, its answer may be seen."""


def require_step(state: str, wanted: str) -> None:
    """Refuse a step that does not lead on from a state; raises NotThisStep."""
    if wanted not in FOLLOWS[state]:
        raise NotThisStep(state, wanted)
