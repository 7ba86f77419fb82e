"""Celery's way in: run a process that was asked for as a job."""

from celery import shared_task

from geo_server.core import jobs

from .processes import execution


@shared_task(name="ogc.run_process")  # type: ignore[untyped-decorator,unused-ignore]
def run_process(job_id: str) -> None:
    """Run the process of a job once; a job that has ended stays as it is."""
    with jobs.running(job_id) as job:
        if not job.is_final:
            job.result = execution.run_job(job)
