"""Rows of a collection for files: a page of them, or all in a stream with flat memory.

A row comes in one of two forms. Binary, for files that hold shapes and values: (fid, WKB or None, one value per field),
x always first. Text, for documents: (fid, geometry, the same in CRS84, properties, time), each JSON as bytes.
"""

from collections.abc import Generator, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import uuid4

from django.db import connection, transaction
from psycopg import Cursor, ServerCursor, sql

from geo_server.core.streams import Begun
from geo_server.core.subject import Subject

from ..errors import BadLimit, UnknownCrs
from ..geometry.crs import SUPPORTED_CRS
from ..kinds import Field
from ..policy import Access, access_to
from ..queries import ItemsQuery
from .cursor import make_cursor
from .filters import conditions
from .ordering import ordering
from .patience import answering
from .relation import relation, relation_params
from .row_forms import RowForm as RowForm  # leaves by the door beside the functions that take it
from .row_forms import binary_row, row_fields, text_row

Row = tuple[Any, ...]
ROWS_PER_FETCH = 1_000
STALLED_AFTER_S = 300.0
"""A reader who takes nothing for so long loses his stream: it holds a connection and keeps old rows alive."""


@dataclass(frozen=True)
class RowsPage:
    """One page of rows; `matched` as in ItemsPage, `next` is the cursor of the page after this one."""

    rows: Sequence[Row]
    next: str | None
    matched: int | None


def fields_of_rows(subject: Subject, *, collection_id: str, query: ItemsQuery) -> tuple[Field, ...]:
    """The fields whose values a row carries, in order; raises UnknownCollection, UnknownField."""
    return row_fields(access_to(subject, collection_id), query)


def find_rows(subject: Subject, *, collection_id: str, query: ItemsQuery, form: RowForm) -> RowsPage:
    """One page of rows, the same features in the same order as `find_items`.

    Raises:
        UnknownCollection, UnknownField, UnknownCrs, BadBbox, BadValue, BadFilter, BadSorting, BadLimit, BadCursor.
    """
    access = access_to(subject, collection_id)
    if query.limit < 1:
        raise BadLimit(query.limit)
    statement, params = _statement(access, query, form)
    statement += sql.SQL(" LIMIT %(limit)s + 1")
    with answering(query), connection.cursor(), Cursor(connection.connection) as cursor:
        cursor.execute(statement, params | {"limit": query.limit}, binary=True, prepare=False)
        found = cursor.fetchall()
    page = found[: query.limit]
    return RowsPage(
        rows=[row[1:] for row in page],
        next=make_cursor(page[-1][1], page[-1][0]) if len(found) > query.limit else None,
        matched=_matched(access, query, found=len(found)),
    )


def stream_rows(subject: Subject, *, collection_id: str, query: ItemsQuery, form: RowForm) -> Begun[Sequence[Row]]:
    """All rows that match, whatever the page of the query, a thousand at a time as of one moment.

    What is wrong with the query is raised at once. The database keeps its place: memory stays flat, and a transaction
    stays open until the last batch is read or the stream is closed.

    Raises:
        UnknownCollection, UnknownField, UnknownCrs, BadBbox, BadValue, BadFilter, BadSorting.
    """
    access = access_to(subject, collection_id)
    statement, params = _statement(access, replace(query, after=None), form)
    return Begun(_batches(query, statement, params))


def _batches(query: ItemsQuery, statement: sql.Composed, params: dict[str, Any]) -> Generator[Sequence[Row]]:
    with answering(query), transaction.atomic(), connection.cursor() as settings:
        stalled = f"{STALLED_AFTER_S * 1000:.0f}"
        settings.execute("SELECT set_config('idle_in_transaction_session_timeout', %s, true)", [stalled])
        with ServerCursor(connection.connection, f"rows_{uuid4().hex}") as cursor:
            cursor.execute(statement, params, binary=True)
            while rows := cursor.fetchmany(ROWS_PER_FETCH):
                yield [row[1:] for row in rows]


def _statement(access: Access, query: ItemsQuery, form: RowForm) -> tuple[sql.Composed, dict[str, Any]]:
    if query.crs not in SUPPORTED_CRS:
        raise UnknownCrs(query.crs)
    condition, params = conditions(access.spec, query)
    order = ordering(access.spec, query)
    values = binary_row(access, query) if form == "binary" else text_row(access, query)
    statement = sql.SQL("SELECT {}, s.fid, {} FROM {} s WHERE {} ORDER BY {}").format(
        order.keys, sql.SQL(", ").join(values), relation(access, query.at), condition, order.by
    )
    return statement, params | relation_params(access, query.at)


def _matched(access: Access, query: ItemsQuery, *, found: int) -> int | None:
    """How many match on all pages, counted on the first one only."""
    if not query.with_matched or query.after is not None:
        return None
    if found <= query.limit:
        return found
    condition, params = conditions(access.spec, query, with_cursor=False)
    count: sql.Composable = sql.SQL("SELECT count(*) FROM {} s WHERE {}").format(relation(access, query.at), condition)
    if query.asks_for_all and access.sees_all_rows:
        count = sql.SQL("SELECT count FROM layers_collectionstate WHERE collection = %(id)s")
    with answering(query), connection.cursor() as cursor:
        cursor.execute(count, params | relation_params(access, query.at) | {"id": access.spec.id})
        return int(cursor.fetchone()[0])
