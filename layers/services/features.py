"""Write features: one transaction, one statement per kind of change, so that the triggers run once."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import islice
from typing import Any

from django.db import connection, transaction
from psycopg import sql

from geo_server.core.subject import Subject

from ..errors import RejectedFeatures, UnknownField
from ..incoming import Mode
from ..kinds import CollectionSpec
from ..registry import known_spec
from ..rows import Feature, Intake
from ..tables import table
from .applying import WriteReport, apply_rows
from .signing import announce, lock_state, moment_of, sign, unsign

BATCH = 2000
INCOMING = sql.Identifier("incoming_features")


def write_features(
    collection_id: str,
    features: Iterable[Feature],
    *,
    mode: Mode,
    key: str | None = None,
    by: Subject,
    reason: str,
    now: datetime,
    since: datetime | None = None,
) -> WriteReport:
    """Write rows into a collection, all or none.

    Args:
        collection_id: the collection.
        features: the rows; read once, in batches.
        mode: "append" adds all; "upsert" adds or changes; "replace" also removes what is not among the rows; "delete"
            removes what is.
        key: the field that tells which row is which. Without it "upsert" goes by `Feature.fid`, and "replace" takes
            rows with equal contents for the same, so that an unchanged row keeps its fid and gets no history.
        by: who writes.
        reason: why, for the history.
        now: the present.
        since: from when the rows are true, for a register that is entered later; not after `now`, and in the city's
            time zone if it has none.

    Raises:
        UnknownCollection, UnknownField: no such collection, or `key` is no field of it.
        RejectedFeatures: rows that do not fit, with all their faults; nothing was written.
    """
    spec = known_spec(collection_id)
    if key is not None and spec.field_named(key) is None:
        raise UnknownField(collection_id, key)
    with transaction.atomic(), connection.cursor() as cursor:
        before = lock_state(cursor, collection_id)
        sign(cursor, by=by, reason=reason, moment=moment_of(spec, now=now, since=since), now=now)
        total = _load(cursor, spec, features)
        counts = apply_rows(cursor, spec, incoming=INCOMING, mode=mode, key=key)
        cursor.execute(sql.SQL("DROP TABLE {}").format(INCOMING))
        unsign(cursor)
        revision = announce(cursor, collection_id, before)
    return counts.report(mode, rows=total, revision=revision)


def delete_features(collection_id: str, fids: Sequence[int], *, by: Subject, reason: str, now: datetime) -> int:
    """Remove features; returns how many there were. Their versions stay in the history."""
    known_spec(collection_id)
    with transaction.atomic(), connection.cursor() as cursor:
        before = lock_state(cursor, collection_id)
        sign(cursor, by=by, reason=reason, moment=now, now=now)
        cursor.execute(sql.SQL("DELETE FROM {} WHERE fid = ANY(%s)").format(table(collection_id)), [list(fids)])
        removed = int(cursor.rowcount)
        unsign(cursor)
        announce(cursor, collection_id, before)
    return removed


def _load(cursor: Any, spec: CollectionSpec, features: Iterable[Feature]) -> int:
    """Check all rows and COPY them into the temporary table; returns how many. Raises RejectedFeatures."""
    names = sql.SQL(", ").join(sql.Identifier(field.name) for field in spec.fields)
    columns = sql.SQL("fid, geom") + (sql.SQL(", ") + names if spec.fields else sql.SQL(""))
    cursor.execute(sql.SQL("DROP TABLE IF EXISTS {}").format(INCOMING))
    cursor.execute(
        sql.SQL('CREATE TEMP TABLE {} ON COMMIT DROP AS SELECT 0::bigint AS "Row", {} FROM {} WITH NO DATA').format(
            INCOMING, columns, table(spec.id)
        )
    )
    intake = Intake(spec)
    total = 0
    with cursor.copy(sql.SQL('COPY {} ("Row", {}) FROM STDIN').format(INCOMING, columns)) as copy:
        for batch in _batches(features):
            for row in intake.check(batch, first_row=total + 1):
                if not intake.noted:
                    copy.write_row(row)
            total += len(batch)
    if intake.noted:
        raise RejectedFeatures(spec.id, intake.faults, intake.fault_count)
    cursor.execute(sql.SQL("ANALYZE {}").format(INCOMING))
    return total


def _batches(features: Iterable[Feature]) -> Iterator[list[Feature]]:
    rest = iter(features)
    while batch := list(islice(rest, BATCH)):
        yield batch
