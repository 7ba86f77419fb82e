"""What goes wrong in the middle of a run ends with a sentence and can be taken up again: nothing done is lost."""

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import rasterio

from change_detection import api
from change_detection.engine import lattice
from change_detection.errors import BlockAbandoned
from change_detection.models import Block, Change, Run, RunState
from change_detection.services import blocks
from change_detection.services.pairs import asset_path, store_of
from change_detection.services.planning import SENT_LATELY, claim_planning, plan
from change_detection.services.runs import cancel_run
from change_detection.tasks import detect_block
from geo_server.core import clock, jobs, storage
from geo_server.core.models import Job, JobState
from geo_server.core.subject import Subject, system
from layers.errors import NotAllowed
from tests.factories.tiny_scene import write_tiny_scene

OFFICE = system("tests")
SIDE_PX = 1024  # four blocks of the smaller lattice


@pytest.fixture(autouse=True)
def smaller_blocks(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Blocks of 512 pixels, so that a small scene has some."""
    monkeypatch.setattr(lattice, "STEP_PX", 512)
    monkeypatch.setattr(lattice, "_FITS_PX", 512)
    lattice._tiles.cache_clear()
    yield
    lattice._tiles.cache_clear()


@pytest.fixture
def run(db: None, settings: Any, tmp_path: Path) -> Run:
    """A planned run whose tasks have not been sent: the test takes the steps itself."""
    settings.STORAGE_URL = (tmp_path / "storage").as_uri()
    ids = [
        api.register_scene(
            write_tiny_scene(tmp_path / f"{month}.tif", built=month == 8, side_px=SIDE_PX),
            acquired=datetime(2026, month, 1, tzinfo=UTC),
            title_vi=f"Ảnh tháng {month}",
            by=OFFICE,
            now=clock.now(),
        ).id
        for month in (2, 8)
    ]
    told = api.detect(ids[0], after_id=ids[1], by=OFFICE, now=clock.now(), model="difference")
    started = Run.objects.select_related("before", "after").get(pk=told.id)
    plan(started, now=clock.now())
    assert started.blocks.count() >= 4
    return started


@pytest.fixture
def resume(django_capture_on_commit_callbacks: Callable[..., Any]) -> Callable[[Run], api.RunInfo]:
    """Take a run up again and let the workers do it to its end."""

    def go_on(run: Run) -> api.RunInfo:
        with django_capture_on_commit_callbacks(execute=True):
            api.resume(run.pk, by=OFFICE, now=clock.now())
        return api.get_run(run.pk)

    return go_on


def work(run: Run) -> None:
    """What a worker does when the blocks of a run are sent to it."""
    for number in list(run.blocks.values_list("number", flat=True)):
        detect_block(job_id=str(run.job_id), number=number)


def done(run: Run) -> set[int]:
    return set(run.blocks.exclude(done_at=None).values_list("number", flat=True))


def written(run: Run) -> dict[str, int]:
    """When each stored answer was written."""
    return {path.name: path.stat().st_mtime_ns for path in store_of(run).folder.glob("*.tif")}


def break_pixels(path: Path) -> None:
    """Overwrite the compressed pixels of all tiles of a COG; its header and its overviews stay whole."""
    with rasterio.open(path) as dataset:
        rows, cols = (-(-size // side) for size, side in zip(dataset.shape, dataset.block_shapes[0], strict=True))
        tiles = [f"BLOCK_OFFSET_{col}_{row}" for row in range(rows) for col in range(cols)]
        offsets = [int(dataset.get_tag_item(tile, "TIFF", bidx=1)) for tile in tiles]
    with path.open("r+b") as file:
        for offset in offsets:
            file.seek(offset)
            file.write(b"\x00\xff" * 16)


def test_a_scene_that_is_damaged_in_the_middle_ends_the_run_with_scene_and_place(
    run: Run, resume: Callable[[Run], api.RunInfo]
):
    path = asset_path(run.after)
    whole = path.read_bytes()
    blocks.do_block(run, number=0, now=clock.now())
    break_pixels(path)
    work(run)
    job = jobs.get_job(str(run.job_id))
    assert job.state == JobState.FAILED
    assert "Ảnh tháng 8" in job.reason_vi
    assert "10.8" in job.reason_vi  # the latitude of the place
    assert done(run) == {0}
    assert not Change.objects.exists()

    before = written(run)
    path.write_bytes(whole)
    assert resume(run).state == "succeeded"
    assert {name: at for name, at in written(run).items() if name in before} == before


def test_a_scene_that_cannot_be_read_is_tried_three_times(run: Run):
    break_pixels(asset_path(run.before))
    work(run)
    assert set(run.blocks.values_list("attempts", flat=True)) == {0, blocks.MAX_READINGS}
    assert not done(run)


@pytest.fixture
def small_disk(run: Run) -> Iterator[Path]:
    """The answers of the run on a disk of 64 KiB."""
    if os.geteuid() != 0 or shutil.which("mount") is None:
        pytest.skip("only root can mount a small disk")
    folder = store_of(run).folder
    folder.mkdir(parents=True)
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(folder)], check=False)
    if mounted.returncode:
        pytest.skip("this machine lets nobody mount a disk")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def test_a_full_disk_ends_the_run_with_its_sentence_and_it_goes_on_when_there_is_room(
    run: Run, small_disk: Path, resume: Callable[[Run], api.RunInfo]
):
    ballast = small_disk / "ballast"
    ballast.write_bytes(b"\0" * 60 * 1024)
    work(run)
    job = jobs.get_job(str(run.job_id))
    assert job.state == JobState.FAILED
    assert job.reason_en == storage.NoRoom().en
    assert len(done(run)) < run.blocks.count()
    kept = written(run)
    assert len(kept) == len(done(run))

    ballast.unlink()
    subprocess.run(["mount", "-o", "remount,size=16m", str(small_disk)], check=True)
    assert resume(run).state == "succeeded"


def test_a_stopped_run_keeps_its_blocks_and_goes_on_where_it_stood(run: Run, resume: Callable[[Run], api.RunInfo]):
    blocks.do_block(run, number=0, now=clock.now())
    api.cancel(run.pk, by=OFFICE, now=clock.now())
    work(run)
    assert done(run) == {0}
    before = written(run)
    told = resume(run)
    assert told.state == "succeeded"
    assert written(run).items() >= before.items()
    assert Run.objects.get(pk=run.pk).state == RunState.ASSEMBLED


def test_only_who_started_a_run_or_an_administrator_stops_it(run: Run):
    other = Subject("user:2", "Lê Thị B", roles=frozenset({"planner"}))
    with pytest.raises(NotAllowed):
        cancel_run(run, by=other, now=clock.now())
    assert jobs.get_job(str(run.job_id)).state == JobState.RUNNING


def test_a_block_at_which_every_worker_falls_silent_is_given_up_with_its_place(run: Run):
    Block.objects.filter(run=run, number=1).update(attempts=blocks.MAX_ATTEMPTS)
    with pytest.raises(BlockAbandoned) as caught:
        blocks.do_block(run, number=1, now=clock.now())
    assert "10.8" in caught.value.en
    assert str(blocks.MAX_ATTEMPTS) in caught.value.vi


def test_an_attempt_counts_also_when_the_worker_is_killed(run: Run, monkeypatch: pytest.MonkeyPatch):
    def die(*_: object) -> None:
        raise SystemExit(9)

    monkeypatch.setattr(blocks, "detect_block", die)
    with pytest.raises(SystemExit):
        blocks.do_block(run, number=2, now=clock.now())
    assert Block.objects.get(run=run, number=2).attempts == 1


def test_blocks_of_an_older_lattice_are_dropped_when_a_run_is_taken_up_again(run: Run, monkeypatch: pytest.MonkeyPatch):
    old = run.blocks.count()
    monkeypatch.setattr(lattice, "STEP_PX", 1024)
    lattice._tiles.cache_clear()
    plan(run, now=clock.now())
    assert run.blocks.count() != old
    assert {block.number for block in run.blocks.all()} == set(range(run.blocks.count()))


def test_a_run_that_is_asked_for_again_and_again_sends_its_blocks_once(run: Run):
    now = clock.now()
    assert claim_planning(run, now=now)
    assert not claim_planning(run, now=now)
    assert claim_planning(run, now=now + 2 * SENT_LATELY)
    assert Job.objects.get(pk=run.job_id).state == JobState.RUNNING
