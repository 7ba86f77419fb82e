"""Run a process at once, or as a job of the house: a row first, Celery on commit, so that a restart loses nothing."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import OperationalError, connection, transaction
from psycopg.errors import QueryCanceled

from geo_server.core import clock, jobs
from geo_server.core.errors import UnknownJob
from geo_server.core.models import Job
from geo_server.core.models.job import FINAL_STATES
from geo_server.core.subject import Subject
from geo_server.core.watch import AtOnce, TooLongAtOnce, Watch

from ..errors import NoResult, ResultNotReady, TooManyJobs
from .process import Process
from .registry import get_process
from .request import ExecuteRequest
from .results import Outputs

KIND = "ogc-process"
LONGEST_SQL_AT_ONCE_S = 20.0
MOST_UNFINISHED = 100
LOOK_EVERY_S = 0.05


def run_now(process: Process, request: ExecuteRequest, *, subject: Subject) -> dict[str, Any]:
    """Outputs by name; raises TooLongAtOnce and what the process itself raises."""
    with _limited_sql(LONGEST_SQL_AT_ONCE_S):
        return process.run(request.inputs, subject=subject, watch=AtOnce())


def run_and_keep(process: Process, request: ExecuteRequest, *, subject: Subject, url: str) -> Job:
    """Run a process at once and keep its outputs as those of a job that has ended, so that links lead to them."""
    made = run_now(process, request, subject=subject)
    args = _args(process, request, subject=subject, url=url)
    return jobs.record_job(KIND, args=args, result=made, by=subject.key, now=clock.now())


def start_job(process: Process, request: ExecuteRequest, *, subject: Subject, url: str) -> Job:
    """Start a job; raises TooManyJobs."""
    unfinished = Job.objects.filter(kind=KIND, created_by=subject.key).exclude(state__in=FINAL_STATES)
    if unfinished.count() >= MOST_UNFINISHED:
        raise TooManyJobs(MOST_UNFINISHED)
    args = _args(process, request, subject=subject, url=url)
    return jobs.create_job(KIND, args=args, by=subject.key, now=clock.now())


def run_job(job: Job, watch: Watch) -> dict[str, Any]:
    """Do what `start_job` wrote down, as the subject who asked for it."""
    asked_by = job.args["subject"]
    subject = Subject(**asked_by | {"roles": frozenset(asked_by["roles"])})
    return get_process(job.args["process"]).run(job.args["inputs"], subject=subject, watch=watch)


def await_job(job: Job, *, seconds: float) -> Job:
    """The job after it has ended, or after so many seconds."""
    end = time.monotonic() + seconds
    while True:
        job.refresh_from_db()
        if job.is_final or time.monotonic() >= end:
            return job
        time.sleep(LOOK_EVERY_S)


def get_job(job_id: str, *, subject: Subject) -> Job:
    """One process job; raises UnknownJob when it is somebody else's. The public's jobs are known by their id alone."""
    job = jobs.get_job(job_id)
    if job.kind != KIND or job.created_by != subject.key:
        raise UnknownJob(job_id)
    return job


def outputs_of(job: Job) -> Outputs:
    """What a job has made; raises ResultNotReady, or NoResult with the reason."""
    if not job.is_final:
        raise ResultNotReady(str(job.pk))
    if job.result is None:
        raise NoResult(job.reason_en or "The job was dismissed.", job.reason_vi or "Tác vụ đã bị hủy.")
    return Outputs(get_process(job.args["process"]), job.result, f"{job.args['url']}/jobs/{job.pk}/results")


def _args(process: Process, request: ExecuteRequest, *, subject: Subject, url: str) -> dict[str, Any]:
    asked_by = {
        "key": subject.key,
        "name": subject.name,
        "organisation": subject.organisation,
        "roles": sorted(subject.roles),
    }
    return {"process": process.id, "subject": asked_by, "url": url, **request.as_json()}


@contextmanager
def _limited_sql(seconds: float) -> Iterator[None]:
    """No statement of the body may take longer; raises TooLongAtOnce."""
    try:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SELECT set_config('statement_timeout', %s, true)", [str(int(seconds * 1000))])
            yield
            with connection.cursor() as cursor:
                cursor.execute("SELECT set_config('statement_timeout', '0', true)")
    except OperationalError as error:
        if isinstance(error.__cause__, QueryCanceled):
            raise TooLongAtOnce(seconds) from error
        raise
