"""The first rows of a collection, when they are many: what the triggers do row by row is done once for all.

The rows come from a table of incoming rows, which was checked when it was filled. So the trigger that stamps and checks
each row rests meanwhile, the stamp is written by the statement itself, and the indexes are built after the rows.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import transaction
from django.db.utils import OperationalError
from psycopg import sql

from ..kinds import CollectionSpec
from ..tables import table
from .matching import names

MANY = 20_000
PATIENCE_MS = 500
INDEX_MEMORY = "256MB"


def takes_first_load(cursor: Any, collection_id: str, *, rows: int) -> bool:
    """True if the collection never had a row, many come, and nobody is at its table; it is kept for us then."""
    cursor.execute("SELECT revision FROM layers_collectionstate WHERE collection = %s", [collection_id])
    if rows < MANY or cursor.fetchone()[0]:
        return False
    try:
        with transaction.atomic():
            cursor.execute(f"SET LOCAL lock_timeout = {PATIENCE_MS}")
            cursor.execute(sql.SQL("LOCK TABLE {} IN ACCESS EXCLUSIVE MODE").format(table(collection_id)))
            cursor.execute("SET LOCAL lock_timeout = 0")
    except OperationalError:
        return False
    return True


def load_first(cursor: Any, spec: CollectionSpec, incoming: sql.Identifier) -> int:
    """Store all rows in their order; returns how many. The writer has signed."""
    with _indexes_afterwards(cursor, spec.id), _stamped_by_the_statement(cursor, spec.id):
        cursor.execute("SET LOCAL synchronize_seqscans = off; SET LOCAL jit = off")
        cursor.execute(
            sql.SQL(
                'INSERT INTO {table} ({names}, changed_at, changed_by, changed_why, "After") SELECT {names},'
                " (SELECT layers_moment()), (SELECT layers_actor()), (SELECT layers_reason()), 0 FROM {incoming}"
            ).format(table=table(spec.id), names=names(spec), incoming=incoming)
        )
        return int(cursor.rowcount)


@contextmanager
def _stamped_by_the_statement(cursor: Any, collection_id: str) -> Iterator[None]:
    """Nobody else can write meanwhile: the table is ours until commit."""
    cursor.execute(sql.SQL("ALTER TABLE {} DISABLE TRIGGER stamp").format(table(collection_id)))
    yield
    cursor.execute(sql.SQL("ALTER TABLE {} ENABLE TRIGGER stamp").format(table(collection_id)))


@contextmanager
def _indexes_afterwards(cursor: Any, collection_id: str) -> Iterator[None]:
    """Drop the indexes but the primary key, and build them as they were."""
    cursor.execute(
        "SELECT c.relname, pg_get_indexdef(i.indexrelid) FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid"
        " WHERE i.indrelid = %s::regclass AND NOT i.indisprimary",
        [table(collection_id).as_string()],
    )
    indexes = cursor.fetchall()
    for name, _ in indexes:
        cursor.execute(sql.SQL("DROP INDEX {}").format(table(name)))
    yield
    cursor.execute(f"SET LOCAL maintenance_work_mem = '{INDEX_MEMORY}'")
    for _, definition in indexes:
        cursor.execute(definition)
