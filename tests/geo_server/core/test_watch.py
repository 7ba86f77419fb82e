"""Dismissed work stops: in the middle of a query, in the middle of a pause, and before it has begun."""

import threading
import time

import pytest
from django.db import connection

from geo_server.core import clock, jobs
from geo_server.core.errors import JobCancelled
from geo_server.core.models import Job, JobState
from geo_server.core.watch import AtOnce, TooLongAtOnce, watched


@pytest.fixture
def job(transactional_db: None) -> Job:
    return Job.objects.create(
        kind="test", state=JobState.RUNNING, created_by="test", created_at=clock.now(), heartbeat_at=clock.now()
    )


def cancel_soon(job: Job) -> threading.Thread:
    """Cancel a job after half a second, from another connection."""

    def cancel() -> None:
        time.sleep(0.5)
        jobs.cancel_job(str(job.pk))
        connection.close()

    thread = threading.Thread(target=cancel)
    thread.start()
    return thread


def test_a_long_query_is_broken_off(job: Job) -> None:
    thread, begun = cancel_soon(job), time.monotonic()
    with pytest.raises(JobCancelled), watched(str(job.pk)), connection.cursor() as cursor:
        cursor.execute("SELECT pg_sleep(60)")
    assert time.monotonic() - begun < 10
    thread.join()
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        assert cursor.fetchone() == (1,), "the connection is whole"


def test_a_pause_is_broken_off(job: Job) -> None:
    thread = cancel_soon(job)
    with pytest.raises(JobCancelled), watched(str(job.pk)) as watch:
        watch.wait(60)
    thread.join()


def test_a_long_query_keeps_its_job_alive(job: Job) -> None:
    before = job.heartbeat_at
    with watched(str(job.pk)), connection.cursor() as cursor:
        cursor.execute("SELECT pg_sleep(1.6)")
    job.refresh_from_db()
    assert before is not None and job.heartbeat_at is not None and job.heartbeat_at > before


def test_progress_is_told_and_what_was_dismissed_hears_it_there(job: Job) -> None:
    with watched(str(job.pk)) as watch:
        watch.tell(0.4, "counting")
    job.refresh_from_db()
    assert (job.progress, job.message) == (0.4, "counting")
    jobs.cancel_job(str(job.pk))
    with pytest.raises(JobCancelled), watched(str(job.pk)) as watch:
        watch.tell(0.5)


def test_a_job_dismissed_while_it_is_taken_up_stays_dismissed(job: Job, monkeypatch: pytest.MonkeyPatch) -> None:
    read = jobs.get_job

    def dismissed_after_reading(job_id: str) -> Job:
        found = read(job_id)
        Job.objects.filter(pk=job_id).update(state=JobState.CANCELLED)
        return found

    monkeypatch.setattr(jobs, "get_job", dismissed_after_reading)
    with jobs.running(str(job.pk)) as taken:
        assert taken.is_final
    job.refresh_from_db()
    assert job.state == JobState.CANCELLED


def test_a_request_may_not_dawdle() -> None:
    with pytest.raises(TooLongAtOnce):
        AtOnce().wait(30)
