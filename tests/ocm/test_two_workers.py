"""Real workers on a real broker: what is queued twice, or cut off by kill -9, is still told once."""

import os
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.factories.mail_server import Mailbox, running_mail_server
from tests.factories.worker_server import WorkerServer, kill, wait_until, worker_server

pytestmark = pytest.mark.slow
FINDINGS = 5
MESSAGES = 2 * FINDINGS

SET_OFF = f"""
import json
from geo_server.core import clock
from geo_server.core.models import Job
from ocm import api as ocm, tasks
from tests.factories.findings import FindingDraft, make_finding
from tests.factories.wards import SINCE, WEST, make_city
city = make_city()
ocm.subscribe(address="ubnd@example.vn", organisation=f"ward_{{WEST}}", by=city.admin, now=clock.now())
ocm.subscribe(address="doi@example.vn", area=(WEST, SINCE), by=city.admin, now=clock.now())
for number in range({FINDINGS}):
    make_finding(FindingDraft(x=106.642 + number / 1000))
print(json.dumps([str(job.pk) for job in Job.objects.filter(kind=tasks.RAISE_ALERT)]))
"""
QUEUE_AGAIN = """
import json
from geo_server.core.models import Job
from ocm import tasks
for job in Job.objects.filter(kind=tasks.RAISE_ALERT):
    tasks.raise_alert.delay(str(job.pk))
tasks.deliver_due.delay()
print(json.dumps(None))
"""


@pytest.fixture
def mailbox() -> Iterator[tuple[Mailbox, int]]:
    with running_mail_server() as running:
        yield running


@pytest.fixture
def server(tmp_path: Path, mailbox: tuple[Mailbox, int]) -> Iterator[WorkerServer]:
    """A server whose mail goes to the mailbox, with findings made and nothing done about them yet."""
    with worker_server(tmp_path, beside=os.environ["DIABAN_DATABASE_URL"]) as one:
        one.environ["DIABAN_EMAIL_URL"] = f"smtp://127.0.0.1:{mailbox[1]}"
        assert len(one.script(SET_OFF)) == FINDINGS
        yield one


def sent(server: WorkerServer) -> int:
    return int(server.rows("SELECT count(*) FROM ocm_delivery WHERE state = 'sent'")[0][0])


def test_two_workers_with_doubled_tasks_send_each_message_once(server, mailbox):
    mailbox[0].delay_s = 0.2  # time enough for the other worker to come by
    for _ in range(3):
        server.script(QUEUE_AGAIN)
    server.start_worker("--concurrency=2", "--hostname=one@%h")
    server.start_worker("--concurrency=2", "--hostname=two@%h")
    assert wait_until(lambda: sent(server) == MESSAGES, seconds=90), server.log()
    server.script(QUEUE_AGAIN)
    assert wait_until(lambda: queue_is_empty(server), seconds=60), server.log()
    ids = Counter(message["Message-ID"] for message in mailbox[0].messages)
    assert len(ids) == MESSAGES
    assert set(ids.values()) == {1}
    assert server.rows("SELECT count(*) FROM ocm_alert") == [(FINDINGS,)]


def test_a_killed_worker_leaves_nobody_untold(server, mailbox):
    mailbox[0].delay_s = 0.2
    worker = server.start_worker()
    assert wait_until(lambda: len(mailbox[0].messages) >= 3, seconds=60), server.log()
    kill(worker)
    assert len(mailbox[0].messages) < MESSAGES, "the worker was killed too late to prove anything"
    server.execute("UPDATE core_job SET heartbeat_at = heartbeat_at - interval '2 minutes'")
    server.start_worker("--beat", "--schedule", str(server.folder / "beat"))
    server.script(QUEUE_AGAIN)  # what beat does every half minute
    assert wait_until(lambda: sent(server) == MESSAGES, seconds=90), server.log()
    ids = Counter(message["Message-ID"] for message in mailbox[0].messages)
    assert len(ids) == MESSAGES
    doubled = [times for times in ids.values() if times > 1]
    assert doubled in ([], [2]), "at most the message that was going out when the worker died, under the same id"


def queue_is_empty(server: WorkerServer) -> bool:
    length = "from geo_server.site.celery import app\nimport json\n" + (
        "with app.connection_for_read() as c: print(json.dumps(c.default_channel.client.llen('celery')))"
    )
    return server.script(length) == 0
