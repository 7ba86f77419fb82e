"""Work under watch: it says how far it is, its job stays alive meanwhile, and it stops when somebody dismisses the job.

A thread of the worker looks at the job every second. When the job was cancelled it cancels the SQL that the work is
waiting for, and wakes it from `wait`; so a dismissal takes effect within about a second, also inside one long query.
"""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

import structlog
from django.db import DatabaseError, connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper

from . import jobs
from .errors import DomainError, JobCancelled

LOOK_EVERY_S = 1.0
LONGEST_WAIT_AT_ONCE_S = 5.0
log = structlog.get_logger(__name__)


class TooLongAtOnce(DomainError):
    """The work takes longer than a request may."""

    def __init__(self, seconds: float) -> None:
        super().__init__(
            f"This takes longer than {seconds:g} seconds. Ask for it as a job (Prefer: respond-async).",
            f"Việc này lâu hơn {seconds:g} giây. Hãy yêu cầu chạy thành tác vụ (Prefer: respond-async).",
        )


class Watch(Protocol):
    """What work may say and ask while it runs."""

    def tell(self, progress: float, message: str | None = None) -> None:
        """Say how far the work is (0 to 1); raises JobCancelled."""

    def wait(self, seconds: float) -> None:
        """Let time pass; raises JobCancelled as soon as the job was cancelled."""


class AtOnce:
    """The watch of work that runs inside a request: nobody reads its progress, and it may not dawdle."""

    def tell(self, progress: float, message: str | None = None) -> None:
        """Nobody reads it."""

    def wait(self, seconds: float) -> None:
        """Let time pass; raises TooLongAtOnce."""
        if seconds > LONGEST_WAIT_AT_ONCE_S:
            raise TooLongAtOnce(LONGEST_WAIT_AT_ONCE_S)
        time.sleep(seconds)


class JobWatch:
    """The watch of work that runs as a job."""

    def __init__(self, job_id: str, line: BaseDatabaseWrapper) -> None:
        self.job_id = job_id
        self.ended = threading.Event()
        self.cancelled = threading.Event()
        self._line = line

    def tell(self, progress: float, message: str | None = None) -> None:
        """Say how far the work is; raises JobCancelled."""
        jobs.beat(self.job_id, progress=progress, message=message)

    def wait(self, seconds: float) -> None:
        """Let time pass; raises JobCancelled."""
        if self.cancelled.wait(seconds):
            raise JobCancelled(self.job_id)

    def look(self) -> None:
        """The thread: until the work has ended, keep the job alive or stop the work."""
        try:
            while not self.ended.wait(LOOK_EVERY_S):
                self._look_once()
        finally:
            connection.close()

    def _look_once(self) -> None:
        try:
            if not jobs.keep_alive(self.job_id):
                self.cancelled.set()
                self._cancel_sql()
        except DatabaseError as error:  # a database that restarts: look again in a second
            log.warning("job_not_seen", job=self.job_id, error=str(error))
            connection.close()

    def _cancel_sql(self) -> None:
        if (raw := self._line.connection) is not None:
            raw.cancel_safe(timeout=LOOK_EVERY_S)


@contextmanager
def watched(job_id: str) -> Iterator[JobWatch]:
    """Do the body under watch; raises JobCancelled instead of what the cancelled SQL raised."""
    watch = JobWatch(job_id, connections["default"])
    thread = threading.Thread(target=watch.look, name=f"watch-{job_id}", daemon=True)
    thread.start()
    try:
        yield watch
    except DatabaseError as error:
        if watch.cancelled.is_set():
            raise JobCancelled(job_id) from error
        raise
    finally:
        watch.ended.set()
        thread.join()
