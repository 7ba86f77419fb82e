"""Celery's way in: run a process that was asked for as a job, call those who wait for it, clear away what is old."""

from datetime import timedelta

from celery import shared_task

from geo_server.core import clock, jobs
from geo_server.core.watch import watched

from .joins import attachments
from .processes import callbacks, execution

JOBS_ARE_KEPT = timedelta(days=7)


@shared_task(name="ogc.run_process")  # type: ignore[untyped-decorator,unused-ignore]
def run_process(job_id: str) -> None:
    """Run the process of a job once; a job that has ended stays as it is."""
    with jobs.running(job_id) as job:
        if job.is_final:
            return
        call = callbacks.owe_call(job, callbacks.IN_PROGRESS, now=clock.now())
        if call is not None:
            call_subscriber.delay(call.pk)
        with watched(job_id) as watch:
            job.result = execution.run_job(job, watch)


@shared_task(name="ogc.call_subscriber")  # type: ignore[untyped-decorator,unused-ignore]
def call_subscriber(callback_id: int) -> None:
    """Tell one piece of news to the subscriber of a job."""
    callbacks.deliver(callback_id, now=clock.now())


@shared_task(name="ogc.call_again")  # type: ignore[untyped-decorator,unused-ignore]
def call_again() -> None:
    """Make the calls that failed before, or that a lost message left behind."""
    for callback_id in callbacks.list_due(now=clock.now()):
        call_subscriber.delay(callback_id)


@shared_task(name="ogc.clear_away")  # type: ignore[untyped-decorator,unused-ignore]
def clear_away() -> None:
    """Drop process jobs that ended a week ago and joins whose time is over."""
    now = clock.now()
    callbacks.forget_calls(jobs.forget_jobs(execution.KIND, ended_before=now - JOBS_ARE_KEPT))
    attachments.drop_expired(now=now)
