"""The floor's only periodic work: take up jobs whose worker died."""

from celery import shared_task

from . import clock, jobs


@shared_task(name="core.requeue_stalled_jobs")
def requeue_stalled_jobs() -> int:
    """Start stalled jobs again; returns how many."""
    return len(jobs.requeue_stalled(now=clock.now()))
