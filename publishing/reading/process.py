"""Start the reading process, wait for it, and say in words how it ended."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import structlog

from geo_server.core.fences import bare_environment

from ..errors import OverLimit, UnreadableFile
from .exchange import ANSWER, Cost, Order

ROOT = Path(__file__).resolve().parents[2]
LOOKS_EVERY_S = 0.005
SECONDS_TO_START = 30
log = structlog.get_logger(__name__)
_known: dict[str, str] = {}
"""Variables that the last reading process found out for itself; the next one need not start twice."""


def run(order: Order) -> dict[str, Any]:
    """The answer of the reading process to an order.

    Raises:
        OverLimit: it needed more memory, or longer, than it may.
        UnreadableFile: it died of the file.
    """
    status, cost = _wait_for(order)
    answer_file = order.work / ANSWER
    answer: dict[str, Any] = json.loads(answer_file.read_bytes()) if answer_file.is_file() else {}
    _known.update({"GDAL_SKIP": answer["without_drivers"]} if "without_drivers" in answer else {})
    missing = tuple(answer.get("missing", ()))
    log.info("file read", name=order.name, status=status, seconds=cost.seconds, memory_mb=cost.memory_mb)
    if missing:
        log.warning("reading without fences that this kernel lacks", missing=missing)
    if status == 0 and answer:
        return answer
    raise _how_it_ended(order, status, cost)


def _wait_for(order: Order) -> tuple[int, Cost]:
    """Exit status (negative: a signal) and cost; the process is killed when its time is over."""
    started = time.monotonic()
    with (order.work / "log").open("wb") as errors:
        child = subprocess.Popen(
            [sys.executable, "-P", "-s", "-B", "-m", "publishing.reading.child"],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=errors,
            env=_environment(order),
            cwd=order.work,
            start_new_session=True,
            close_fds=True,
        )
    try:
        _tell(child, order)
        memory_mb = 0.0
        while True:
            memory_mb = max(memory_mb, round(_peak_mb(child.pid), 1))
            status = child.poll()
            seconds = time.monotonic() - started
            if status is not None:
                return status, Cost(round(seconds, 2), memory_mb)
            if seconds > order.limits.seconds + SECONDS_TO_START:
                os.killpg(child.pid, signal.SIGXCPU)
            time.sleep(LOOKS_EVERY_S)
    finally:
        if child.returncode is None:
            os.killpg(child.pid, signal.SIGKILL)
            child.wait()


def _peak_mb(pid: int) -> float:
    """The most memory that a running process has had so far; 0 once it is gone."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text("ascii").splitlines()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM:")), 0.0)


def _tell(child: subprocess.Popen[bytes], order: Order) -> None:
    assert child.stdin is not None  # noqa: S101 - it was asked for
    with child.stdin as told:
        told.write(order.to_json().encode())


def _environment(order: Order) -> dict[str, str]:
    """What reading was found to need, and nothing else of ours."""
    return {
        **{name: value for name, value in _known.items() if value},
        **bare_environment(order.work, root=ROOT),
        "ARROW_DEFAULT_MEMORY_POOL": "system",
    }


def _how_it_ended(order: Order, status: int, cost: Cost) -> UnreadableFile:
    limits = order.limits
    if -status == signal.SIGXCPU or cost.seconds > limits.seconds:
        return OverLimit(
            order.name,
            f"reading it takes longer than {limits.seconds} seconds. Hand it in in parts.",
            f"đọc mất hơn {limits.seconds} giây. Hãy chia nhỏ rồi nộp.",
        )
    if -status in (signal.SIGKILL, signal.SIGABRT):
        return OverLimit(
            order.name,
            f"reading it needs more than {limits.memory_mb} MB of memory. Hand it in in parts.",
            f"đọc cần hơn {limits.memory_mb} MB bộ nhớ. Hãy chia nhỏ rồi nộp.",
        )
    log.error("reading failed", name=order.name, status=status, log=_last_words(order))
    return UnreadableFile(
        order.name,
        f"the reader broke on it ({_named(status)})."
        " Save it anew with the program it comes from, or in another format.",
        f"chương trình đọc bị dừng vì tệp này ({_named(status)})."
        " Hãy lưu lại bằng phần mềm gốc, hoặc ở định dạng khác.",
    )


def _named(status: int) -> str:
    return signal.Signals(-status).name if status < 0 else f"exit status {status}"


def _last_words(order: Order) -> str:
    words = order.work / "log"
    return words.read_bytes()[-4000:].decode("utf-8", "replace") if words.is_file() else ""
