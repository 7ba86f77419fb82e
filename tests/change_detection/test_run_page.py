"""The page of a comparison: its buttons, its counts, and what those who may not see findings are not told."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from change_detection import api
from change_detection.models import Change, Finding, Run
from change_detection.services.planning import plan
from geo_server.core import clock, jobs
from geo_server.core.models import JobState
from geo_server.core.subject import ANONYMOUS, Subject, system
from tests.factories.tiny_scene import write_tiny_scene

OFFICE = system("tests")
INSPECTOR = Subject("user:7", "Trần Thị Hoa", roles=frozenset({"inspector"}))


@pytest.fixture
def run(db: None, settings: Any, tmp_path: Path) -> Run:
    """A run of two public scenes that nobody works at yet."""
    settings.STORAGE_URL = (tmp_path / "storage").as_uri()
    api.define_collections(now=clock.now())
    ids = [
        api.register_scene(
            write_tiny_scene(tmp_path / f"{month}.tif", built=month == 8),
            acquired=datetime(2026, month, 1, tzinfo=UTC),
            by=OFFICE,
            now=clock.now(),
            public=True,
        ).id
        for month in (2, 8)
    ]
    told = api.detect(ids[0], after_id=ids[1], by=OFFICE, now=clock.now(), model="difference")
    return Run.objects.get(pk=told.id)


@pytest.fixture
def ended(run: Run, django_capture_on_commit_callbacks: Callable[..., Any]) -> Run:
    """The run, done."""
    jobs.cancel_job(str(run.job_id))
    with django_capture_on_commit_callbacks(execute=True):
        api.resume(run.pk, by=OFFICE, now=clock.now())
    assert Finding.objects.count() == 1
    return Run.objects.get(pk=run.pk)


@pytest.fixture
def administrator(client: Client) -> Client:
    client.force_login(User.objects.create_superuser("quan-tri"))
    return client


def page(client: Client, run: Run) -> str:
    answer = client.get(f"/scenes/runs/{run.pk}", HTTP_ACCEPT_LANGUAGE="vi")
    assert answer.status_code == 200
    return answer.content.decode()


def test_who_may_stop_a_run_sees_the_button_and_it_stops(run: Run, administrator: Client):
    plan(run, now=clock.now())
    assert f'action="/scenes/runs/{run.pk}/stop"' in page(administrator, run)
    assert administrator.post(f"/scenes/runs/{run.pk}/stop")["Location"] == f"/scenes/runs/{run.pk}"
    assert jobs.get_job(str(run.job_id)).state == JobState.CANCELLED
    shown = page(administrator, run)
    assert f'action="/scenes/runs/{run.pk}/resume"' in shown
    assert f'action="/scenes/runs/{run.pk}/stop"' not in shown


def test_the_public_gets_no_button_and_its_requests_are_refused(run: Run, client: Client):
    plan(run, now=clock.now())
    assert "/stop" not in page(client, run)
    assert client.post(f"/scenes/runs/{run.pk}/stop").status_code in {302, 401, 403}
    assert client.post(f"/scenes/runs/{run.pk}/resume").status_code in {302, 401, 403}
    assert jobs.get_job(str(run.job_id)).state == JobState.RUNNING


def test_findings_are_counted_by_reason_and_class(ended: Run, administrator: Client):
    shown = page(administrator, ended)
    [change] = Change.objects.exclude(finding=None)
    assert f"?reason={change.reason}#findings" in shown
    assert api.change_class_title(change.change_class) in shown
    assert administrator.get(f"/scenes/runs/{ended.pk}?reason=NONSENSE&page=99").status_code == 200


def test_the_public_sees_a_run_of_public_scenes_but_no_count_of_findings(ended: Run, client: Client):
    told = api.get_visible_run(ANONYMOUS, run_id=ended.pk)
    assert (told.changes, told.findings) == (None, None)
    assert api.tally_run(ANONYMOUS, run_id=ended.pk) is None
    [change] = Change.objects.exclude(finding=None)
    shown = page(client, ended)
    assert change.reason not in shown
    assert str(change.finding_id) not in shown
    assert client.get("/scenes").status_code == 200


def test_an_inspector_is_told_what_it_found(ended: Run):
    tally = api.tally_run(INSPECTOR, run_id=ended.pk)
    assert tally is not None
    assert (tally.findings, tally.new, sum(count for _, count in tally.by_class)) == (1, 1, 1)
