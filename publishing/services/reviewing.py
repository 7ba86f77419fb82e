"""The draft before it is published: handed to review, approved or refused, perhaps with broken expectations."""

from datetime import datetime

from geo_server.core.errors import Fault
from geo_server.core.subject import Subject

from ..drafts import mapping_in
from ..errors import BrokenExpectations, ReasonRequired
from ..models import Submission
from ..policy import approval_needed, require_approve, require_handle
from ..states import State
from .clearing import clear_away
from .contracts import remember_mapping
from .transitions import locked, move, require_state


def submit(submission_id: str, *, by: Subject, now: datetime, why: str = "") -> State:
    """Say that the draft is what shall be published; returns IN_REVIEW, or APPROVED where nobody else must look.

    A draft that breaks expectations of its contract always goes to review.

    Raises:
        UnknownSubmission, MayNotDecide, WrongState: it is not his, or no draft.
    """
    with locked(submission_id, by=by) as submission:
        require_handle(by, submission)
        require_state(submission, State.DRAFTED, act_en="submit it", act_vi="trình duyệt")
        submission.submitted_by = by.key
        remember_mapping(submission.owner, mapping_in(submission), by=by, now=now)
        looked_at = expectations_broken(submission) or approval_needed(submission)
        after = State.IN_REVIEW if looked_at else State.APPROVED
        move(submission, after, by=by, now=now, why=why)
        return after


def approve(submission_id: str, *, by: Subject, now: datetime, why: str = "", override: bool = False) -> None:
    """Let a draft through.

    Args:
        submission_id: which.
        by: another person than the sender, whom the owner's rule names.
        now: the present.
        why: a reason; needed with `override`.
        override: also if it breaks expectations of its contract.

    Raises:
        UnknownSubmission, FourEyes, MayNotDecide, WrongState: it is not for him, or not in review.
        BrokenExpectations: it breaks expectations and `override` was not said.
        ReasonRequired: an override without a reason.
    """
    with locked(submission_id, by=by) as submission:
        require_approve(by, submission)
        require_state(submission, State.IN_REVIEW, act_en="approve it", act_vi="duyệt hồ sơ")
        if expectations_broken(submission):
            _override(submission, by=by, why=why, override=override)
        submission.approved_by = by.key
        move(submission, State.APPROVED, by=by, now=now, why=why, override=bool(submission.override_by))


def refuse(submission_id: str, *, by: Subject, now: datetime, why: str) -> None:
    """Do not let a draft through; the sender may hand in another one.

    Raises:
        UnknownSubmission, FourEyes, MayNotDecide, WrongState: as for `approve`.
        ReasonRequired: `why` is empty.
    """
    if not why.strip():
        raise ReasonRequired
    with locked(submission_id, by=by) as submission:
        require_approve(by, submission)
        require_state(submission, State.IN_REVIEW, State.APPROVED, act_en="refuse it", act_vi="từ chối hồ sơ")
        move(submission, State.REFUSED, by=by, now=now, why=why)
        clear_away(submission)


def expectations_broken(submission: Submission) -> tuple[Fault, ...]:
    """The expectations that the draft breaks and that stop it, as faults; others are only told."""
    stopping = [one for one in submission.broken if one["level"] == "stop"]
    return tuple(Fault(where=one["rule"], en=one["en"], vi=one["vi"]) for one in stopping)


def _override(submission: Submission, *, by: Subject, why: str, override: bool) -> None:
    if not override:
        raise BrokenExpectations(submission.collection, expectations_broken(submission))
    if not why.strip():
        raise ReasonRequired
    submission.override_by, submission.override_reason = by.key, why
