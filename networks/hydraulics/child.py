"""Run an engine in a child process with limits on memory and time; a crash of the engine is an error in words here."""

import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any, Literal

from geo_server.core.watch import AtOnce, Watch

from ..errors import EngineFailed

Engine = Literal["epanet", "swmm"]
LONGEST_S = 600.0
MEMORY_BYTES = 4 * 1024**3
LOOK_EVERY_S = 0.05
ROOT = Path(__file__).resolve().parents[2]


def ask_engine(
    engine: Engine, request: dict[str, Any], *, watch: Watch | None = None, longest_s: float = LONGEST_S
) -> dict[str, Any]:
    """The engine's answer.

    Args:
        engine: which one.
        request: as its module says.
        watch: stops the engine when the job is dismissed.
        longest_s: it is killed after that time.

    Raises:
        EngineFailed: it refuses the model, took too long, too much memory, or died.
        JobCancelled: the job was dismissed meanwhile.
    """
    with tempfile.TemporaryDirectory(prefix="engine-") as folder:
        asked, answered = Path(folder) / "request.json", Path(folder) / "answer.json"
        asked.write_text(json.dumps(request), encoding="utf-8")
        command = [sys.executable, "-m", f"networks.hydraulics.engines.{engine}", str(asked), str(answered)]
        said = Path(folder) / "said.txt"
        with said.open("wb") as output:
            child = subprocess.Popen(  # noqa: S603 - our own module and two paths that we made
                command, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=output, stderr=output, preexec_fn=_limit
            )
            try:
                _wait(child, engine, watch or AtOnce(), time.monotonic() + longest_s, longest_s)
            finally:
                child.kill()
                child.wait()
        if not answered.is_file():
            raise EngineFailed(engine, said.read_text(encoding="utf-8", errors="replace")[-300:].strip() or "it died")
        answer: dict[str, Any] = json.loads(answered.read_text(encoding="utf-8"))
    if "fault" in answer:
        raise EngineFailed(engine, str(answer["fault"]))
    return answer


def _wait(child: "subprocess.Popen[bytes]", engine: Engine, watch: Watch, end: float, longest_s: float) -> None:
    while child.poll() is None:
        watch.wait(LOOK_EVERY_S)
        if time.monotonic() > end:
            raise EngineFailed(engine, f"it took longer than {longest_s:g} s")


def _limit() -> None:
    """In the child, before the engine starts."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
