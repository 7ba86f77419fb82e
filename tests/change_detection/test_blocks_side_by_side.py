"""Two workers at one run: each takes a block of its own, none waits for or skips the other's."""

import threading
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction

from change_detection import api
from change_detection.models import Block, Run
from change_detection.services.blocks import do_block
from change_detection.services.runs import plan
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
    plan(made)
    first = made.blocks.get(number=0)
    Block.objects.create(run=made, number=1, row=first.row, col=first.col, rows=first.rows, cols=first.cols)
    return made


def in_another_worker(work: Callable[[], Any]) -> Any:
    """Run `work` on a database connection of its own and return its answer."""
    answers: list[Any] = []

    def body() -> None:
        try:
            answers.append(work())
        finally:
            connection.close()

    thread = threading.Thread(target=body)
    thread.start()
    thread.join(timeout=60)
    return answers[0]


def test_a_worker_takes_a_block_while_another_is_at_work(run: Run) -> None:
    with transaction.atomic():
        Block.objects.select_for_update(of=("self",)).get(run=run, number=0)
        in_another_worker(lambda: do_block(run, number=1, now=clock.now()))
    assert set(run.blocks.filter(done_at=None).values_list("number", flat=True)) == {0}


def test_a_block_that_somebody_works_at_is_left_to_him(run: Run) -> None:
    with transaction.atomic():
        Block.objects.select_for_update(of=("self",)).get(run=run, number=1)
        in_another_worker(lambda: do_block(run, number=1, now=clock.now()))
    assert run.blocks.get(number=1).done_at is None
