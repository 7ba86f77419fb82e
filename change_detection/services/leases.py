"""Leases that end with the connection of their holder: a worker that is killed leaves nothing locked behind."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection


@contextmanager
def lease(name: str) -> Iterator[bool]:
    """Whether the body alone holds what is called `name`; False at once if somebody else does.

    It spans transactions, so that the holder can tell how far it is. Give it back where it was taken: one connection.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [_number(name)])
        is_mine = bool(cursor.fetchone()[0])
    try:
        yield is_mine
    finally:
        if is_mine and connection.is_usable():
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [_number(name)])


def wait_for_turn(name: str) -> None:
    """Wait until nobody else is at what is called `name`; the turn ends with the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_number(name)])


def _number(name: str) -> int:
    """PostgreSQL names such locks by a number of 64 bits."""
    return int.from_bytes(hashlib.sha256(f"change_detection {name}".encode()).digest()[:8], signed=True)
