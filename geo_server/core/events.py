"""News travels up: typed Django signals, sent only after the transaction has been committed."""

from dataclasses import dataclass
from typing import Any, Generic, TypeVar

import structlog
from django.db import transaction
from django.dispatch import Signal

E = TypeVar("E")
log = structlog.get_logger(__name__)


class Event(Generic[E]):
    """A signal that carries one frozen dataclass.

    The sender never learns who listened. A receiver that fails is logged and does not stop the others.

        collection_published = Event(CollectionPublished)
        collection_published.send_on_commit(CollectionPublished(collection="wards", revision=7))
    """

    def __init__(self, payload: type[E]) -> None:
        self.payload = payload
        self._signal = Signal()

    def connect(self, receiver: Any) -> Any:
        """Register a function `receiver(event)`; usable as a decorator."""

        def call(sender: object, *, event: E, **_: object) -> None:
            receiver(event)

        self._signal.connect(call, weak=False, dispatch_uid=f"{receiver.__module__}.{receiver.__qualname__}")
        return receiver

    def send_on_commit(self, event: E) -> None:
        """Tell the receivers when the current transaction is committed (at once if there is none)."""
        transaction.on_commit(lambda: self._send(event))

    def _send(self, event: E) -> None:
        for receiver, outcome in self._signal.send_robust(sender=self.payload, event=event):
            if isinstance(outcome, Exception):
                _log_failure(receiver, event, outcome)


@dataclass(frozen=True)
class JobFinished:
    """A job reached its end (succeeded, failed or cancelled)."""

    job_id: str
    kind: str
    state: str


def _log_failure(receiver: object, event: object, error: Exception) -> None:
    log.error("receiver_failed", receiver=repr(receiver), event_value=repr(event), exc_info=error)


job_finished: Event[JobFinished] = Event(JobFinished)
