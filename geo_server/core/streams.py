"""Streams that have begun: their faults are known before they are handed on, and they end at a safe moment."""

import threading
from collections.abc import Generator, Iterator
from typing import Any, TypeVar

T = TypeVar("T")


class _Open(threading.local):
    """The streams that this thread has begun and not ended, in the order of their beginning."""

    def __init__(self) -> None:
        self.streams: dict[int, Begun[Any]] = {}


class Begun(Iterator[T]):
    """A generator whose first piece has been made, so that its errors come out where it is made.

    A generator that was never asked for its first piece does nothing when it is closed; one that holds a place in the
    database must let go of it at once. Whoever does not read it to the end calls `close`, as WSGI servers do. One that
    is forgotten is kept alive until its thread takes up the next request (`close_forgotten`): left to the garbage
    collector it could end in the middle of another statement on the same connection, and wait for itself.
    """

    def __init__(self, pieces: Generator[T]) -> None:
        self._rest = pieces
        self._first = [piece for piece in (next(pieces, None),) if piece is not None]
        if self._first:
            _open.streams[id(self)] = self

    def __next__(self) -> T:
        if self._first:
            return self._first.pop()
        try:
            return next(self._rest)
        except BaseException:
            _open.streams.pop(id(self), None)
            raise

    def close(self) -> None:
        """End it, read or not."""
        _open.streams.pop(id(self), None)
        self._first.clear()
        self._rest.close()


_open = _Open()


def close_forgotten(**_signal: object) -> None:
    """End what this thread has begun and nobody has read or closed, the youngest first."""
    for stream in reversed(list(_open.streams.values())):
        stream.close()
