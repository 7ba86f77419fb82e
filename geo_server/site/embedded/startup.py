"""Bring the server up, step by step, saying what is done: backends, database, assets, processes."""

import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from geo_server.core.errors import DomainError

from ..catalogues import compile_catalogues
from . import assets, postgres, processes, supervisor
from .runtime import ROOT, Runtime, with_free_ports


class DoesNotAnswer(DomainError):
    """The server was started but does not answer."""

    def __init__(self, url: str, log: str) -> None:
        super().__init__(
            f"{url} does not answer. The log of the process says why: {log}",
            f"{url} không trả lời. Xem lý do trong nhật ký của tiến trình: {log}",
        )


@dataclass
class Phases:
    """Names and times of the steps, told to the person who waits.

    Attributes:
        tell: prints one line.
        seconds: how long each finished phase took.
    """

    tell: Callable[[str], None]
    seconds: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def phase(self, name: str) -> Iterator[None]:
        """Announce a step, run it, remember its time."""
        self.tell(f"• {name} …")
        start = time.monotonic()
        yield
        self.seconds[name] = time.monotonic() - start
        self.tell(f"  ✓ {self.seconds[name]:.1f} s")


def enter(runtime: Runtime) -> None:
    """Make this process part of the server: its environment, then Django."""
    import django

    os.environ.update(runtime.environment())
    django.setup()


def start_backends(runtime: Runtime, phases: Phases, *, durable: bool = True) -> Runtime:
    """PostgreSQL and Redis answer when this returns; the runtime that comes back knows ports that had to move."""
    if supervisor.control(runtime) is None:
        runtime = with_free_ports(runtime)
    with phases.phase("PostgreSQL, Redis"):
        interface = supervisor.start_supervisor(runtime, durable=durable)
        supervisor.start_processes(runtime, interface, processes.BACKENDS)
        url = runtime.environment()["DIABAN_DATABASE_URL"]
        postgres.wait_for_database(url, log=runtime.logs / "postgres.log")
    return runtime


def bring_up(runtime: Runtime, phases: Phases) -> Runtime:
    """Start everything that does not run yet; quick when all runs. Returns the runtime (ports may have moved)."""
    runtime = start_backends(runtime, phases)
    with phases.phase("Web assets"):
        assets.build()
        compile_catalogues()
        manage(runtime, "collectstatic", "--noinput", "--verbosity", "0")
    with phases.phase("Database tables"):
        manage(runtime, "migrate", "--noinput", "--verbosity", "0")
    with phases.phase("Processes"):
        interface = supervisor.start_supervisor(runtime)
        supervisor.start_processes(runtime, interface, processes.PROCESSES)
        wait_for(f"http://127.0.0.1:{runtime.ports['web']}/healthz", runtime, "web")
        wait_for(f"http://127.0.0.1:{runtime.ports['mapproxy']}/healthz", runtime, "mapproxy")
    return runtime


def manage(runtime: Runtime, *args: str) -> None:
    """Run one Django command in a process of its own, so that settings are read afresh."""
    command = [sys.executable, str(ROOT / "manage.py"), *args]
    subprocess.run(command, check=True, env=os.environ | runtime.environment(), cwd=ROOT)  # noqa: S603


def wait_for(url: str, runtime: Runtime, process: str, *, seconds: float = 60.0) -> None:
    """Return when the URL answers with any success; raises DoesNotAnswer."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(url, timeout=5):  # noqa: S310
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    raise DoesNotAnswer(url, str(runtime.logs / f"{process}.log"))
