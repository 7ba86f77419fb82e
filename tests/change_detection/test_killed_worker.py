"""kill -9 in the middle of a detection: after a restart the run ends by itself, as if nothing had happened.

`KILL_POINTS=12` kills the worker so often, at random moments; `tests.scale.two_hosts` does it to two machines.
"""

import os
import random
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from change_detection import api
from geo_server.core import clock
from geo_server.core.subject import system
from tests.factories import small_place
from tests.factories.finding_bytes import finding_bytes
from tests.factories.strip import draw_strip
from tests.factories.worker_server import WorkerServer, kill, wait_until, worker_server

pytestmark = pytest.mark.slow

OFFICE = system("tests")
BEFORE_AT = datetime(2026, 2, 10, 3, 30, tzinfo=UTC)
AFTER_AT = datetime(2026, 8, 15, 3, 30, tzinfo=UTC)
PLACES = 12  # five blocks
KILL_POINTS = int(os.environ.get("KILL_POINTS", "1"))

START = """
import json, sys
from datetime import datetime
from pathlib import Path
from change_detection import api
from geo_server.core import clock
from geo_server.core.subject import system
from tests.factories import small_place
small_place.publish_registers()
office, now, folder = system("tests"), clock.now(), Path({folder!r})
ids = [
    api.register_scene(folder / name, acquired=datetime.fromisoformat(day), by=office, now=now).id
    for name, day in (("before.tif", {before!r}), ("after.tif", {after!r}))
]
print(json.dumps(api.detect(ids[0], after_id=ids[1], by=office, now=now).id))
"""
REQUEUE = """
import json
from geo_server.core import clock, jobs
print(json.dumps(jobs.requeue_stalled(now=clock.now())))
"""


@pytest.fixture
def scenes(tmp_path: Path) -> small_place.SmallPlace:
    return draw_strip(tmp_path / "drawn", places=PLACES)


@pytest.fixture
def undisturbed(
    scenes: small_place.SmallPlace,
    db: None,
    settings: Any,
    tmp_path: Path,
    django_capture_on_commit_callbacks: Callable[..., Any],
) -> bytes:
    """The answer of the same comparison, done in this process without any disturbance."""
    settings.STORAGE_URL = (tmp_path / "undisturbed").as_uri()
    small_place.publish_registers()
    now = clock.now()
    ids = [
        api.register_scene(path, acquired=acquired, by=OFFICE, now=now).id
        for path, acquired in ((scenes.before, BEFORE_AT), (scenes.after, AFTER_AT))
    ]
    with django_capture_on_commit_callbacks(execute=True):
        api.detect(ids[0], after_id=ids[1], by=OFFICE, now=now)
    return finding_bytes(rows_here)


def rows_here(query: str) -> list[tuple[Any, ...]]:
    """Ask the database of this process."""
    with connection.cursor() as cursor:
        cursor.execute(query)
        return list(cursor.fetchall())


@pytest.fixture
def server(tmp_path: Path) -> Iterator[WorkerServer]:
    with worker_server(tmp_path, beside=os.environ["DIABAN_DATABASE_URL"]) as one:
        yield one


def test_a_run_whose_worker_was_killed_ends_with_the_same_answer_to_the_byte(
    server: WorkerServer, scenes: small_place.SmallPlace, undisturbed: bytes
):
    server.script(
        START.format(folder=str(scenes.before.parent), before=BEFORE_AT.isoformat(), after=AFTER_AT.isoformat())
    )
    chance = random.Random(7)
    for _ in range(KILL_POINTS):
        begun = attempts(server)
        worker = server.start_worker()
        assert wait_until(lambda at=begun: attempts(server) > at, seconds=120), server.log()  # type: ignore[misc]
        time.sleep(chance.uniform(0.0, 2.0))
        kill(worker)
        assert state(server) == "running", "the worker was killed too late to prove anything"
        age_by_two_minutes(server)
        server.script(REQUEUE)

    # Two children: a lease that locked more than its own block would leave the other child without work for ever.
    server.start_worker("--beat", "--schedule", str(server.folder / "beat"), "--concurrency=2")
    assert wait_until(lambda: state(server) not in {"queued", "running"}, seconds=240), server.log()
    assert ended(server) == ("succeeded", ""), server.log()
    assert server.rows("SELECT count(*) FROM change_detection_block WHERE done_at IS NULL") == [(0,)]
    assert finding_bytes(server.rows) == undisturbed
    assert undisturbed.count(b'["published"') > 0


def attempts(server: WorkerServer) -> int:
    """How often a block has been taken up so far."""
    return int(server.rows("SELECT coalesce(sum(attempts), 0) FROM change_detection_block")[0][0])


def state(server: WorkerServer) -> str:
    return str(server.rows("SELECT state FROM core_job WHERE kind = 'change_detection.detect'")[0][0])


def ended(server: WorkerServer) -> tuple[str, str]:
    """State and reason of the job."""
    [(state, reason)] = server.rows("SELECT state, reason_en FROM core_job WHERE kind = 'change_detection.detect'")
    return str(state), str(reason)


def age_by_two_minutes(server: WorkerServer) -> None:
    """Let time pass: the job has not been heard of for two minutes."""
    server.execute("UPDATE core_job SET heartbeat_at = heartbeat_at - interval '2 minutes' WHERE state = 'running'")
    server.execute("UPDATE change_detection_run SET sent_at = sent_at - interval '2 minutes'")
