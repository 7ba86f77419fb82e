"""Rows of a collection for files: a page of them, or all in a stream with flat memory.

A row comes in one of two forms. Binary, for files that hold shapes and values: (fid, WKB or None, one value per field),
x always first. Text, for documents: (fid, geometry, the same in CRS84, properties, time), each JSON as bytes.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal
from uuid import uuid4

from django.db import connection, transaction
from psycopg import Cursor, ServerCursor, sql

from geo_server.core.subject import Subject

from ..errors import BadLimit, UnknownCrs, UnknownField
from ..geometry.crs import CRS84, SUPPORTED_CRS, axis_order, decimals, sql_srid
from ..kinds import Field
from ..policy import Access, access_to
from ..queries import ItemsQuery
from .cursor import make_cursor
from .filters import conditions
from .relation import relation, relation_params

RowForm = Literal["binary", "text"]
Row = tuple[Any, ...]
ROWS_PER_FETCH = 1_000
TIME_ROLE = "instant"


@dataclass(frozen=True)
class RowsPage:
    """One page of rows; `matched` as in ItemsPage, `next` is the cursor of the page after this one."""

    rows: Sequence[Row]
    next: str | None
    matched: int | None


def fields_of_rows(subject: Subject, *, collection_id: str, query: ItemsQuery) -> tuple[Field, ...]:
    """The fields whose values a row carries, in order; raises UnknownCollection, UnknownField."""
    return _fields(access_to(subject, collection_id), query)


def find_rows(subject: Subject, *, collection_id: str, query: ItemsQuery, form: RowForm) -> RowsPage:
    """One page of rows, the same features in the same order as `find_items`.

    Raises:
        UnknownCollection, UnknownField, UnknownCrs, BadBbox, BadValue, BadLimit, BadCursor.
    """
    access = access_to(subject, collection_id)
    if query.limit < 1:
        raise BadLimit(query.limit)
    statement, params = _statement(access, query, form)
    statement += sql.SQL(" LIMIT %(limit)s + 1")
    with connection.cursor(), Cursor(connection.connection) as cursor:
        rows = cursor.execute(statement, params | {"limit": query.limit}, binary=True).fetchall()
    found, rows = len(rows), rows[: query.limit]
    return RowsPage(
        rows=rows,
        next=make_cursor(rows[-1][0]) if found > query.limit else None,
        matched=_matched(access, query, found=found),
    )


def stream_rows(subject: Subject, *, collection_id: str, query: ItemsQuery, form: RowForm) -> Iterator[Sequence[Row]]:
    """All rows that match, whatever the page of the query, a thousand at a time as of one moment.

    What is wrong with the query is raised before the first batch is asked for. The database keeps its place: memory
    stays flat, and a transaction stays open until the last batch is read or the stream is closed.

    Raises:
        UnknownCollection, UnknownField, UnknownCrs, BadBbox, BadValue.
    """
    access = access_to(subject, collection_id)
    statement, params = _statement(access, replace(query, after=None), form)
    return _batches(statement, params)


def _batches(statement: sql.Composed, params: dict[str, Any]) -> Iterator[Sequence[Row]]:
    with transaction.atomic(), connection.cursor():
        name = f"rows_{uuid4().hex}"
        with ServerCursor(connection.connection, name) as cursor:
            cursor.execute(statement, params, binary=True)
            while rows := cursor.fetchmany(ROWS_PER_FETCH):
                yield rows


def _statement(access: Access, query: ItemsQuery, form: RowForm) -> tuple[sql.Composed, dict[str, Any]]:
    if query.crs not in SUPPORTED_CRS:
        raise UnknownCrs(query.crs)
    condition, params = conditions(access.spec, query)
    values = _binary(access, query) if form == "binary" else _text(access, query)
    statement = sql.SQL("SELECT s.fid, {} FROM {} s WHERE {} ORDER BY s.fid").format(
        sql.SQL(", ").join(values), relation(access, query.at), condition
    )
    return statement, params | relation_params(access, query.at)


def _binary(access: Access, query: ItemsQuery) -> list[sql.Composable]:
    shape = sql.SQL("NULL::bytea") if query.skip_geometry else sql.SQL("ST_AsBinary({})").format(_shape(query.crs))
    return [shape, *(sql.Identifier("s", field.name) for field in _fields(access, query))]


def _text(access: Access, query: ItemsQuery) -> list[sql.Composable]:
    return [
        _bytes(_geojson(query.crs, skip=query.skip_geometry)),
        _bytes(_geojson(CRS84, skip=query.skip_geometry or query.crs == CRS84)),
        _bytes(_properties(_fields(access, query))),
        _bytes(_time(access)),
    ]


def _fields(access: Access, query: ItemsQuery) -> tuple[Field, ...]:
    known = {field.name: field for field in access.spec.fields}
    for name in query.properties or ():
        if name not in known:
            raise UnknownField(access.spec.id, name)
    return tuple(f for f in known.values() if query.properties is None or f.name in query.properties)


def _shape(crs: str) -> sql.Composable:
    """The geometry in a CRS, x first."""
    if sql_srid(crs) == sql_srid(CRS84):
        return sql.SQL("s.geom")
    return sql.SQL("ST_Transform(s.geom, {})").format(sql.Literal(sql_srid(crs)))


def _geojson(crs: str, *, skip: bool) -> sql.Composable:
    """The geometry as a document writes it, in the axis order of the CRS."""
    if skip:
        return sql.SQL("'null'")
    shape = _shape(crs)
    if axis_order(crs) == "yx":
        shape = sql.SQL("ST_FlipCoordinates({})").format(shape)
    return sql.SQL("coalesce(ST_AsGeoJSON({}, {}, 0), 'null')").format(shape, sql.Literal(decimals(crs)))


def _properties(fields: Sequence[Field]) -> sql.Composable:
    if not fields:
        return sql.SQL("'{}'")
    columns = sql.SQL(", ").join(sql.Identifier("s", field.name) for field in fields)
    return sql.SQL("(SELECT row_to_json(x) FROM (SELECT {}) x)::text").format(columns)


def _time(access: Access) -> sql.Composable:
    """The value of the field that says when, as RFC 3339 writes it in UTC; NULL where there is none."""
    field = access.spec.field_with_role(TIME_ROLE)
    if field is None or field.type not in ("date", "date-time"):
        return sql.SQL("NULL::text")
    column = sql.Identifier("s", field.name)
    if field.type == "date":
        return sql.SQL("to_char({}, 'YYYY-MM-DD')").format(column)
    return sql.SQL("""to_char({} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')""").format(column)


def _bytes(text: sql.Composable) -> sql.Composable:
    """The text as UTF-8 that no driver decodes."""
    return sql.SQL("convert_to({}, 'UTF8')").format(text)


def _matched(access: Access, query: ItemsQuery, *, found: int) -> int | None:
    """How many match on all pages, counted on the first one only."""
    if not query.with_matched or query.after is not None:
        return None
    if found <= query.limit:
        return found
    condition, params = conditions(access.spec, query, with_cursor=False)
    statement = sql.SQL("SELECT count(*) FROM {} s WHERE {}").format(relation(access, query.at), condition)
    with connection.cursor() as cursor:
        cursor.execute(statement, params | relation_params(access, query.at))
        return int(cursor.fetchone()[0])
