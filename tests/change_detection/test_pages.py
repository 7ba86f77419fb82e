"""The pages of scenes, runs and jobs, as a signed-in planner and as the public see them."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from change_detection import api
from change_detection.models import Run, Scene
from geo_server.core import clock
from geo_server.core.models import Job
from geo_server.core.subject import system
from layers import api as layers
from tests.factories.tiny_scene import write_tiny_scene

OFFICE = system("tests")


@pytest.fixture(autouse=True)
def own_folder(settings: Any, tmp_path: Path) -> None:
    settings.STORAGE_URL = (tmp_path / "storage").as_uri()


@pytest.fixture
def planner(db: None) -> Client:
    user = User.objects.create_user("planner", password="a-long-password")
    layers.create_organisation("construction", title_vi="Sở Xây dựng", title_en="Department of Construction")
    layers.add_member(user.pk, organisation="construction", role="planner")
    layers.grant_read(theme="imagery", to="construction", by=OFFICE, now=clock.now())
    client = Client(headers={"accept": "text/html"})
    client.force_login(user)
    return client


def register(path: Path, *, month: int) -> api.SceneInfo:
    acquired = datetime(2026, month, 1, tzinfo=UTC)
    return api.register_scene(path, acquired=acquired, by=OFFICE, now=clock.now())


def test_a_pair_that_does_not_overlap_is_refused_with_its_sentence(planner: Client, tmp_path: Path):
    here = register(write_tiny_scene(tmp_path / "here.tif"), month=2)
    there = register(write_tiny_scene(tmp_path / "there.tif", east_m=5000), month=8)
    answer = planner.post("/scenes/compare?lang=en", {"before": here.id, "after": there.id})
    assert answer.status_code == 400
    assert "Ảnh ngày 01/02/2026 and Ảnh ngày 01/08/2026 share no ground" in answer.content.decode()
    assert not Run.objects.exists()
    assert not Job.objects.exists()


def test_the_wrong_order_of_scenes_is_told(planner: Client, tmp_path: Path):
    early = register(write_tiny_scene(tmp_path / "a.tif", seed=1), month=2)
    late = register(write_tiny_scene(tmp_path / "b.tif", seed=2), month=8)
    answer = planner.post("/scenes/compare?lang=en", {"before": late.id, "after": early.id})
    assert "Exchange the two" in answer.content.decode()
    assert planner.post("/scenes/compare", {"before": early.id, "after": early.id}).status_code == 400


def test_a_comparison_shows_its_progress_and_its_job(
    planner: Client, tmp_path: Path, django_capture_on_commit_callbacks: Callable[..., Any]
):
    early = register(write_tiny_scene(tmp_path / "a.tif", seed=1), month=2)
    late = register(write_tiny_scene(tmp_path / "b.tif", seed=2), month=8)
    with django_capture_on_commit_callbacks() as waiting:
        answer = planner.post("/scenes/compare", {"before": early.id, "after": late.id})
    run = Run.objects.get()
    assert answer["Location"] == f"/scenes/runs/{run.pk}"
    assert 'data-state="queued"' in planner.get(f"/scenes/runs/{run.pk}").content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        [start] = waiting
        start()
    page = planner.get(f"/scenes/runs/{run.pk}").content.decode()
    assert 'data-state="succeeded"' in page
    state = planner.get(f"/jobs/{run.job_id}").json()
    assert (state["status"], state["progress"]) == ("succeeded", 100)
    assert Client().get(f"/jobs/{run.job_id}").status_code == 404


def test_the_public_sees_no_hidden_scene_and_no_form(tmp_path: Path, db: None):
    hidden = register(write_tiny_scene(tmp_path / "a.tif", seed=1), month=2)
    page = Client().get("/scenes").content.decode()
    assert hidden.id not in page
    assert 'enctype="multipart/form-data"' not in page
    assert Client().post("/scenes", {}).status_code == 302  # to the login page
    assert not Scene.objects.exclude(pk=hidden.id).exists()
