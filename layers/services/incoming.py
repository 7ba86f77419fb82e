"""Fill and drop tables of incoming rows: Arrow batches go in by binary COPY, and are checked before they count.

A table is made, filled and checked in one transaction. It is not logged, so a crash of the database server empties it;
the number of its rows, which is its comment, then tells that it must be filled again.
"""

from collections.abc import Iterable, Iterator
from typing import Any

import psycopg
import pyarrow as pa
from django.db import connection, transaction
from psycopg import sql

from geo_server.core.errors import Fault

from ..arrow import binary_rows, copied_columns
from ..errors import RejectedFeatures
from ..incoming import Incoming
from ..kinds import CollectionSpec
from ..tables import column_type
from .acceptance import refuse_what_no_table_takes
from .collections import check_spec
from .pairs import drop_pairs


def open_incoming(spec: CollectionSpec, name: str) -> Incoming:
    """An empty table for rows of this description; one of that name that is there is emptied. Raises BadSpec."""
    check_spec(spec)
    incoming = Incoming(name, spec)
    with transaction.atomic(), connection.cursor() as cursor:
        _create(cursor, incoming)
    return incoming


def copy_incoming(incoming: Incoming, batches: Iterable[pa.RecordBatch]) -> int:
    """Fill the table anew, all or nothing; returns the number of rows.

    Args:
        incoming: the table.
        batches: columns "row" (its number), the fields by their names, "geometry" (flat WKB in WGS 84, longitude
            first). Read once. A field without a column stays empty. Code lists and limits of values are the matter of
            whoever made the batches.

    Raises:
        RejectedFeatures: rows that no feature table would take, with their faults.
        BadSpec: a column is no field, or of another type.
    """
    count = 0

    def counted() -> Iterator[pa.RecordBatch]:
        nonlocal count
        for batch in batches:
            count += batch.num_rows
            yield batch

    with transaction.atomic(), connection.cursor() as cursor:
        _create(cursor, incoming)
        _copy(cursor, incoming, counted())
        refuse_what_no_table_takes(cursor, incoming)
        cursor.execute(sql.SQL('CREATE UNIQUE INDEX ON {} ("Row")').format(incoming.table))
        cursor.execute(sql.SQL("COMMENT ON TABLE {} IS {}").format(incoming.table, str(count)))
        cursor.execute(sql.SQL("ANALYZE {}").format(incoming.table))
    return count


def count_incoming(incoming: Incoming) -> int | None:
    """The number of rows; None if the table is not there, was never filled, or was lost in a crash of the database."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT obj_description(to_regclass(%s), 'pg_class')", [incoming.table.as_string()])
        [comment] = cursor.fetchone()
        if comment is None:
            return None
        cursor.execute(sql.SQL("SELECT EXISTS (SELECT 1 FROM {})").format(incoming.table))
        [has_rows] = cursor.fetchone()
    count = int(comment)
    return count if has_rows == (count > 0) else None


def drop_incoming(incoming: Incoming) -> None:
    """Forget the rows, and what was found about them."""
    with transaction.atomic(), connection.cursor() as cursor:
        _drop(cursor, incoming)


def _drop(cursor: Any, incoming: Incoming) -> None:
    drop_pairs(cursor, incoming)
    cursor.execute(sql.SQL("DROP TABLE IF EXISTS {}").format(incoming.table))


def _create(cursor: Any, incoming: Incoming) -> None:
    spec = incoming.spec
    fields = [sql.SQL(", {} {}").format(sql.Identifier(field.name), column_type(field)) for field in spec.fields]
    _drop(cursor, incoming)
    cursor.execute(
        sql.SQL(
            'CREATE UNLOGGED TABLE {table} ("Row" bigint NOT NULL, fid bigint, geom geometry({geometry}, 4326){fields})'
        ).format(table=incoming.table, geometry=sql.SQL(spec.geometry_type), fields=sql.SQL("").join(fields))
    )


def _copy(cursor: Any, incoming: Incoming, batches: Iterator[pa.RecordBatch]) -> None:
    columns = sql.SQL(", ").join(map(sql.Identifier, copied_columns(incoming.spec)))
    statement = sql.SQL("COPY {} ({}) FROM STDIN WITH (FORMAT BINARY)").format(incoming.table, columns)
    try:
        with cursor.copy(statement) as copy:
            for data in binary_rows(incoming.spec, batches):
                copy.write(data)
    except psycopg.DataError as error:
        said, _, where = str(error).partition("\n")
        raise RejectedFeatures(incoming.spec.id, [Fault(where, said, f"cơ sở dữ liệu từ chối: {said}")]) from error
