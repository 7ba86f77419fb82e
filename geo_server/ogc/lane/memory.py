"""Answers that this process gave a moment ago and may give again: tiles to the public, as long as nothing has moved.

An answer is remembered with the glance that its collection had before it was made. It is given again while the glance
is the same: no row has changed, no right, no style. So it is never older than `layers.watch.PATIENCE_S`, whoever wrote.
"""

import threading
from collections import OrderedDict
from dataclasses import dataclass
from typing import Any

from geo_server.core.subject import ANONYMOUS
from layers import api as layers

from .reply import Reply

MOST_BYTES = 12 << 20  # in each process; what is not here is a file of the tile cache
LARGEST_BODY = 256 << 10
OVERHEAD = 2_000  # of an answer, beside its body
KEPT_STATUS = frozenset({200, 204, 304})
DECIDES = (
    "PATH_INFO",
    "QUERY_STRING",
    "HTTP_HOST",
    "HTTP_ACCEPT",
    "HTTP_ACCEPT_ENCODING",
    "HTTP_ACCEPT_LANGUAGE",
    "HTTP_IF_NONE_MATCH",
    "HTTP_IF_MODIFIED_SINCE",
    "HTTP_X_FORWARDED_PROTO",
    "wsgi.url_scheme",
)
NEVER = ("HTTP_AUTHORIZATION", "HTTP_RANGE", "HTTP_IF_MATCH", "HTTP_IF_UNMODIFIED_SINCE")
Environ = dict[str, Any]
Key = tuple[str | None, ...]


@dataclass(frozen=True)
class Answer:
    """What was answered, and by what glance."""

    glance: layers.Glance
    reply: Reply


class Memory:
    """The answers of one process, the least used leave first; safe for several threads."""

    def __init__(self) -> None:
        self._answers: OrderedDict[Key, Answer] = OrderedDict()
        self._bytes = 0
        self._lock = threading.Lock()

    def recall(self, environ: Environ) -> Reply | None:
        """The answer to the same request, if nothing has moved since."""
        key = tuple(map(environ.get, DECIDES))
        known = self._answers.get(key)
        if known is None or any(name in environ for name in NEVER):
            return None
        if layers.glance(ANONYMOUS, collection_id=known.glance.collection.id) is not known.glance:
            return None
        with self._lock:
            if key in self._answers:
                self._answers.move_to_end(key)
        return known.reply

    def glance(self, environ: Environ, collection_id: str) -> layers.Glance | None:
        """The glance to remember an answer by; None if this request's answer is not to be remembered."""
        query = environ.get("QUERY_STRING", "")
        if "token" in query or "datetime" in query or any(name in environ for name in NEVER):
            return None
        found = layers.glance(ANONYMOUS, collection_id=collection_id)
        return None if found is None or found.collection.coverage else found

    def keep(self, environ: Environ, glance: layers.Glance, reply: Reply) -> None:
        """Remember what was answered."""
        if reply.status_code not in KEPT_STATUS or len(reply.body) > LARGEST_BODY:
            return
        key = tuple(map(environ.get, DECIDES))
        with self._lock:
            self._forget(key)
            self._answers[key] = Answer(glance, reply)
            self._bytes += len(reply.body) + OVERHEAD
            while self._bytes > MOST_BYTES:
                self._forget(next(iter(self._answers)))

    def _forget(self, key: Key) -> None:
        gone = self._answers.pop(key, None)
        if gone is not None:
            self._bytes -= len(gone.reply.body) + OVERHEAD
