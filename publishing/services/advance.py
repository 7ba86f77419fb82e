"""Take a submission as far as the server can by itself: one step after the other, each of them safe to repeat.

A step ends with one transaction that moves the state; whoever dies before has changed nothing that counts, and
whoever takes the job up again begins that step anew.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from uuid import UUID

import structlog
from django.db import OperationalError, connection

from geo_server.core import clock, jobs
from geo_server.core.errors import DomainError
from geo_server.core.models import Job, JobState
from geo_server.core.watch import watched

from ..errors import FailedInside
from ..models import Submission
from ..states import WORKING, State
from .checking import check_rows
from .comparing import compare
from .intake import read_file
from .publishing import do_publish
from .transitions import CLOCKWORK, locked, move, set_to_work

log = structlog.get_logger(__name__)


def next_step(submission: Submission) -> Callable[[str, datetime], object] | None:
    """What the server has to do now; None if a person has, or nobody."""
    match State(submission.state):
        case State.RECEIVED:
            return lambda which, now: read_file(which, now=now)
        case State.READ:
            return lambda which, now: check_rows(which, now=now)
        case State.CHECKED if not _stopped_by_rejects(submission):
            return lambda which, now: compare(which, now=now)
        case State.PUBLISHING:
            return lambda which, now: do_publish(which, now=now)
    return None


def advance(submission_id: str, *, clock: Callable[[], datetime]) -> None:
    """Do every step that waits; raises what stops the submission, after its failure was written down."""
    while True:
        submission = Submission.objects.get(pk=submission_id)
        step = next_step(submission)
        if step is None:
            return
        try:
            step(submission_id, clock())
        except DomainError as error:
            fail(submission_id, error, now=clock())
            raise


def advance_as_job(job_id: str) -> None:
    """The same as a job, by one worker at a time.

    A fault of the file ends submission and job with its sentence, a fault of the program with one that says so. If the
    database goes away the job stays as it is: it falls silent, and is taken up again.
    """
    job = jobs.get_job(job_id)
    submission_id = str(job.args["submission"])
    with _alone(submission_id) as alone:
        if not alone or not jobs.take_up(job_id):
            return
        try:
            with watched(job_id):
                advance(submission_id, clock=clock.now)
        except OperationalError as error:
            log.warning("submission_interrupted", submission=submission_id, error=str(error))
        except DomainError as error:
            jobs.finish_job(job_id, state=JobState.FAILED, reason=error)
        except Exception as error:
            inside = FailedInside(error)
            fail(submission_id, inside, now=clock.now())
            jobs.finish_job(job_id, state=JobState.FAILED, reason=inside)
            raise
        else:
            jobs.finish_job(job_id, state=JobState.SUCCEEDED)


def fail(submission_id: str, error: DomainError, *, now: datetime) -> None:
    """Write down why a submission cannot go on; nothing if it does not stand at a step of the server any more."""
    with locked(submission_id) as submission:
        if submission.state not in {*WORKING, State.CHECKED}:
            return
        submission.failed_vi, submission.failed_en = error.vi, error.en
        faults = [fault.as_dict() for fault in error.faults[:100]]
        move(submission, State.FAILED, by=CLOCKWORK, now=now, why=error.vi, why_en=error.en, faults=faults)


def resume_all(*, now: datetime) -> list[str]:
    """Take care of submissions whose job has ended or was lost; returns their ids.

    A job that failed (its worker fell silent too often) fails its submission with the job's own reason; without a job
    that lives, a new one is started.
    """
    waiting = Submission.objects.filter(state__in=[*WORKING, State.CHECKED])
    return [str(one.pk) for one in waiting if next_step(one) is not None and _resumed(one, now=now)]


def _resumed(submission: Submission, *, now: datetime) -> bool:
    job = Job.objects.filter(pk=submission.job).first() if submission.job else None
    if job is not None and not job.is_final:
        return False
    if job is not None and job.state == JobState.FAILED:
        fail(str(submission.pk), DomainError(job.reason_en, job.reason_vi), now=now)
        return True
    with locked(submission.pk) as held:
        if held.state == submission.state and held.job == submission.job:
            set_to_work(held, by=CLOCKWORK, now=now)
    return True


def _stopped_by_rejects(submission: Submission) -> bool:
    rejected = (submission.report or {}).get("rejected", 0)
    return bool(rejected) and not submission.leave_out_faulty


@contextmanager
def _alone(submission_id: str) -> Iterator[bool]:
    """True for one worker at a time; the lock dies with the worker's connection."""
    key = UUID(submission_id).int & 0x7FFFFFFF
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(hashtext('publishing.advance'), %s)", [key])
        alone = bool(cursor.fetchone()[0])
    try:
        yield alone
    finally:
        if alone:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(hashtext('publishing.advance'), %s)", [key])
