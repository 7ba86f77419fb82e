"""A database and servers of their own for tests that need the real thing: HTTP, several processes, committed rows."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.parse import quote
from urllib.request import urlopen

import psycopg
from django.conf import settings
from psycopg import sql

ROOT = Path(__file__).resolve().parents[2]
PATIENCE_S = 60.0


@contextmanager
def scratch_database(purpose: str, var: Path) -> Iterator[dict[str, str]]:
    """A migrated, empty database; yields the environment of processes that shall use it. Dropped at the end."""
    name = f"diaban_{purpose}_{os.getpid()}"
    server = settings.DATABASES["default"]
    login = f"{quote(server['USER'])}:{quote(server['PASSWORD'])}" if server["PASSWORD"] else quote(server["USER"])
    address = f"postgresql://{login}@{server['HOST']}:{server['PORT']}"
    environment = os.environ | {
        "DIABAN_DATABASE_URL": f"{address}/{name}",
        "DIABAN_REDIS_URL": "memory://",
        "DIABAN_VAR": str(var),
        "DIABAN_STORAGE_URL": (var / "storage").as_uri(),
    }
    with psycopg.connect(f"{address}/postgres", autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        try:
            run("manage.py", "migrate", "--verbosity=0", environment=environment)
            yield environment
        finally:
            connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def run(*arguments: str, environment: dict[str, str]) -> str:
    """Run Python with these arguments; returns what it printed, fails with what it complained of."""
    done = subprocess.run([sys.executable, *arguments], cwd=ROOT, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-3000:]
    return done.stdout


@contextmanager
def served(environment: dict[str, str], *, workers: int = 1) -> Iterator[str]:
    """A web server of so many processes on a free port; yields the address of its landing page."""
    port = _free_port()
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port)]
    command += [
        "--workers",
        str(workers),
        "--blocking-threads",
        "2",
        "--log-level",
        "warning",
        "geo_server.site.wsgi:application",
    ]
    web = subprocess.Popen(command, cwd=ROOT, env=environment | {"DIABAN_PORT": str(port)})
    try:
        landing = f"http://127.0.0.1:{port}/ogc"
        _wait_for(landing, web)
        yield landing
    finally:
        web.terminate()
        web.wait(timeout=PATIENCE_S)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(address: str, web: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while True:
        assert web.poll() is None, "the web process ended by itself"
        try:
            urlopen(address, timeout=5).close()
            return
        except URLError:
            assert time.monotonic() < deadline, "the web process did not answer"
            time.sleep(0.1)
