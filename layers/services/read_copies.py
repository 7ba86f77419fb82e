"""Make and drop the read copies of collections; a trigger keeps them (`sql/070_read_copies.sql`).

A build reads the collection without hindering anybody, then holds its writers back for the moment in which it takes
in what they changed meanwhile and puts the new table in the place of the old one.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.db.utils import OperationalError
from psycopg import sql

from ..kinds import CollectionSpec, Field
from ..models import CollectionState, StoredCopy
from ..registry import known_spec, snapshot
from ..tables import table
from .signing import lock_state

ROWS_AT_LEAST = 5_000
"""A smaller collection is read as fast without a copy."""

CHANGED_SHARE = 0.2
"""So many changed rows lie out of order that the copy is worth another build."""

FILTER_ROLES = ("key", "code", "instant")
TRIES = 5
PATIENCE_MS = 2_000
"""How long a swap waits for readers; while it waits, others wait behind it."""


def build_read_copy(collection_id: str, *, now: datetime) -> bool:
    """Make the copy anew; False if somebody else is at it, or if readers or bulk writers left no moment for the swap.

    Raises:
        UnknownCollection: no such collection, or a retired one.
    """
    spec = known_spec(collection_id)
    with _alone(collection_id) as alone:
        if not alone:
            return False
        _add_triggers(spec)
        return any(_build(spec, now=now) for _ in range(TRIES))


def drop_read_copy(collection_id: str) -> None:
    """Forget and drop the copy of a collection; reads go to its own table again."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM layers_readcopy WHERE collection = %s", [collection_id])
        if cursor.rowcount:
            _tell_everybody(cursor)
        cursor.execute(sql.SQL("DROP TABLE IF EXISTS {}").format(table(collection_id, "served")))


def needing_a_copy() -> list[str]:
    """What should be built: large collections without a copy; copies that are stale, disordered or of other fields."""
    copies = {copy.collection: copy for copy in StoredCopy.objects.all()}
    counts = dict(CollectionState.objects.values_list("collection", "count"))
    published = {name: known.spec for name, known in snapshot().collections.items() if known.status == "published"}
    return [name for name, spec in published.items() if _needs_one(spec, copies.get(name), counts.get(name, 0))]


def _needs_one(spec: CollectionSpec, copy: StoredCopy | None, count: int) -> bool:
    if copy is None:
        return count >= ROWS_AT_LEAST
    described = ([field.name for field in spec.fields], written_fields(spec))
    many = CHANGED_SHARE * max(copy.rows, ROWS_AT_LEAST)
    return copy.stale or copy.changes > many or described != (copy.columns, copy.written)


def written_fields(spec: CollectionSpec) -> list[str]:
    """The fields in the GeoJSON text of a row: what whoever may read the collection may read."""
    return [field.name for field in spec.fields if not field.private]


def _filters(field: Field) -> bool:
    return field.role in FILTER_ROLES or bool(field.codes)


@contextmanager
def _alone(collection_id: str) -> Iterator[bool]:
    """True for one builder of a collection at a time."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(hashtext('layers.read_copy'), hashtext(%s))", [collection_id])
        alone = bool(cursor.fetchone()[0])
    try:
        yield alone
    finally:
        if alone:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(hashtext('layers.read_copy'), hashtext(%s))", [collection_id])


def _add_triggers(spec: CollectionSpec) -> None:
    """In a transaction of their own, before the lock on the state: a writer takes the two the other way round."""
    statement = sql.SQL(
        "CREATE OR REPLACE TRIGGER serve_insert AFTER INSERT ON {t} REFERENCING NEW TABLE AS after_rows"
        " FOR EACH STATEMENT EXECUTE FUNCTION layers_keep_copy();"
        "CREATE OR REPLACE TRIGGER serve_update AFTER UPDATE ON {t} REFERENCING OLD TABLE AS before_rows"
        " NEW TABLE AS after_rows FOR EACH STATEMENT EXECUTE FUNCTION layers_keep_copy();"
        "CREATE OR REPLACE TRIGGER serve_delete AFTER DELETE ON {t} REFERENCING OLD TABLE AS before_rows"
        " FOR EACH STATEMENT EXECUTE FUNCTION layers_keep_copy();"
    ).format(t=table(spec.id))
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def _build(spec: CollectionSpec, *, now: datetime) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT revision FROM layers_collectionstate WHERE collection = %s", [spec.id])
        revision = int(cursor.fetchone()[0])
        _fill(cursor, spec)
        if not connection.in_atomic_block:
            cursor.execute(sql.SQL("VACUUM (ANALYZE) {}").format(_new(spec)))  # for counts from the index alone
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            return _swap(cursor, spec, revision, now=now)
    except OperationalError:  # the readers of the old table have longer than we wait
        return False


def _new(spec: CollectionSpec) -> sql.Identifier:
    return table(f"{spec.id}.new", "served")


def _fill(cursor: Any, spec: CollectionSpec) -> None:
    """The new table, in the order of the Hilbert curve by which PostGIS sorts geometries, and its indexes."""
    columns = [field.name for field in spec.fields]
    cursor.execute("SELECT layers_served_row(%s::text[], %s::text[])", [columns, written_fields(spec)])
    names = {"new": _new(spec), "rows": table(spec.id), "values": sql.SQL(cursor.fetchone()[0])}
    cursor.execute(
        sql.SQL(
            "DROP TABLE IF EXISTS {new};"
            "CREATE TABLE {new} AS SELECT {values} FROM (SELECT * FROM {rows} ORDER BY geom) r;"
            "ALTER TABLE {new} ADD PRIMARY KEY (fid);"
            "CREATE INDEX ON {new} USING gist (geom);"
            'CREATE INDEX ON {new} USING gist ("Shape")'
        ).format(**names)
    )
    for field in filter(_filters, spec.fields):
        column = sql.Identifier(field.name)
        cursor.execute(sql.SQL("CREATE INDEX ON {new} ({column}, fid)").format(**names, column=column))


def _swap(cursor: Any, spec: CollectionSpec, revision: int, *, now: datetime) -> bool:
    """Take in what changed since `revision` and take the place of the old copy; False after a bulk change."""
    lock_state(cursor, spec.id)
    cursor.execute("SELECT fid FROM layers_changelog WHERE collection = %s AND revision > %s", [spec.id, revision])
    changed = [row[0] for row in cursor.fetchall()]
    if None in changed:
        return False
    cursor.execute(
        "INSERT INTO layers_readcopy (collection, build, columns, written, stale, changes, rows, built_at)"
        " SELECT collection, nextval('layers_readcopy_builds'), %s, %s, false, 0, count, %s FROM layers_collectionstate"
        "  WHERE collection = %s ON CONFLICT (collection) DO UPDATE SET"
        " (build, columns, written, stale, changes, rows, built_at) = ROW (excluded.build, excluded.columns,"
        " excluded.written, false, 0, excluded.rows, excluded.built_at)",
        [[field.name for field in spec.fields], written_fields(spec), now, spec.id],
    )
    if changed:
        cursor.execute(
            "SELECT layers_serve_again(%s::regclass, k, %s::bigint[]) FROM layers_readcopy k WHERE collection = %s",
            [_new(spec).as_string(), changed, spec.id],
        )
    cursor.execute(f"SET LOCAL lock_timeout = {PATIENCE_MS}")
    cursor.execute(
        sql.SQL("DROP TABLE IF EXISTS {}; ALTER TABLE {} RENAME TO {}; SET LOCAL lock_timeout = 0").format(
            table(spec.id, "served"), _new(spec), sql.Identifier(spec.id)
        )
    )
    _tell_everybody(cursor)
    return True


def _tell_everybody(cursor: Any) -> None:
    """The registry gets a new number, so that every process learns of the copy at its next request."""
    cursor.execute(
        "UPDATE layers_registryrevision SET revision = nextval('layers_registryrevision_numbers') WHERE id = 1"
    )
