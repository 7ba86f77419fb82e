"""The one way in which a submission changes its state: under a lock, with a line of who, when and why, and an audit."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from geo_server.core import audit, jobs
from geo_server.core.subject import Subject, system

from ..errors import UnknownSubmission, WrongState
from ..events import SubmissionMoved, submission_moved
from ..models import Submission, SubmissionStep
from ..policy import may_see
from ..states import State, may_follow

JOB_KIND = "publishing.advance"

CLOCKWORK = system("publishing")
"""Who takes the steps that nobody has to decide."""


@contextmanager
def locked(submission_id: object, *, by: Subject | None = None) -> Iterator[Submission]:
    """The submission, held until the end of the transaction.

    Args:
        submission_id: its id.
        by: who acts; for anybody who may not see it, it does not exist. None: the server itself.

    Raises:
        UnknownSubmission.
    """
    with transaction.atomic():
        try:
            submission = Submission.objects.select_for_update().get(pk=str(submission_id))
        except (Submission.DoesNotExist, ValidationError) as error:
            raise UnknownSubmission(submission_id) from error
        if by is not None and not may_see(by, submission):
            raise UnknownSubmission(submission_id)
        yield submission


def move(submission: Submission, after: State, *, by: Subject, now: datetime, why: str = "", **detail: Any) -> None:
    """Bring a locked submission into another state, with all that was changed on it.

    Raises:
        WrongState: that state cannot follow this one.
    """
    before = State(submission.state)
    if not may_follow(before, after):
        raise WrongState(before, f"bring it to '{after}'", f"chuyển sang '{after}'")
    submission.state, submission.state_at = after, now
    if after is not State.FAILED:
        submission.failed_vi = submission.failed_en = ""
    submission.save()
    record(submission, before=before, by=by, now=now, why=why, **detail)


def record(
    submission: Submission, *, before: State | None, by: Subject, now: datetime, why: str = "", **detail: Any
) -> None:
    """Add the line of a step that has just been taken; `before` is None for the first."""
    SubmissionStep.objects.create(
        submission=submission,
        at=now,
        by=by.key,
        by_name=by.name,
        before=before or "",
        after=submission.state,
        why=why,
        detail=detail,
    )
    audit.record(
        by, act=f"submission_{submission.state}", object=submission.collection, now=now, submission=str(submission.pk)
    )
    submission_moved.send_on_commit(
        SubmissionMoved(submission=str(submission.pk), collection=submission.collection, state=submission.state)
    )


def require_state(submission: Submission, *allowed: State, act_en: str, act_vi: str) -> None:
    """Raise WrongState unless the submission is in one of these states."""
    if State(submission.state) not in allowed:
        raise WrongState(State(submission.state), act_en, act_vi)


def set_to_work(submission: Submission, *, by: Subject, now: datetime) -> None:
    """Have the server do the next steps of a locked submission, from the commit on."""
    job = jobs.create_job(JOB_KIND, args={"submission": str(submission.pk)}, by=by.key, now=now)
    submission.job = job.pk
    submission.save(update_fields=["job"])
