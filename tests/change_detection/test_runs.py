"""Runs and their steps: one run per question, steps that may come twice, failures in words."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from change_detection import api
from change_detection.models import Block, Change, Run, RunState
from change_detection.services.assembly import assemble_run
from change_detection.services.blocks import do_block
from change_detection.services.pairs import store_of
from change_detection.services.planning import plan
from geo_server.core import clock, jobs, storage
from geo_server.core.models import Job, JobState
from geo_server.core.subject import system
from tests.factories.tiny_scene import write_tiny_scene

OFFICE = system("tests")
FORMULA = "difference"


@pytest.fixture(autouse=True)
def own_folder(settings: Any, tmp_path: Path) -> None:
    settings.STORAGE_URL = (tmp_path / "storage").as_uri()


@pytest.fixture
def pair(db: None, tmp_path: Path) -> tuple[str, str]:
    """Ids of two scenes of one place."""
    return _register(tmp_path / "a.tif", built=False, month=2), _register(tmp_path / "b.tif", built=True, month=8)


def _register(path: Path, *, built: bool, month: int) -> str:
    acquired = datetime(2026, month, 1, tzinfo=UTC)
    return api.register_scene(write_tiny_scene(path, built=built), acquired=acquired, by=OFFICE, now=clock.now()).id


def start(pair: tuple[str, str], **more: Any) -> Run:
    """A run whose tasks have not been sent: the test takes the steps itself."""
    told = api.detect(pair[0], after_id=pair[1], by=OFFICE, now=clock.now(), model=FORMULA, **more)
    return Run.objects.get(pk=told.id)


def test_equal_questions_are_one_run_and_another_threshold_is_another(pair: tuple[str, str]):
    assert start(pair).pk == start(pair).pk
    assert start(pair, threshold=0.7).pk != start(pair).pk
    assert Job.objects.count() == 2


def test_a_failed_run_is_started_anew_under_its_old_id(pair: tuple[str, str]):
    run = start(pair)
    jobs.cancel_job(str(run.job_id))
    again = start(pair)
    assert again.pk == run.pk
    assert again.job_id != run.job_id
    assert Run.objects.count() == 1


def test_planning_twice_makes_the_blocks_once(pair: tuple[str, str]):
    run = start(pair)
    assert plan(run, now=clock.now()) == plan(run, now=clock.now()) == [0]
    assert Block.objects.count() == 1


def test_a_block_that_is_done_is_not_done_again(pair: tuple[str, str]):
    run = start(pair)
    plan(run, now=clock.now())
    assert do_block(run, number=0, now=clock.now())
    [stored] = store_of(run).folder.glob("*.tif")
    written = stored.stat().st_mtime_ns
    assert do_block(run, number=0, now=clock.now())
    assert stored.stat().st_mtime_ns == written


def test_a_lost_answer_is_asked_for_again_before_the_run_ends(pair: tuple[str, str]):
    run = start(pair)
    plan(run, now=clock.now())
    do_block(run, number=0, now=clock.now())
    next(store_of(run).folder.glob("*.tif")).unlink()
    assert assemble_run(run, now=clock.now()) == [0]
    assert do_block(run, number=0, now=clock.now())
    assert assemble_run(run, now=clock.now()) == []
    assert jobs.get_job(str(run.job_id)).state == JobState.SUCCEEDED


def test_assembling_twice_stores_every_change_once(pair: tuple[str, str]):
    run = start(pair)
    plan(run, now=clock.now())
    do_block(run, number=0, now=clock.now())
    stale = Run.objects.get(pk=run.pk)  # what a second worker read before the first one finished
    assemble_run(run, now=clock.now())
    before = set(Change.objects.values_list("pk", flat=True))
    assemble_run(stale, now=clock.now())
    assert set(Change.objects.values_list("pk", flat=True)) == before
    assert len(before) > 0
    assert Run.objects.get(pk=run.pk).state == RunState.ASSEMBLED


def test_a_scene_that_was_damaged_meanwhile_ends_the_job_with_a_sentence(
    pair: tuple[str, str], django_capture_on_commit_callbacks: Callable[..., Any]
):
    with django_capture_on_commit_callbacks() as waiting:
        run = start(pair)
    storage.path_of(f"scenes/{pair[1]}.tif").write_bytes(b"II*")
    for send in waiting:
        send()
    job = jobs.get_job(str(run.job_id))
    assert job.state == JobState.FAILED
    assert f"{pair[1]}.tif" in job.reason_vi
    assert not Change.objects.exists()


def test_a_cancelled_run_stops_at_its_next_step(pair: tuple[str, str]):
    run = start(pair)
    plan(run, now=clock.now())
    jobs.cancel_job(str(run.job_id))
    with pytest.raises(jobs.JobCancelled):
        do_block(run, number=0, now=clock.now())
    assert jobs.get_job(str(run.job_id)).state == JobState.CANCELLED


def test_the_shipped_model_is_the_one_of_its_card():
    name, intact = api.model_is_intact()
    assert intact
    assert name in {card.id for card in api.list_models()}
