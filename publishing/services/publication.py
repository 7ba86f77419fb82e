"""Publish an approved draft, now or at a moment to come: everything that everybody sees changes in one transaction."""

from datetime import datetime

from django.utils.timezone import get_default_timezone, is_naive

from geo_server.core.subject import Subject

from ..errors import WrongMoment
from ..models import Submission
from ..policy import require_handle
from ..states import State
from .transitions import CLOCKWORK, locked, move, require_state, set_to_work


def publish(submission_id: str, *, by: Subject, now: datetime) -> None:
    """Have an approved submission published; the server does it from the commit on.

    Raises:
        UnknownSubmission, MayNotDecide, WrongState: it is not his, or not approved.
    """
    with locked(submission_id, by=by) as submission:
        require_handle(by, submission)
        require_state(submission, State.APPROVED, State.SCHEDULED, act_en="publish it", act_vi="công bố")
        submission.publish_at = None
        move(submission, State.PUBLISHING, by=by, now=now)
        set_to_work(submission, by=by, now=now)


def schedule(submission_id: str, *, at: datetime, by: Subject, now: datetime) -> None:
    """Have an approved submission published at a moment to come; of the city's time zone if it names none.

    Raises:
        WrongMoment: the moment is past.
        UnknownSubmission, MayNotDecide, WrongState: as for `publish`.
    """
    moment = at.replace(tzinfo=get_default_timezone()) if is_naive(at) else at
    if moment <= now:
        raise WrongMoment(at.isoformat())
    with locked(submission_id, by=by) as submission:
        require_handle(by, submission)
        require_state(submission, State.APPROVED, act_en="schedule it", act_vi="hẹn giờ công bố")
        submission.publish_at = moment
        move(submission, State.SCHEDULED, by=by, now=now, at=moment.isoformat())


def unschedule(submission_id: str, *, by: Subject, now: datetime, why: str = "") -> None:
    """Take a moment back; the submission stays approved. Raises what `schedule` raises."""
    with locked(submission_id, by=by) as submission:
        require_handle(by, submission)
        require_state(submission, State.SCHEDULED, act_en="take its moment back", act_vi="hủy hẹn giờ")
        submission.publish_at = None
        move(submission, State.APPROVED, by=by, now=now, why=why)


def publish_due(*, now: datetime) -> list[str]:
    """Set to work what was scheduled for a moment that has come; returns the ids. Safe to run twice, and late."""
    due = Submission.objects.filter(state=State.SCHEDULED, publish_at__lte=now).values_list("pk", flat=True)
    return [str(pk) for pk in due if _start(str(pk), now=now)]


def _start(submission_id: str, *, now: datetime) -> bool:
    with locked(submission_id) as submission:
        if submission.state != State.SCHEDULED or submission.publish_at is None or submission.publish_at > now:
            return False
        move(submission, State.PUBLISHING, by=CLOCKWORK, now=now)
        set_to_work(submission, by=CLOCKWORK, now=now)
    return True
