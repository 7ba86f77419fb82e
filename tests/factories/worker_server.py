"""A server of its own for tests that kill processes: database, Redis, storage, workers; all real, all removed."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql

ROOT = Path(__file__).resolve().parents[2]
BIN = Path(sys.executable).parent


@dataclass
class WorkerServer:
    """One server; `environ` is what its processes are started with."""

    folder: Path
    database_url: str
    environ: dict[str, str]
    workers: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def run(self, *command: str) -> str:
        """Run a Python command of the project to its end; returns what it printed."""
        done = subprocess.run(
            [sys.executable, *command],
            cwd=ROOT,
            env=self.environ,
            capture_output=True,
            text=True,
            timeout=180,
            check=False,
        )
        assert done.returncode == 0, done.stderr[-3000:]
        return done.stdout

    def script(self, code: str) -> Any:
        """Run Python inside the server's settings; returns the JSON of its last printed line."""
        return json.loads(self.run("-c", f"import django; django.setup()\n{code}").strip().splitlines()[-1])

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """Ask the database directly."""
        with psycopg.connect(self.database_url, autocommit=True) as connection:
            return connection.execute(query.encode()).fetchall()

    def execute(self, statement: str) -> None:
        """Change the database directly."""
        with psycopg.connect(self.database_url, autocommit=True) as connection:
            connection.execute(statement.encode())

    def start_worker(
        self, *options: str, prefix: Sequence[str] = (), environ: Mapping[str, str] | None = None
    ) -> subprocess.Popen[bytes]:
        """A worker with one child, in a process group of its own; its words go to worker.log.

        `prefix` is put before its command, `environ` over its environment.
        """
        command = [
            *prefix,
            str(BIN / "celery"),
            "-A",
            "geo_server.site",
            "worker",
            "--concurrency=1",
            "--loglevel=INFO",
            *options,
        ]
        with (self.folder / "worker.log").open("ab") as log:
            worker = subprocess.Popen(
                command, cwd=ROOT, env=self.environ | (environ or {}), stdout=log, stderr=log, start_new_session=True
            )
        self.workers.append(worker)
        return worker

    def log(self) -> str:
        """The last words of the workers."""
        return self.log_text()[-4000:]

    def log_text(self) -> str:
        """All words of the workers."""
        return (self.folder / "worker.log").read_text(errors="replace")


def kill(worker: subprocess.Popen[bytes]) -> None:
    """kill -9 for the worker and its children at once, as when the machine goes dark."""
    if worker.poll() is None:
        os.killpg(worker.pid, signal.SIGKILL)
        worker.wait(timeout=10)


def wait_until(holds: Callable[[], bool], *, seconds: float, pause_s: float = 0.05) -> bool:
    """Whether something came true in time."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if holds():
            return True
        time.sleep(pause_s)
    return False


@contextmanager
def worker_server(folder: Path, *, beside: str) -> Iterator[WorkerServer]:
    """A fresh, migrated server; `beside` is the URL of a database on the same cluster."""
    name = f"diaban_worker_test_{os.getpid()}"
    parts = urlsplit(beside)
    database_url = urlunsplit(parts._replace(path=f"/{name}"))
    with _database(beside, name), _redis(folder) as redis_url:
        environ = os.environ | {
            "DIABAN_DATABASE_URL": database_url,
            "DIABAN_REDIS_URL": redis_url,
            "DIABAN_VAR": str(folder),
            "DIABAN_STORAGE_URL": (folder / "storage").as_uri(),
            "DIABAN_EMAIL_URL": (folder / "mail").as_uri(),
            "DJANGO_SETTINGS_MODULE": "geo_server.site.settings",
        }
        server = WorkerServer(folder, database_url, environ)
        try:
            server.run("manage.py", "migrate", "--verbosity=0")
            yield server
        finally:
            for worker in server.workers:
                kill(worker)


@contextmanager
def _database(beside: str, name: str) -> Iterator[None]:
    with psycopg.connect(beside, autocommit=True) as connection:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        yield
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


@contextmanager
def _redis(folder: Path) -> Iterator[str]:
    port = free_port()
    command = ["redis-server", "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", str(folder)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as redis:
        try:
            assert wait_until(lambda: _answers(port), seconds=10), "redis-server does not answer"
            yield f"redis://127.0.0.1:{port}/0"
        finally:
            redis.terminate()


def free_port() -> int:
    """A port of the loopback that nobody uses now."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def _answers(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
    except OSError:
        return False
    return True
