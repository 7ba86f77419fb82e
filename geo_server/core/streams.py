"""Streams that have begun: what is wrong with them is known before they are handed on, and they end when told to."""

from collections.abc import Generator, Iterator
from typing import TypeVar

T = TypeVar("T")


class Begun(Iterator[T]):
    """A generator whose first piece has been made, so that its errors come out where it is made.

    A generator that was never asked for its first piece does nothing when it is closed; one that holds a place in the
    database must let go of it at once. Whoever does not read it to the end calls `close`, as WSGI servers do: left to
    the garbage collector it could end in the middle of another statement on the same connection.
    """

    def __init__(self, pieces: Generator[T]) -> None:
        self._rest = pieces
        self._first = [piece for piece in (next(pieces, None),) if piece is not None]

    def __next__(self) -> T:
        return self._first.pop() if self._first else next(self._rest)

    def close(self) -> None:
        """End it, read or not."""
        self._first.clear()
        self._rest.close()
