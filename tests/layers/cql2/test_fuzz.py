"""Thousands of random and hostile filters: each is answered or refused in words, no value of it becomes SQL text."""

from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import psycopg
import pytest
from django.db import connection, transaction
from psycopg import sql
from psycopg.client_cursor import ClientCursorMixin

from geo_server.core.errors import DomainError
from geo_server.core.subject import ANONYMOUS
from layers import api as layers
from tests.factories.filters import MARK, NUMBER_MARK, filters
from tests.factories.things import define_things

pytestmark = pytest.mark.django_db


class Statements:
    """Watches what psycopg is given to execute: the statement as text, its values beside it."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.with_filter = 0
        execute = psycopg.Cursor.execute

        def watched(cursor: Any, statement: Any, params: Any = None, **how: Any) -> Any:
            self.check(statement, params)
            assert not (_of_filter(params) and isinstance(cursor, ClientCursorMixin)), (
                "written into the text by psycopg"
            )
            return execute(cursor, statement, params, **how)

        monkeypatch.setattr(psycopg.Cursor, "execute", watched)

    def check(self, statement: Any, params: Any) -> None:
        """Fail if a value stands in the text; count the statements that carry values of a filter."""
        text = statement.as_string(None) if isinstance(statement, sql.Composable) else str(statement)
        assert MARK not in text and NUMBER_MARK not in text, text
        assert not any(sign in text for sign in ("106.9", "DROP", "OR '1'", "2026-12-31")), text
        self.with_filter += any(f"%({name})s" in text for name in _of_filter(params))


def _of_filter(params: Any) -> list[str]:
    """The names of the values that a filter has brought."""
    return [name for name in params if name.startswith("cql_")] if isinstance(params, Mapping) else []


@pytest.mark.parametrize(
    ("count", "seed"), [(1_200, 1), pytest.param(12_000, 2, marks=pytest.mark.slow)], ids=["short", "long"]
)
def test_every_filter_is_answered_or_refused_and_none_becomes_sql(
    count: int, seed: int, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    define_things(now=now)
    statements = Statements(monkeypatch)
    ends = Counter(_ask(text) for text in filters(count, seed=seed))
    assert sum(ends.values()) == count
    assert set(ends) <= {"answered", "BadFilter", "UnknownField"}
    assert ends["answered"] > count / 4 and ends["BadFilter"] > count / 4
    assert statements.with_filter > count / 5
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM feature.things")
        assert cursor.fetchone() == (5,)


def _ask(text: str) -> str:
    """How the question ended; anything but a DomainError fails the test. A fault of the database ends its savepoint."""
    query = layers.ItemsQuery(filter=layers.Filter(text), limit=1, skip_geometry=True, with_matched=False)
    try:
        with transaction.atomic():
            layers.find_items(ANONYMOUS, collection_id="things", query=query)
    except DomainError as error:
        assert error.en and error.vi
        return type(error).__name__
    return "answered"


@pytest.mark.parametrize(
    "text",
    [
        "[" * 9_000,
        '{"op":"not","args":[' * 900,
        '{"op":"=","args":[1,2]',
        '{"op":"=","args":[{"property":"floors"},NaN]}',
        '{"op":"=","args":[{"property":"floors"},1e999]}',
        '{"op":"=","args":[{"property":"name"},"\\ud800"]}',
        '{"op":"=","args":[{"property":"name"},"\\u0000"]}',
        '{"op":{"op":"="},"args":[]}',
        '{"op":"=","args":{"a":1}}',
        "null",
        "[]",
        '"text"',
        "1",
        '{"property":["name"]}',
        '{"op":"in","args":[{"property":"name"},"x"]}',
        '{"op":"s_within","args":[{"property":"geometry"},{"type":"Point","coordinates":["1",2]}]}',
        '{"op":"s_within","args":[{"property":"geometry"},{"type":"Polygon","coordinates":[[[1]]]}]}',
        '{"op":"s_within","args":[{"property":"geometry"},{"type":"GeometryCollection","geometries":[[]]}]}',
        '{"op":"s_within","args":[{"property":"geometry"},{"type":"Curve","coordinates":[1,2]}]}',
        '{"op":"s_within","args":[{"property":"geometry"},{"bbox":[1,2,null,4]}]}',
        '{"op":"=","args":[' + "9" * 5_000 + ",1]}",
        '{"op":"t_after","args":[{"property":"seen"},{"interval":["x"]}]}',
        '{"date":5}',
        "{" * 5,
        '{"op":"and","args":[true]}',
    ],
)
def test_json_that_is_no_filter_is_refused(text: str, now: datetime) -> None:
    define_things(now=now)
    query = layers.ItemsQuery(filter=layers.Filter(text, "cql2-json"))
    with pytest.raises(DomainError, match="filter"):
        layers.find_items(ANONYMOUS, collection_id="things", query=query)
