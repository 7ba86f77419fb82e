"""The drawing process of this process: started at first use, started again when it dies, ends with its parent."""

import atexit
import json
import os
import subprocess
import sys
import threading
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from .errors import DrawingFailed

ROOT = Path(__file__).resolve().parents[1]
PATIENCE_S = 20.0


@dataclass(frozen=True)
class View:
    """What part of the world a picture shows: its centre in degrees, MapLibre's zoom, its size in pixels."""

    width: int
    height: int
    longitude: float
    latitude: float
    zoom: float
    ratio: float = 1.0


class Draughtsman:
    """Draws one picture at a time; safe to call from several threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._owner = 0

    def draw(self, style: dict[str, Any], view: View, tiles: dict[str, bytes]) -> bytes:
        """A PNG; `tiles` maps 'source/zoom/column/row' to vector tiles; raises DrawingFailed."""
        order = {
            "style": json.dumps(style, ensure_ascii=False),
            "view": asdict(view),
            "tiles": [(address, len(data)) for address, data in tiles.items()],
        }
        message = json.dumps(order).encode() + b"\n" + b"".join(tiles.values())
        with self._lock:
            try:
                return self._ask(message)
            except (BrokenPipeError, EOFError):
                self.stop()  # it died, perhaps of an earlier picture: one more try with a new one
            try:
                return self._ask(message)
            except (BrokenPipeError, EOFError) as error:
                self.stop()
                raise DrawingFailed("the drawing process ended") from error

    def stop(self) -> None:
        """End the drawing process; the next picture starts a new one."""
        process, self._process = self._process, None
        if process is not None and self._owner == os.getpid():
            process.kill()
            process.wait()

    def _ask(self, message: bytes) -> bytes:
        process = self._running()
        if process.stdin is None or process.stdout is None:
            raise EOFError
        watch = threading.Timer(PATIENCE_S, process.kill)
        watch.start()
        try:
            process.stdin.write(message)
            process.stdin.flush()
            head = process.stdout.readline()
            if not head:
                raise EOFError
            answer = json.loads(head)
            picture = process.stdout.read(answer["length"])
        finally:
            watch.cancel()
        if "error" in answer:
            raise DrawingFailed(answer["error"])
        return picture

    def _running(self) -> subprocess.Popen[bytes]:
        """The process; a fork of the web process starts one of its own."""
        if self._process is None or self._owner != os.getpid() or self._process.poll() is not None:
            command = [sys.executable, "-m", "tiles.render.drawing"]
            environment = {**os.environ, "EGL_PLATFORM": os.environ.get("EGL_PLATFORM", "surfaceless")}
            self._process = subprocess.Popen(  # noqa: S603
                command, cwd=ROOT, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE
            )
            self._owner = os.getpid()
        return self._process


draughtsman = Draughtsman()
atexit.register(draughtsman.stop)
