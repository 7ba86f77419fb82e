"""Start, follow, cancel and take up again the jobs of the house.

A package registers each kind of job with the Celery task that does it; the row is written first and the task
starts on commit, so a lost broker message can be sent again from the row (`requeue_stalled`).
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Q

from . import clock
from .errors import DomainError, JobCancelled, UnknownJob
from .events import JobFinished, job_finished
from .models import Job, JobState
from .models.job import FINAL_STATES

STALLED_AFTER = timedelta(seconds=60)
MAX_ATTEMPTS = 10

_starters: dict[str, Callable[[str], object]] = {}


def register_kind(kind: str, start: Callable[[str], object]) -> None:
    """Say how a kind of job is started; `start(job_id)` is usually `task.delay`. Refuses a second one."""
    if _starters.get(kind, start) is not start:
        raise ValueError(f"job kind {kind!r} is registered twice")
    _starters[kind] = start


def create_job(kind: str, *, args: dict[str, Any], by: str, now: datetime) -> Job:
    """Write the row of a new job and start it when the transaction commits."""
    if kind not in _starters:
        raise ValueError(f"job kind {kind!r} is not registered")
    job = Job.objects.create(
        kind=kind, args=args, created_by=by, created_at=now, state=JobState.QUEUED, heartbeat_at=now
    )
    transaction.on_commit(lambda: _starters[kind](str(job.pk)))
    return job


def record_job(kind: str, *, args: dict[str, Any], result: Any, by: str, now: datetime) -> Job:
    """Write down work that was done at once, as a job that has succeeded."""
    return Job.objects.create(
        kind=kind,
        args=args,
        result=result,
        state=JobState.SUCCEEDED,
        progress=1.0,
        created_by=by,
        created_at=now,
        started_at=now,
        heartbeat_at=now,
        finished_at=now,
    )


def get_job(job_id: str) -> Job:
    """The job with this id; raises UnknownJob."""
    try:
        return Job.objects.get(pk=job_id)
    except (Job.DoesNotExist, ValidationError) as error:
        raise UnknownJob(job_id) from error


@contextmanager
def running(job_id: str) -> Iterator[Job]:
    """Run the body as this job: marks it running, then succeeded, or failed with the reason in words.

    A domain error ends the job as failed without a traceback; any other exception is marked and raised again.
    A job that is already final is not run a second time: the body sees `job.is_final` and should return.
    """
    job = get_job(job_id)
    if job.is_final:
        yield job
        return
    if not take_up(job_id):  # somebody has cancelled it since it was read
        yield get_job(job_id)
        return
    try:
        yield job
    except JobCancelled:
        finish_job(job_id, state=JobState.CANCELLED)
    except DomainError as error:
        finish_job(job_id, state=JobState.FAILED, reason=error)
    except Exception as error:
        finish_job(job_id, state=JobState.FAILED, reason=_unexpected(error))
        raise
    else:
        finish_job(job_id, state=JobState.SUCCEEDED, result=job.result)


def take_up(job_id: str) -> bool:
    """Mark a job as running; False if it is final. The database decides, so a dismissal is never overwritten."""
    now = clock.now()
    unfinished = Job.objects.filter(pk=job_id).exclude(state__in=FINAL_STATES)
    return bool(unfinished.update(state=JobState.RUNNING, started_at=now, heartbeat_at=now, attempts=F("attempts") + 1))


def keep_alive(job_id: str) -> bool:
    """Say that the job lives; False if somebody cancelled it. A job that cannot be seen yet is not cancelled."""
    if Job.objects.filter(pk=job_id, state=JobState.RUNNING).update(heartbeat_at=clock.now()):
        return True
    return not Job.objects.filter(pk=job_id, state=JobState.CANCELLED).exists()


def beat(job_id: str, *, progress: float | None = None, message: str | None = None) -> None:
    """Say that the job lives and how far it is (0 to 1); raises JobCancelled if somebody cancelled it."""
    changes: dict[str, Any] = {"heartbeat_at": clock.now()}
    if progress is not None:
        changes["progress"] = min(max(progress, 0.0), 1.0)
    if message is not None:
        changes["message"] = message
    alive = Job.objects.filter(pk=job_id).exclude(state=JobState.CANCELLED).update(**changes)
    if not alive:
        raise JobCancelled(job_id)


def finish_job(job_id: str, *, state: JobState, reason: DomainError | None = None, result: Any = None) -> None:
    """End a job once; a job that is already final stays as it is."""
    changes: dict[str, Any] = {"state": state, "finished_at": clock.now(), "result": result}
    if state == JobState.SUCCEEDED:
        changes["progress"] = 1.0
    if reason is not None:
        changes |= {"reason_en": reason.en, "reason_vi": reason.vi}
    with transaction.atomic():
        ended = Job.objects.filter(pk=job_id).exclude(state__in=FINAL_STATES).update(**changes)
        if ended:
            kind = Job.objects.values_list("kind", flat=True).get(pk=job_id)
            job_finished.send_on_commit(JobFinished(job_id=job_id, kind=kind, state=state))


def cancel_job(job_id: str) -> None:
    """Stop a job at its next heartbeat; a final job stays as it is."""
    get_job(job_id)
    finish_job(job_id, state=JobState.CANCELLED)


def forget_jobs(kind: str, *, ended_before: datetime) -> list[str]:
    """Drop the rows of jobs that ended before a moment; returns their ids."""
    old = Job.objects.filter(kind=kind, state__in=FINAL_STATES, finished_at__lt=ended_before)
    ids = [str(pk) for pk in old.values_list("pk", flat=True)]
    Job.objects.filter(pk__in=ids).delete()
    return ids


def requeue_stalled(*, now: datetime) -> list[str]:
    """Start again every job whose worker has been silent for a minute; returns their ids.

    A job that has stalled too often is failed with that reason, so that a poisonous input cannot loop for ever.
    """
    silent = Job.objects.filter(
        Q(state__in=[JobState.QUEUED, JobState.RUNNING]), heartbeat_at__lt=now - STALLED_AFTER, kind__in=list(_starters)
    )
    restarted = []
    for job in silent:
        if job.attempts >= MAX_ATTEMPTS:
            finish_job(str(job.pk), state=JobState.FAILED, reason=_too_often(job))
            continue
        Job.objects.filter(pk=job.pk).update(heartbeat_at=now)
        _starters[job.kind](str(job.pk))
        restarted.append(str(job.pk))
    return restarted


def _unexpected(error: Exception) -> DomainError:
    return DomainError(
        f"The job stopped because of an error in the program ({type(error).__name__}: {error}). It is in the log.",
        f"Tác vụ dừng do lỗi chương trình ({type(error).__name__}: {error}). Chi tiết có trong nhật ký.",
    )


def _too_often(job: Job) -> DomainError:
    return DomainError(
        f"The job was taken up {job.attempts} times and its worker fell silent each time. Look at the worker's log.",
        f"Tác vụ đã được chạy lại {job.attempts} lần và lần nào tiến trình cũng ngừng. Hãy xem nhật ký của worker.",
    )
