"""Where the time of a run goes: seconds of every step, kept with the run."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from change_detection.models import Run


@contextmanager
def timed(run: Run, step: str) -> Iterator[None]:
    """Note how many seconds the body took; the caller saves the row."""
    start = time.monotonic()
    yield
    run.timings[step] = round(time.monotonic() - start, 3)
