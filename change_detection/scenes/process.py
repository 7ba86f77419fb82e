"""Have a scene made by a process of its own, hear how far it is, and say in words how it ended."""

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import structlog

from geo_server.core.fences import bare_environment

from .errors import MakingBroke, TooLargeScene
from .exchange import error_of, made_of, order_line
from .making import Made, Making, Tell

ROOT = Path(__file__).resolve().parents[2]
LOOKS_EVERY_S = 0.5
log = structlog.get_logger(__name__)


def make_apart(order: Making, *, tell: Tell, wanted: Callable[[], bool] = lambda: True) -> Made:
    """As `making.make_scene`, in a process without network, other files and endless memory.

    Args:
        order: the file must lie in a folder of its own, `order.work` is made here.
        tell: hears how far it is.
        wanted: asked twice a second; once it says no, the process is ended.

    Raises:
        NotAScene and others: as `making.make_scene`.
        MakingBroke: the process died.
    """
    order.work.mkdir(parents=True, exist_ok=True)
    said: dict[str, Any] = {}
    errors = order.work / "log"
    with errors.open("wb") as log_file, _process(order, log_file.fileno()) as child, _ended_if_not(wanted, child):
        assert child.stdout is not None  # noqa: S101 - it was asked for
        for line in child.stdout:
            said = json.loads(line)
            if "share" in said:
                tell(said["share"], said["stage"])
        status = child.wait()
    if status == 0 and "made" in said:
        return made_of(said["made"])
    if status == 0 and "refused" in said:
        raise error_of(said)
    raise _how_it_ended(order, status, errors)


@contextmanager
def _process(order: Making, errors: int) -> Iterator[subprocess.Popen[str]]:
    child = subprocess.Popen(
        [sys.executable, "-P", "-s", "-B", "-m", "change_detection.scenes.child"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=errors,
        text=True,
        env=bare_environment(order.work, root=ROOT),
        cwd=order.work,
        start_new_session=True,
    )
    try:
        assert child.stdin is not None  # noqa: S101 - it was asked for
        with child.stdin as told:
            told.write(order_line(order))
        yield child
    finally:
        if child.poll() is None:
            os.killpg(child.pid, signal.SIGKILL)
            child.wait()


@contextmanager
def _ended_if_not(wanted: Callable[[], bool], child: subprocess.Popen[str]) -> Iterator[None]:
    over = threading.Event()

    def look() -> None:
        while not over.wait(LOOKS_EVERY_S):
            if not wanted():
                child.kill()
                return

    thread = threading.Thread(target=look, name="scene-wanted", daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def _how_it_ended(order: Making, status: int, errors: Path) -> MakingBroke | TooLargeScene:
    words = errors.read_bytes()[-4000:].decode("utf-8", "replace")
    log.error("making a scene failed", name=order.name, status=status, log=words)
    if -status == signal.SIGXCPU:
        most = order.limits.seconds
        return TooLargeScene(order.name, what=("seconds of work", "giây xử lý"), found=most + 1, most=most)
    how = signal.Signals(-status).name if status < 0 else f"exit status {status}"
    return MakingBroke(order.name, how)
