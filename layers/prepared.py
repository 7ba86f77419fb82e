"""Statements that are prepared once per connection, and whose answer is read as bytes: nothing is decoded on the way.

Django's cursor writes the values into the text, so that PostgreSQL parses and plans every time, and turns each column
into a Python object. A hot read costs more in that than in the database.
"""

from collections.abc import Mapping
from typing import Any

import psycopg
from django.db import DEFAULT_DB_ALIAS, OperationalError, connection, connections

PREPARE_FROM = 3  # uses of a statement on one connection


def fetch_row(statement: str, params: Mapping[str, Any], *, prepared: bool = True) -> list[bytes | None]:
    """The one row of a reading statement, each column as PostgreSQL writes it, UTF-8.

    A connection that has died since it was used last is opened again, once; a transaction is never begun anew.

    Args:
        statement: its text.
        params: named values.
        prepared: False for a statement that is hardly asked twice; its values travel beside it all the same.
    """
    try:
        return _fetch(statement, params, prepared=prepared)
    except OperationalError:
        if connection.in_atomic_block or not connection.connection.closed:
            raise
        connection.close()
        return _fetch(statement, params, prepared=prepared)


def _fetch(statement: str, params: Mapping[str, Any], *, prepared: bool) -> list[bytes | None]:
    django = connections[DEFAULT_DB_ALIAS]  # the proxy `connection` would look this up for each of the lines below
    django.ensure_connection()
    raw = django.connection
    if raw.prepare_threshold is None:  # Django switches it off, for the sake of poolers that its own statements meet
        raw.prepare_threshold = PREPARE_FROM
    if django.queries_logged:
        django.queries_log.append({"sql": statement, "time": "not taken"})
    with django.wrap_database_errors, psycopg.Cursor(raw) as cursor:
        cursor.execute(statement, params, prepare=None if prepared else False)
        result = cursor.pgresult
        assert result is not None  # noqa: S101 - execute raises otherwise
        return [result.get_value(0, column) for column in range(result.nfields)]
