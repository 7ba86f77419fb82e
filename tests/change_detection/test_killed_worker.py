"""kill -9 in the middle of a detection: after a restart the run ends by itself, as if nothing had happened."""

import os
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from change_detection import api
from geo_server.core import clock
from geo_server.core.subject import system
from tests.factories import small_place
from tests.factories.worker_server import WorkerServer, kill, wait_until, worker_server

pytestmark = pytest.mark.slow

OFFICE = system("tests")
BEFORE_AT = datetime(2026, 2, 10, 3, 30, tzinfo=UTC)
AFTER_AT = datetime(2026, 8, 15, 3, 30, tzinfo=UTC)
SIDE_PX = 2048  # nine blocks

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
FINDINGS = """
import json
from change_detection import api
from geo_server.core.subject import system
print(json.dumps([finding.id for finding in api.list_findings(system("tests"))]))
"""


@pytest.fixture
def scenes(tmp_path: Path) -> small_place.SmallPlace:
    return small_place.draw_small_place(tmp_path, side_px=SIDE_PX)


@pytest.fixture
def undisturbed(
    scenes: small_place.SmallPlace,
    db: None,
    settings: Any,
    tmp_path: Path,
    django_capture_on_commit_callbacks: Callable[..., Any],
) -> tuple[str, set[str]]:
    """Id and findings of the same comparison, done in this process without any disturbance."""
    settings.STORAGE_URL = (tmp_path / "undisturbed").as_uri()
    small_place.publish_registers()
    now = clock.now()
    ids = [
        api.register_scene(path, acquired=acquired, by=OFFICE, now=now).id
        for path, acquired in ((scenes.before, BEFORE_AT), (scenes.after, AFTER_AT))
    ]
    with django_capture_on_commit_callbacks(execute=True):
        run = api.detect(ids[0], after_id=ids[1], by=OFFICE, now=now)
    return run.id, {finding.id for finding in api.list_findings(OFFICE)}


@pytest.fixture
def server(tmp_path: Path) -> Iterator[WorkerServer]:
    with worker_server(tmp_path, beside=os.environ["DIABAN_DATABASE_URL"]) as one:
        yield one


def test_a_run_whose_worker_was_killed_ends_with_the_same_findings_none_twice(
    server: WorkerServer, scenes: small_place.SmallPlace, undisturbed: tuple[str, set[str]]
):
    start = START.format(folder=str(scenes.before.parent), before=BEFORE_AT.isoformat(), after=AFTER_AT.isoformat())
    run_id = server.script(start)

    def done() -> int:
        return int(server.rows("SELECT count(*) FROM change_detection_block WHERE done_at IS NOT NULL")[0][0])

    worker = server.start_worker()
    assert wait_until(lambda: done() >= 2, seconds=120), server.log()
    kill(worker)
    blocks = server.rows("SELECT count(*) FROM change_detection_block")[0][0]
    assert 2 <= done() < blocks, "the worker was killed too late to prove anything"
    assert state(server) == "running"

    age_by_two_minutes(server)
    # Two children: a lease that locked more than its own block would leave the other child without work for ever.
    server.start_worker("--beat", "--schedule", str(server.folder / "beat"), "--concurrency=2")
    assert wait_until(lambda: state(server) not in {"queued", "running"}, seconds=150), server.log()
    assert ended(server) == ("succeeded", ""), server.log()

    assert done() == blocks
    found = server.script(FINDINGS)
    assert (run_id, set(found)) == undisturbed
    assert len(found) == len(set(found)) > 0
    assert server.rows("SELECT finding, count(*) FROM feature.findings GROUP BY 1 HAVING count(*) > 1") == []
    assert {row[0] for row in server.rows("SELECT finding FROM feature.findings")} == set(found)


def state(server: WorkerServer) -> str:
    return str(server.rows("SELECT state FROM core_job WHERE kind = 'change_detection.detect'")[0][0])


def ended(server: WorkerServer) -> tuple[str, str]:
    """State and reason of the job."""
    [(state, reason)] = server.rows("SELECT state, reason_en FROM core_job WHERE kind = 'change_detection.detect'")
    return str(state), str(reason)


def age_by_two_minutes(server: WorkerServer) -> None:
    """Let time pass: the job has not been heard of for two minutes."""
    server.execute("UPDATE core_job SET heartbeat_at = heartbeat_at - interval '2 minutes'")
