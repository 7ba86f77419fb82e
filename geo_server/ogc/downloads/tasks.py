"""Celery's way in: prepare the files of one collection, and of all at night."""

from celery import shared_task

from geo_server.core import clock, jobs

from . import preparing


@shared_task(name="ogc.prepare_downloads")  # type: ignore[untyped-decorator,unused-ignore]
def prepare_downloads(job_id: str) -> None:
    """Write the files of the collection of a job; safe to run twice, a file is put in its place at once."""
    with jobs.running(job_id) as job:
        if not job.is_final:
            job.result = preparing.prepare_files(job)


@shared_task(name="ogc.prepare_all_downloads")  # type: ignore[untyped-decorator,unused-ignore]
def prepare_all_downloads() -> None:
    """Start a job for every collection whose files are missing or old."""
    preparing.ask_for_all_files(now=clock.now())
