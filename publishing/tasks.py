"""Celery's entries of this package: advance a submission, keep the appointed moments, look after what was left."""

from celery import shared_task

from geo_server.core import clock


@shared_task(name="publishing.advance")
def advance(*, job_id: str, **later: object) -> None:
    """Do the steps of a job's submission that the server can do. Safe to run twice, and at once."""
    from .services.advance import advance_as_job

    advance_as_job(job_id)


@shared_task(name="publishing.keep_going")
def keep_going() -> int:
    """Start what was scheduled for now, and take up submissions whose job was lost; returns how many."""
    from .services.advance import resume_all
    from .services.publication import publish_due

    now = clock.now()
    return len(publish_due(now=now)) + len(resume_all(now=now))


@shared_task(name="publishing.clear_away")
def clear_away() -> int:
    """Remove files that nobody needs any more; returns how many."""
    from .services.clearing import clear_old

    return clear_old(now=clock.now())


@shared_task(name="publishing.harvest")
def harvest(*, job_id: str, **later: object) -> None:
    """Ask the source of a job. Safe to run twice: the same content is handed in once."""
    from .services.harvesting import harvest_as_job

    harvest_as_job(job_id)


@shared_task(name="publishing.harvest_due")
def harvest_due() -> int:
    """Ask the sources whose time has come, and take further what others have brought; returns how many."""
    from .services.harvesting import follow, start_due

    now = clock.now()
    return start_due(now=now) + follow(now=now)
