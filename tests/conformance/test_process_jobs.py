"""Jobs of processes with a real broker and worker: waiting, dismissing, calling back, surviving a killed worker."""

import json
import os
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any, ClassVar

import pytest
import requests

from tests.factories.worker_server import WorkerServer, kill, wait_until, worker_server

from . import process_schemas as schemas
from .client import Api
from .servers import served
from .test_processes import REL, TYPES, execute, valid

pytestmark = [pytest.mark.conformance, pytest.mark.slow]

TOKEN = """
import json
from datetime import timedelta
from django.contrib.auth.models import User
from geo_server.core import clock, tokens
user, _ = User.objects.get_or_create(username="planner")
print(json.dumps(tokens.issue_token(user, name="test", lifetime=timedelta(days=1), now=clock.now())))
"""


class Subscriber(BaseHTTPRequestHandler):
    """Somebody who waits for news; the first call is answered with 503, as when he restarts."""

    calls: ClassVar[list[tuple[str, Any]]] = []
    refusals = 0

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        if self.path == "/busy" and not Subscriber.refusals:
            Subscriber.refusals += 1
            self.send_response(503)
        else:
            Subscriber.calls.append((self.path, body))
            self.send_response(204)
        self.end_headers()

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def subscriber() -> Iterator[str]:
    server = HTTPServer(("127.0.0.1", 0), Subscriber)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory, subscriber: str) -> Iterator[WorkerServer]:
    with worker_server(tmp_path_factory.mktemp("jobs"), beside=os.environ["DIABAN_DATABASE_URL"]) as one:
        one.environ["DIABAN_OUTSIDE_HOSTS"] = subscriber.removeprefix("http://")
        yield one


@pytest.fixture(scope="module")
def worker(house: WorkerServer) -> WorkerServer:
    """The house with one worker and the clock that sends work again."""
    house.start_worker("--beat", "--schedule", str(Path(house.folder) / "beat"))
    return house


@pytest.fixture(scope="module")
def jobs_api(house: WorkerServer) -> Iterator[Api]:
    with served(house.environ) as landing:
        yield Api(landing)


def start(api: Api, **inputs: Any) -> str:
    """Start an echo; its address."""
    answer = execute(api, {"inputs": inputs}, Prefer="respond-async")
    assert answer.status_code == 201, answer.text
    return answer.headers["Location"]


def status(api: Api, job: str) -> str:
    return str(valid(api.json(job), schemas.STATUS_INFO)["status"])


def test_without_a_worker_a_job_waits_and_a_dismissed_one_never_starts(jobs_api: Api, house: WorkerServer) -> None:
    waiting, unwanted = start(jobs_api, string="waits"), start(jobs_api, string="unwanted")
    assert status(jobs_api, waiting) == "accepted"
    early = jobs_api.get(f"{waiting}/results")
    assert (early.status_code, early.json()["type"]) == (404, f"{TYPES}/result-not-ready")
    assert valid(requests.delete(unwanted, timeout=30).json(), schemas.STATUS_INFO)["status"] == "dismissed"
    worker = house.start_worker()
    assert wait_until(lambda: status(jobs_api, waiting) == "successful", seconds=60), house.log()
    assert jobs_api.get(f"{waiting}/results").text == "waits"
    assert "started" not in jobs_api.json(unwanted), "it was never begun"
    kill(worker)


def test_a_running_job_says_so_and_stops_within_seconds_when_dismissed(jobs_api: Api, worker: WorkerServer) -> None:
    job = start(jobs_api, string="long", pause=50)
    assert wait_until(lambda: status(jobs_api, job) == "running", seconds=60), worker.log()
    assert jobs_api.get(f"{job}/results").json()["type"] == f"{TYPES}/result-not-ready"
    assert requests.delete(job, timeout=30).json()["status"] == "dismissed"
    dismissed = time.monotonic()
    after = start(
        jobs_api, string="next"
    )  # the only child of the worker is free again as soon as the first has stopped
    assert wait_until(lambda: status(jobs_api, after) == "successful", seconds=20), worker.log()
    assert time.monotonic() - dismissed < 10
    assert status(jobs_api, job) == "dismissed"


def test_the_subscriber_is_told_also_when_he_was_busy(jobs_api: Api, worker: WorkerServer, subscriber: str) -> None:
    Subscriber.calls.clear()
    told = {
        "successUri": f"{subscriber}/busy",
        "inProgressUri": f"{subscriber}/begun",
        "failedUri": f"{subscriber}/bad",
    }
    answer = execute(jobs_api, {"inputs": {"string": "told"}, "subscriber": told}, Prefer="respond-async")
    assert answer.status_code == 201
    assert wait_until(lambda: Subscriber.refusals == 1, seconds=30), worker.log()
    worker.execute("UPDATE ogc_callback SET due_at = now() - interval '1 second' WHERE due_at IS NOT NULL")
    assert wait_until(lambda: len(Subscriber.calls) == 2, seconds=60), worker.log()
    calls = dict(Subscriber.calls)
    assert valid(calls["/busy"], schemas.RESULTS) == {"string": "told"}
    assert valid(calls["/begun"], schemas.STATUS_INFO)["jobID"] == answer.json()["jobID"]


def test_the_subscriber_of_a_failed_job_is_told_so(jobs_api: Api, worker: WorkerServer, subscriber: str) -> None:
    Subscriber.calls.clear()
    body = {"inputs": {"collection": "nothing", "areas": "nothing"}, "subscriber": {"failedUri": f"{subscriber}/bad"}}
    job = execute(jobs_api, body, process="count-by-area", Prefer="respond-async").headers["Location"]
    assert wait_until(lambda: len(Subscriber.calls) == 1, seconds=60), worker.log()
    [(path, news)] = Subscriber.calls
    assert (path, valid(news, schemas.STATUS_INFO)["status"]) == ("/bad", "failed")
    assert jobs_api.get(f"{job}/results").status_code == 400


def test_a_job_outlives_the_worker_that_was_killed(jobs_api: Api, house: WorkerServer) -> None:
    for one in house.workers:
        kill(one)
    doomed = house.start_worker()
    job = start(jobs_api, string="survives", pause=3)
    assert wait_until(lambda: status(jobs_api, job) == "running", seconds=60), house.log()
    kill(doomed)
    house.execute("UPDATE core_job SET heartbeat_at = heartbeat_at - interval '2 minutes' WHERE state = 'running'")
    house.start_worker("--beat", "--schedule", str(Path(house.folder) / "beat"))
    assert wait_until(lambda: status(jobs_api, job) == "successful", seconds=90), house.log()
    assert jobs_api.get(f"{job}/results").text == "survives"


def test_the_list_of_a_users_jobs_is_filtered_and_read_in_pages(jobs_api: Api, worker: WorkerServer) -> None:
    headers = {"Authorization": f"Bearer {worker.script(TOKEN)}"}

    def ask(**query: Any) -> Any:
        return valid(
            requests.get(f"{jobs_api.landing}/jobs", query, headers=headers, timeout=30).json(), schemas.JOB_LIST
        )

    made: list[str] = []
    for number in range(3):
        answer = execute(jobs_api, {"inputs": {"number": number}}, Prefer="respond-async", **headers)
        made.insert(0, answer.json()["jobID"])
    body = {"inputs": {"collection": "nothing", "areas": "nothing"}}
    failing = execute(jobs_api, body, process="count-by-area", Prefer="respond-async", **headers).json()["jobID"]
    assert wait_until(lambda: len(ask(status="successful,failed")["jobs"]) == 4, seconds=60), worker.log()
    assert [one["jobID"] for one in ask()["jobs"]] == [failing, *made]
    assert [one["jobID"] for one in ask(processID="echo")["jobs"]] == made
    assert [one["jobID"] for one in ask(status="failed")["jobs"]] == [failing]
    assert ask(minDuration=3600)["jobs"] == ask(datetime="../2020-01-01")["jobs"] == []
    page = ask(limit=3)
    assert [one["jobID"] for one in page["jobs"]] == [failing, *made[:2]]
    following = next(entry["href"] for entry in page["links"] if entry["rel"] == "next")
    rest = requests.get(following, headers=headers, timeout=30).json()
    assert [one["jobID"] for one in rest["jobs"]] == made[2:]
    assert f"{REL}/results" in {entry["rel"] for entry in rest["jobs"][0]["links"]}
