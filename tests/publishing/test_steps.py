"""The steps of the server may be repeated, interrupted and lost; whatever ends a submission is said in words."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError, connection, transaction

from geo_server.core import jobs
from geo_server.core.models import Job, JobState
from geo_server.core.subject import system
from layers import api as layers
from publishing import api as publishing
from publishing.errors import OpenQuestions, UnknownDecision
from publishing.models import Publication, Submission
from publishing.services import advance as advancing
from publishing.services.advance import advance, advance_as_job, resume_all
from publishing.services.clearing import FILES_KEPT, clear_old
from publishing.services.publication import publish
from publishing.states import State
from tests.factories.files import write_file
from tests.factories.submissions import ENGINEER, draft_pipes, publish_pipes, write_pipes

pytestmark = pytest.mark.django_db


def hand_in(folder: Path, now: datetime, **order: Any) -> str:
    """A submission whose job waits."""
    path = write_pipes(folder / "pipes.geojson", {"P-1": 200, "P-2": 150})
    said = publishing.Order(collection_id="pipes", key="code", **order)
    return publishing.hand_in([path.read_bytes()], file_name=path.name, order=said, by=ENGINEER, now=now)


def row(submission_id: str) -> Submission:
    return Submission.objects.get(pk=submission_id)


def break_step(monkeypatch: pytest.MonkeyPatch, name: str, error: Exception) -> None:
    def broken(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(advancing, name, broken)


def test_each_step_done_twice_is_done_once(tmp_path: Path, now: datetime) -> None:
    made = hand_in(tmp_path, now)
    for _ in range(3):
        advance(made, clock=lambda: now)
    publishing.submit(made, by=ENGINEER, now=now)
    publish(made, by=ENGINEER, now=now)
    for _ in range(3):
        advance(made, clock=lambda: now)
    assert Publication.objects.count() == 1
    assert layers.get_collection(system("test"), collection_id="pipes").count == 2
    assert [step.after for step in row(made).steps.all()].count("published") == 1


def test_a_job_of_a_dead_worker_is_done_by_the_next(tmp_path: Path, now: datetime) -> None:
    made = hand_in(tmp_path, now)
    job = str(row(made).job)
    assert jobs.take_up(job), "by somebody who then dies"
    advance_as_job(job)
    assert row(made).state == State.DRAFTED
    assert jobs.get_job(job).state == JobState.SUCCEEDED


def test_a_lost_job_is_made_anew(tmp_path: Path, now: datetime) -> None:
    made = hand_in(tmp_path, now)
    Job.objects.all().delete()
    assert resume_all(now=now) == [made]
    advance_as_job(str(row(made).job))
    assert row(made).state == State.DRAFTED
    assert resume_all(now=now) == [], "a person has to act now"


def test_a_job_that_failed_too_often_says_so_at_the_submission(tmp_path: Path, now: datetime) -> None:
    made = hand_in(tmp_path, now)
    for _ in range(jobs.MAX_ATTEMPTS):
        jobs.take_up(str(row(made).job))
    Job.objects.update(heartbeat_at=now - timedelta(hours=1))
    jobs.requeue_stalled(now=now)
    resume_all(now=now)
    assert (row(made).state, "fell silent" in row(made).failed_en) == (State.FAILED, True)
    publishing.try_again(made, by=ENGINEER, now=now)
    advance(made, clock=lambda: now)
    assert row(made).state == State.DRAFTED


def test_a_fault_of_the_program_ends_with_a_sentence(
    tmp_path: Path, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = hand_in(tmp_path, now)
    break_step(monkeypatch, "check_rows", ZeroDivisionError("oops"))
    with pytest.raises(ZeroDivisionError):
        advance_as_job(str(row(made).job))
    assert (row(made).state, "ZeroDivisionError" in row(made).failed_vi) == (State.FAILED, True)
    assert jobs.get_job(str(row(made).job)).state == JobState.FAILED


def test_a_database_that_goes_away_fails_nothing(
    tmp_path: Path, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = hand_in(tmp_path, now)
    break_step(monkeypatch, "check_rows", OperationalError("server closed the connection"))
    advance_as_job(str(row(made).job))
    assert row(made).state == State.READ
    assert jobs.get_job(str(row(made).job)).state == JobState.RUNNING, "it falls silent and is taken up again"


def test_a_broken_file_fails_with_the_reason_of_the_reader(tmp_path: Path, now: datetime) -> None:
    order = publishing.Order(collection_id="pipes")
    made = publishing.hand_in([b"PK\x03\x04 no zip"], file_name="a.zip", order=order, by=ENGINEER, now=now)
    advance_as_job(str(row(made).job))
    detail = publishing.get_submission(ENGINEER, submission_id=made)
    assert (detail.state, "a.zip" in detail.failed_vi) == (State.FAILED, True)
    assert {"try_again", "withdraw"} <= detail.may


def test_nothing_is_published_if_the_last_step_breaks(
    tmp_path: Path, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = draft_pipes(tmp_path, {"P-1": 200}, now=now)
    publishing.submit(made, by=ENGINEER, now=now)
    publish(made, by=ENGINEER, now=now)

    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError("after everything was written")

    monkeypatch.setattr("publishing.services.publishing.record_publication", broken)
    with pytest.raises(ZeroDivisionError):
        advance(made, clock=lambda: now)
    assert layers.list_collections(system("test")) == []
    assert row(made).state == State.PUBLISHING
    monkeypatch.undo()
    advance(made, clock=lambda: now)
    assert row(made).state == State.PUBLISHED


def test_rows_that_a_crash_of_the_database_took_are_brought_in_again(tmp_path: Path, now: datetime) -> None:
    publish_pipes(tmp_path, {"P-1": 200}, now=now)
    made = draft_pipes(tmp_path, {"P-1": 300, "P-2": 100}, now=now)
    publishing.submit(made, by=ENGINEER, now=now)
    publish(made, by=ENGINEER, now=now)
    with connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE incoming.{row(made).incoming_name}")
    advance(made, clock=lambda: now)
    assert layers.get_collection(system("test"), collection_id="pipes").count == 2


def test_what_was_withdrawn_while_it_was_read_stays_withdrawn(
    tmp_path: Path, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = hand_in(tmp_path, now)
    fill: Callable[..., Any] = layers.copy_incoming

    def withdrawn_meanwhile(*args: Any, **kwargs: Any) -> Any:
        publishing.withdraw(made, by=ENGINEER, now=now)
        return fill(*args, **kwargs)

    monkeypatch.setattr(layers, "copy_incoming", withdrawn_meanwhile)
    advance(made, clock=lambda: now)
    assert row(made).state == State.WITHDRAWN
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'incoming'")
        assert cursor.fetchone() == (0,)


def test_files_of_what_came_to_nothing_are_forgotten_in_time(
    tmp_path: Path, now: datetime, django_capture_on_commit_callbacks: Any
) -> None:
    made = hand_in(tmp_path, now)
    publishing.withdraw(made, by=ENGINEER, now=now)
    stored = list((tmp_path / "storage/quarantine/files").rglob("*.geojson"))
    assert len(stored) == 1
    with django_capture_on_commit_callbacks(execute=True):
        assert clear_old(now=now + FILES_KEPT / 2) == 0
        assert clear_old(now=now + 2 * FILES_KEPT) == 1
    assert not stored[0].exists()


def test_a_file_of_several_layers_asks_which(tmp_path: Path, now: datetime) -> None:
    from shapely.geometry import Point

    path = write_file(tmp_path / "two.gpkg", [Point(106.7, 10.7)], layer="wells")
    write_file(path, [Point(106.7, 10.7)] * 2, layer="taps", append=True)
    with pytest.raises(OpenQuestions, match="layer") as stopped:
        publishing.publish_file(path, by=ENGINEER, now=now)
    assert "taps (2 rows)" in stopped.value.faults[0].en
    [waiting] = publishing.list_submissions(ENGINEER)
    assert waiting.state is State.WAITING_FOR_DECISIONS
    with pytest.raises(UnknownDecision):
        publishing.decide(waiting.id, {"layer": "springs"}, by=ENGINEER, now=now)
    report = publishing.publish_file(path, layer="taps", collection_id="two", by=ENGINEER, now=now)
    assert (report.rows, report.names) == (2, {"name": "name"})


def test_two_publications_at_once_take_turns(tmp_path: Path, now: datetime) -> None:
    with transaction.atomic():
        first = draft_pipes(tmp_path, {"P-1": 200}, now=now)
        second = draft_pipes(tmp_path, {"P-1": 300}, now=now)
    for made in (first, second):
        publishing.submit(made, by=ENGINEER, now=now)
        publish(made, by=ENGINEER, now=now)
        advance(made, clock=lambda: now)
    assert (row(first).state, row(second).state) == (State.PUBLISHED, State.DRAFTED), (
        "the second must be looked at again"
    )
