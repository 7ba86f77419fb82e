"""Processes for people: a form that runs one, a page that shows its job, a button that dismisses it."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from geo_server.core import clock
from geo_server.core.models import Job, JobState
from geo_server.ogc import tasks
from geo_server.ogc.models import Callback
from geo_server.ogc.processes import callbacks, execution
from layers import api as layers
from tests.factories.places import Door


def test_a_form_runs_a_process_and_the_page_of_its_job_shows_what_came_out(
    insider: Door, django_capture_on_commit_callbacks: Any
) -> None:
    page = insider.client.get("/ogc/processes/within-distance?f=html").content.decode()
    assert '<option value="bunkers"' in page and "Khoảng cách (m)" in page
    typed = {
        "collection": "places",
        "geometry": '{"type": "Point", "coordinates": [106.698, 10.7725]}',
        "distance_m": "1000",
        "limit": "",
    }
    with django_capture_on_commit_callbacks(execute=True):
        sent = insider.client.post("/forms/processes/within-distance", typed)
    assert sent.status_code == 302
    page = insider.client.get(sent["Location"])
    shown = page.content.decode()
    assert "Chợ Bến Thành" in shown and "Refresh" not in page
    assert "/results/features" in shown


def test_what_was_typed_wrongly_is_told_as_a_page(places: layers.Collection, door: Door) -> None:
    typed = {"collection": "places", "geometry": "here", "distance_m": "far"}
    answer = door.client.post("/forms/processes/within-distance", typed, headers={"accept": "text/html"})
    assert answer.status_code == 400
    assert "$.geometry" in answer.content.decode() and "$.distance_m" in answer.content.decode()


def test_a_waiting_job_reloads_itself_and_can_be_dismissed(insider: Door) -> None:
    page = insider.client.post("/forms/processes/echo", {"string": "later"})["Location"]
    answer = insider.client.get(page)
    assert answer["Refresh"] == "2" and "/dismiss" in answer.content.decode()
    insider.client.post(f"/forms/jobs/{page.partition('/jobs/')[2].partition('?')[0]}/dismiss")
    assert "/dismiss" not in insider.client.get(page).content.decode()
    assert Job.objects.get().state == JobState.CANCELLED


def test_another_site_cannot_send_the_form(insider: Door) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = insider.client.cookies
    assert strict.post("/forms/processes/echo", {"string": "a"}).status_code == 403
    assert not Job.objects.exists()


def test_nobody_fills_the_queue_alone(insider: Door, door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(execution, "MOST_UNFINISHED", 2)
    answers = [
        insider.post("/processes/echo/execution", {"inputs": {}}, prefer="respond-async").status_code for _ in range(3)
    ]
    assert answers == [201, 201, 429]
    assert door.post("/processes/echo/execution", {"inputs": {}}, prefer="respond-async").status_code == 201


def test_jobs_are_forgotten_a_week_after_their_end(insider: Door) -> None:
    for state, days in (("succeeded", 8), ("succeeded", 6), ("queued", 30)):
        moment = clock.now() - timedelta(days=days)
        job = Job.objects.create(kind=execution.KIND, state=state, created_by="user:1", created_at=moment)
        if state == "succeeded":
            Job.objects.filter(pk=job.pk).update(finished_at=moment)
        Callback.objects.create(job_id=job.pk, told=callbacks.SUCCESS, uri="https://example.org/")
    tasks.clear_away()
    assert sorted(Job.objects.values_list("state", flat=True)) == ["queued", "succeeded"]
    assert Callback.objects.count() == 2


def test_a_call_that_cannot_arrive_is_given_up_and_says_why(insider: Door) -> None:
    now = clock.now()
    job = Job.objects.create(
        kind=execution.KIND, state="failed", created_by="user:1", created_at=now,
        args={"process": "echo", "url": "http://testserver/ogc", "subscriber": {"failedUri": "http://127.0.0.1/"}},
    )  # fmt: skip
    call = callbacks.owe_call(job, callbacks.FAILED, now=now)
    assert call is not None and callbacks.owe_call(job, callbacks.FAILED, now=now) is None, "told once"
    assert not callbacks.deliver(call.pk, now=now)
    call.refresh_from_db()
    assert (call.due_at, call.attempts) == (None, 1)
    assert "DIABAN_OUTSIDE_HOSTS" in call.last_error


def test_a_call_nobody_answers_is_tried_four_times_more(insider: Door, settings: Any) -> None:
    settings.OUTSIDE_HOSTS = frozenset({"127.0.0.1:1"})
    now = clock.now()
    job = Job.objects.create(
        kind=execution.KIND, state="failed", created_by="user:1", created_at=now,
        args={"process": "echo", "url": "http://testserver/ogc", "subscriber": {"failedUri": "http://127.0.0.1:1/"}},
    )  # fmt: skip
    call = callbacks.owe_call(job, callbacks.FAILED, now=now)
    assert call is not None
    tries = 0
    while (due := Callback.objects.get(pk=call.pk).due_at) is not None:
        assert callbacks.deliver(call.pk, now=due) is False
        tries += 1
    assert tries == 1 + len(callbacks.WAITS)
