"""Two workers at one run: each takes a block of its own, none waits for or skips the other's."""

import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from change_detection import api
from change_detection.models import Block, Run
from change_detection.services import blocks
from change_detection.services.planning import plan
from geo_server.core import clock
from geo_server.core.subject import system
from tests.factories.tiny_scene import write_tiny_scene

OFFICE = system("tests")


@pytest.fixture
def run(transactional_db: None, settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """A planned run of two blocks, both not done."""
    settings.STORAGE_URL = (tmp_path / "storage").as_uri()
    settings.CELERY_TASK_ALWAYS_EAGER = True
    monkeypatch.setattr("change_detection.tasks.plan_detection.delay", lambda **_: None)
    ids = [
        api.register_scene(
            write_tiny_scene(tmp_path / f"{month}.tif", built=month == 8),
            acquired=datetime(2026, month, 1, tzinfo=UTC),
            by=OFFICE,
            now=clock.now(),
        ).id
        for month in (2, 8)
    ]
    started = api.detect(ids[0], after_id=ids[1], by=OFFICE, now=clock.now(), model="difference")
    made = Run.objects.get(pk=started.id)
    plan(made, now=clock.now())
    first = made.blocks.get(number=0)
    Block.objects.create(run=made, number=1, row=first.row, col=first.col, rows=first.rows, cols=first.cols)
    return made


@pytest.fixture
def slow_worker(run: Run, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Another worker, on a database connection of its own, is in the middle of block 0 while the test runs."""
    begun, may_end = threading.Event(), threading.Event()
    compare = blocks.detect_block

    def compare_slowly(*args: Any) -> Any:
        monkeypatch.setattr(blocks, "detect_block", compare)  # only the first one is slow
        begun.set()
        may_end.wait(timeout=60)
        return compare(*args)

    def body() -> None:
        try:
            blocks.do_block(run, number=0, now=clock.now())
        finally:
            connection.close()

    monkeypatch.setattr(blocks, "detect_block", compare_slowly)
    worker = threading.Thread(target=body)
    worker.start()
    assert begun.wait(timeout=60)
    yield
    may_end.set()
    worker.join(timeout=60)


def not_done(run: Run) -> set[int]:
    return set(run.blocks.filter(done_at=None).values_list("number", flat=True))


@pytest.mark.usefixtures("slow_worker")
def test_a_worker_takes_a_block_while_another_is_at_work(run: Run) -> None:
    blocks.do_block(run, number=1, now=clock.now())
    assert not_done(run) == {0}


@pytest.mark.usefixtures("slow_worker")
def test_a_block_that_somebody_works_at_is_left_to_him(run: Run) -> None:
    blocks.do_block(run, number=0, now=clock.now())
    assert not_done(run) == {0, 1}
