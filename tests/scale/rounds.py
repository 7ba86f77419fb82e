"""One comparison on a server of its own: from the registered scenes to the last row."""

import os
import subprocess
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from tests.factories.small_place import SmallPlace
from tests.factories.worker_server import WorkerServer, wait_until

_PATIENCE_S = 600
_BEAT_S = 60

_REGISTER = """
import json
from datetime import datetime
from pathlib import Path
from change_detection import api
from geo_server.core import clock
from geo_server.core.subject import system
from tests.factories import small_place
small_place.publish_registers()
office, now = system("tests"), clock.now()
for path, day in (({before!r}, "2026-02-10T03:30:00+00:00"), ({after!r}, "2026-08-15T03:30:00+00:00")):
    api.register_scene(Path(path), acquired=datetime.fromisoformat(day), by=office, now=now)
api.define_collections(now=now)
print(json.dumps("done"))
"""
_START = """
import json
from change_detection import api
from geo_server.core import clock
from geo_server.core.subject import system
office = system("tests")
after, before = [scene.id for scene in api.list_scenes(office)]
print(json.dumps(api.detect(before, after_id=after, by=office, now=clock.now()).id))
"""
_REQUEUE = """
import json
from geo_server.core import clock, jobs
print(json.dumps(jobs.requeue_stalled(now=clock.now())))
"""


@dataclass
class Round:
    """A server and the workers that share its run."""

    server: WorkerServer
    workers: list[subprocess.Popen[bytes]]

    def wait_until_ready(self) -> None:
        """Until all workers listen, so that none has a start."""
        if not wait_until(lambda: self.server.log_text().count(" ready.") >= len(self.workers), seconds=_PATIENCE_S):
            raise TimeoutError(self.server.log())

    def blocks(self) -> dict[str, int]:
        """How many blocks each machine did."""
        names = self.server.rows("SELECT done_by FROM change_detection_block")
        return dict(Counter(str(row[0]) for row in names))


def environment(folder: Path, database_url: str, redis_url: str) -> dict[str, str]:
    """What the processes of a server are started with."""
    return os.environ | {
        "DIABAN_DATABASE_URL": database_url,
        "DIABAN_REDIS_URL": redis_url,
        "DIABAN_VAR": str(folder),
        "DIABAN_STORAGE_URL": (folder / "storage").as_uri(),
        "DIABAN_EMAIL_URL": (folder / "mail").as_uri(),
        "DIABAN_SECRET_KEY": "only-for-this-proof-0123456789abcdef",
        "DJANGO_SETTINGS_MODULE": "geo_server.site.settings",
    }


def register(server: WorkerServer, scenes: SmallPlace) -> None:
    """The registers and both scenes."""
    server.script(_REGISTER.format(before=str(scenes.before), after=str(scenes.after)))


def start_run(server: WorkerServer) -> str:
    """Ask for the comparison; returns its id."""
    return str(server.script(_START))


def restart_stalled(server: WorkerServer) -> None:
    """Let two minutes pass in which nobody was heard of; then do what beat does."""
    server.execute("UPDATE core_job SET heartbeat_at = heartbeat_at - interval '2 minutes' WHERE state = 'running'")
    server.execute("UPDATE change_detection_run SET sent_at = sent_at - interval '2 minutes'")
    server.script(_REQUEUE)


def wait_for_end(server: WorkerServer) -> None:
    """Until the run has succeeded; what has stalled is sent again from time to time, as beat does.

    Raises:
        TimeoutError: with the last words of the workers.
    """
    for _ in range(_PATIENCE_S // _BEAT_S):
        if wait_until(lambda: _state(server) == "succeeded", seconds=_BEAT_S, pause_s=0.2):
            return
        restart_stalled(server)
    raise TimeoutError(f"the run is still {_state(server)}; the workers say: {server.log()}")


def _state(server: WorkerServer) -> str:
    rows = server.rows("SELECT state FROM core_job WHERE kind = 'change_detection.detect'")
    return str(rows[0][0]) if rows else "not asked for"
