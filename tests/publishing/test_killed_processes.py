"""kill -9 of web and worker at random points of a publication: never half-published, never lost, always goes on.

Real processes: granian, a Celery worker, Redis, a database of their own. Each point publishes a next version of a
collection in which every row changes, kills both process groups somewhere in one step, starts them again, and lets the
same submission go on to its end. `KILL_POINTS=36 pytest tests/publishing/test_killed_processes.py` is the long run.
"""

import http.client
import json
import os
import random
import subprocess
import threading
import time
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

import psycopg
import pytest
from celery import Celery

from tests.factories.worker_server import BIN, ROOT, WorkerServer, free_port, kill, wait_until, worker_server

pytestmark = pytest.mark.slow

POINTS = int(os.environ.get("KILL_POINTS", "6"))
ROWS = 20_000
STEPS = ("uploading", "received", "read", "checked", "publishing", "between")
"""In which a kill is aimed; "between": at any time, also while a request waits for its answer."""
QUIET = {"waiting_for_decisions", "drafted", "approved", "published", "failed"}
PREPARE = """
import json
from datetime import timedelta
from django.contrib.auth.models import User
from geo_server.core import clock, tokens
from layers import api as layers
layers.create_organisation("water", title_vi="Cấp nước", title_en="Water")
user = User.objects.create_user("engineer", password="a long enough password")
layers.add_member(user.pk, organisation="water", role="utility")
print(json.dumps(tokens.issue_token(user, name="t", lifetime=timedelta(days=1), now=clock.now(), scope=tokens.WRITE)))
"""


@dataclass
class City:
    """A server under attack."""

    server: WorkerServer
    port: int
    token: str = ""
    durations: dict[str, float] = field(default_factory=dict)
    web: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Web and worker, each in a process group of its own; returns when the web answers."""
        command = f"{BIN}/granian --interface wsgi --host 127.0.0.1 --no-ws --log-level warning --workers 1"
        with (self.server.folder / "web.log").open("ab") as log:
            self.web = subprocess.Popen(
                [*command.split(), "--port", str(self.port), "geo_server.site.wsgi:application"],
                cwd=ROOT,
                env=self.server.environ,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self.server.start_worker()
        assert wait_until(self.answers, seconds=60), (self.server.folder / "web.log").read_text()[-2000:]

    def answers(self) -> bool:
        try:
            return self.send("GET", "/publishing/api")[0] == 200
        except OSError:
            return False

    def kill(self) -> None:
        """kill -9 for both at once."""
        assert self.web is not None
        kill(self.web)
        kill(self.server.workers[-1])

    def send(self, method: str, path: str, body: bytes | None = None) -> tuple[int, Any]:
        """One request; raises OSError if the server dies meanwhile."""
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}{path}", method=method, data=body)
        request.add_header("Authorization", f"Bearer {self.token}")
        request.add_header("Content-Type", "application/octet-stream")
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                return answer.status, json.loads(answer.read() or b"null")
        except urllib.error.HTTPError as error:
            return error.code, json.loads(error.read() or b"null")
        except http.client.HTTPException as error:
            raise ConnectionError(str(error)) from error

    def latest(self) -> tuple[str, str, str] | None:
        """Id, state and reason of the newest submission."""
        rows = self.server.rows(
            "SELECT id::text, state, failed_en FROM publishing_submission ORDER BY created_at DESC LIMIT 1"
        )
        return rows[0] if rows else None

    def versions(self) -> tuple[int, int, int]:
        """Smallest and largest version among the rows that everybody sees, and their number."""
        [(low, high, count)] = self.server.rows("SELECT min(v), max(v), count(*) FROM feature.points")
        return low, high, count

    def look_after(self) -> None:
        """What beat does, as if two minutes had passed since the kill."""
        self.server.execute("UPDATE core_job SET heartbeat_at = heartbeat_at - interval '2 minutes'")
        app = Celery(broker=self.server.environ["DIABAN_REDIS_URL"], set_as_current=False)
        for task in ("core.requeue_stalled_jobs", "publishing.keep_going"):
            app.send_task(task)


@pytest.fixture
def city(tmp_path: Path) -> Iterator[City]:
    with worker_server(tmp_path, beside=os.environ["DIABAN_DATABASE_URL"]) as server:
        city = City(server, free_port())
        city.token = server.script(PREPARE)
        city.start()
        try:
            yield city
        finally:
            if city.web is not None:
                kill(city.web)


def version(number: int) -> bytes:
    """A file in which every row has the value of this version."""
    lines = [f"{n},{number},{106.6 + n % 200 / 1e3},{10.7 + n // 200 / 1e3}" for n in range(ROWS)]
    return "\n".join(["code,v,lon,lat", *lines]).encode()


def upload(city: City, number: int) -> None:
    """Hand in a version, a piece at a time; OSError if the server dies."""
    path = f"/publishing/submissions?file_name=points.csv&collection=points&key=code&reason=v{number}"
    connection = http.client.HTTPConnection("127.0.0.1", city.port, timeout=60)
    body = version(number)
    connection.putrequest("POST", path)
    connection.putheader("Authorization", f"Bearer {city.token}")
    connection.putheader("Content-Type", "application/octet-stream")
    connection.putheader("Content-Length", str(len(body)))
    connection.endheaders()
    for start in range(0, len(body), 100_000):
        connection.send(body[start : start + 100_000])
        time.sleep(0.05)
    answer = connection.getresponse()
    assert answer.status == 201, answer.read()


def go_on(city: City, number: int, *, seconds: float = 180) -> list[str]:
    """Take version `number` to its publication from wherever it stands; returns the states that were met.

    Raises OSError if the server dies meanwhile.
    """
    met: list[str] = []
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if city.web is None or city.web.poll() is not None:
            raise ConnectionError("the web process is gone")
        latest = city.latest()
        if latest is None or not belongs(city, latest[0], number):
            upload(city, number)
            continue
        submission, state, reason = latest
        if not met or met[-1] != state:
            met.append(state)
        if state == "published":
            return met
        act = {"drafted": "submit", "approved": "publish", "failed": "retry"}.get(state)
        if state == "failed":
            assert reason, "a failed submission says why"
        if act is not None:
            status, said = city.send("POST", f"/publishing/submissions/{submission}/{act}", b"{}")
            assert status in (200, 409), said
        time.sleep(0.01)
    raise AssertionError(f"version {number} stays at {city.latest()}: {city.server.log()}")


def belongs(city: City, submission: str, number: int) -> bool:
    [(reason,)] = city.server.rows(f"SELECT reason FROM publishing_submission WHERE id = '{submission}'")
    return bool(reason == f"v{number}")


@contextmanager
def killer(city: City, number: int, step: str, delay_s: float, hits: list[str]) -> Iterator[threading.Thread]:
    """A thread that kills web and worker `delay_s` after the step of this version has begun."""

    def strike() -> None:
        with psycopg.connect(city.server.database_url, autocommit=True) as line:
            query = "SELECT state FROM publishing_submission WHERE reason = %s ORDER BY created_at DESC LIMIT 1"

            def state() -> str:
                row = line.execute(query, [f"v{number}"]).fetchone()
                return str(row[0]) if row else "uploading"

            wait_until(lambda: step == "between" or state() == step, seconds=120, pause_s=0.002)
            time.sleep(delay_s)
            city.kill()
            hits.append(state())

    thread = threading.Thread(target=strike)
    thread.start()
    yield thread
    thread.join()


def measure(city: City) -> None:
    """Publish the first version undisturbed, and remember how long each step takes."""
    begun = time.monotonic()
    seen: dict[str, float] = {"uploading": begun}

    def watch() -> None:
        while city.durations.get("all") is None:
            latest = city.latest()
            if latest is not None and latest[1] not in seen:
                seen[latest[1]] = time.monotonic()
            time.sleep(0.005)

    thread = threading.Thread(target=watch)
    thread.start()
    go_on(city, 1)
    city.durations["all"] = time.monotonic() - begun
    thread.join()
    ordered = [*sorted(seen.items(), key=lambda entry: entry[1]), ("", time.monotonic())]
    for (name, start), (_, stop) in pairwise(ordered):
        city.durations[name] = stop - start
    city.durations["between"] = city.durations["all"]


def test_a_publication_survives_kill_9_at_any_point(city: City) -> None:
    chance = random.Random(20261122)  # the same moments in every run
    measure(city)
    assert city.versions() == (1, 1, ROWS)
    hit: Counter[str] = Counter()
    failed = 0
    for point in range(POINTS):
        step, number = STEPS[point % len(STEPS)], point + 2
        hits: list[str] = []
        with killer(city, number, step, chance.uniform(0, city.durations.get(step, 0.3)), hits):
            try:
                go_on(city, number)
            except OSError:
                pass  # the server has gone away under the client
        hit[hits[0]] += 1
        low, high, count = city.versions()
        assert (low, count) == (high, ROWS), f"half-published at {step}: {city.versions()}"
        assert low == (number if city.latest() and is_published(city, number) else number - 1)
        city.start()
        city.look_after()
        failed += go_on(city, number).count("failed")
        assert city.versions() == (number, number, ROWS)
    assert sum(hit.values()) == POINTS
    check_the_books(city)
    print(f"\n{POINTS} kills, by state of the submission: {dict(hit)}; ended with a reason and tried again: {failed}")


def is_published(city: City, number: int) -> bool:
    query = "SELECT count(*) FROM publishing_submission WHERE reason = 'v{}' AND state = 'published'"
    return bool(city.server.rows(query.format(number))[0][0])


def check_the_books(city: City) -> None:
    """Each version was published once and nothing is left over."""
    versions = POINTS + 1
    assert city.server.rows("SELECT count(*), count(DISTINCT submission_id) FROM publishing_publication") == [
        (versions, versions)
    ]
    assert city.server.rows("SELECT count(*) FROM history.points WHERE NOT isempty(version_valid)") == [
        (ROWS * (versions - 1),)
    ]
    assert city.server.rows("SELECT count(*) FROM pg_tables WHERE schemaname = 'incoming'") == [(0,)]
    assert city.server.rows("SELECT DISTINCT state FROM publishing_submission") == [("published",)]
