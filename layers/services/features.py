"""Write features: one transaction, one statement per kind of change, so that the triggers run once."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any, Literal

from django.db import connection, transaction
from psycopg import sql

from geo_server.core.errors import Fault
from geo_server.core.subject import Subject

from ..errors import BadSpec, RejectedFeatures, UnknownField
from ..events import FeaturesChanged, features_changed
from ..kinds import CollectionSpec, Extent
from ..registry import known_spec
from ..rows import Feature, Intake
from ..tables import table
from ..values import city_zone
from . import matching

Mode = Literal["append", "replace", "upsert"]
BATCH = 2000
ANALYZE_FROM = 1000
INCOMING = sql.Identifier("incoming_features")


@dataclass(frozen=True)
class WriteReport:
    """What a write did; `revision` is the collection's afterwards."""

    added: int
    changed: int
    removed: int
    unchanged: int
    revision: int


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
        mode: "append" adds all; "upsert" adds or changes; "replace" also removes what is not among the rows.
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
        sign(cursor, by=by, reason=reason, moment=_moment(spec, now=now, since=since))
        total = _load(cursor, spec, features)
        plan = matching.plan(spec, incoming=INCOMING, mode=mode, key=key)
        removed, changed, added = _apply(cursor, plan)
        cursor.execute(sql.SQL("DROP TABLE {}").format(INCOMING))
        if added + changed + removed >= ANALYZE_FROM:
            cursor.execute(sql.SQL("ANALYZE {}").format(table(collection_id)))
        unsign(cursor)
        revision = announce(cursor, collection_id, before)
    return WriteReport(added, changed, removed, total - added - changed, revision)


def delete_features(collection_id: str, fids: Sequence[int], *, by: Subject, reason: str, now: datetime) -> int:
    """Remove features; returns how many there were. Their versions stay in the history."""
    known_spec(collection_id)
    with transaction.atomic(), connection.cursor() as cursor:
        before = lock_state(cursor, collection_id)
        sign(cursor, by=by, reason=reason, moment=now)
        cursor.execute(sql.SQL("DELETE FROM {} WHERE fid = ANY(%s)").format(table(collection_id)), [list(fids)])
        removed = int(cursor.rowcount)
        unsign(cursor)
        announce(cursor, collection_id, before)
    return removed


def lock_state(cursor: Any, collection_id: str) -> int:
    """Wait for other writers of this collection; returns its revision."""
    cursor.execute("SELECT revision FROM layers_collectionstate WHERE collection = %s FOR UPDATE", [collection_id])
    return int(cursor.fetchone()[0])


def sign(cursor: Any, *, by: Subject, reason: str, moment: datetime) -> None:
    """Tell the triggers who writes, why, and from when it counts."""
    cursor.execute(
        "SELECT set_config('diaban.actor', %s, true), set_config('diaban.reason', %s, true),"
        " set_config('diaban.since', %s, true)",
        [by.key, reason, moment.isoformat()],
    )


def unsign(cursor: Any) -> None:
    """Take the signature back, so that nothing else in the transaction carries it."""
    cursor.execute(
        "SELECT set_config('diaban.actor', '', true), set_config('diaban.reason', '', true),"
        " set_config('diaban.since', '', true)"
    )


def announce(cursor: Any, collection_id: str, before: int) -> int:
    """Send FeaturesChanged for what the change log gained after revision `before`; returns the new revision."""
    cursor.execute(
        "SELECT revision, count, ST_XMin(e), ST_YMin(e), ST_XMax(e), ST_YMax(e) FROM"
        " (SELECT max(revision) AS revision, sum(count) AS count, ST_Extent(bbox) AS e"
        "    FROM layers_changelog WHERE collection = %s AND revision > %s) l",
        [collection_id, before],
    )
    row = cursor.fetchone()
    if row[0] is None:
        return before
    bbox: Extent | None = None if row[2] is None else (row[2], row[3], row[4], row[5])
    event = FeaturesChanged(collection=collection_id, revision=row[0], bbox=bbox, count=int(row[1]))
    features_changed.send_on_commit(event)
    return int(row[0])


def _moment(spec: CollectionSpec, *, now: datetime, since: datetime | None) -> datetime:
    if since is not None and since.tzinfo is None:
        since = since.replace(tzinfo=city_zone())
    if since is not None and since > now:
        raise BadSpec(
            spec.id,
            f"rows cannot be true only from {since.isoformat()}, which is to come.",
            f"dữ liệu không thể có hiệu lực từ {since.isoformat()}, thời điểm chưa tới.",
        )
    return since or now


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


def _apply(cursor: Any, plan: matching.Plan) -> tuple[int, int, int]:
    """Run the plan; returns rows removed, changed, added."""
    if plan.faults:
        cursor.execute(plan.faults)
        faults = [
            Fault(where=f"row {row}", en=plan.fault_en.format(value=value), vi=plan.fault_vi.format(value=value))
            for row, value in cursor.fetchall()
        ]
        if faults:
            raise RejectedFeatures(plan.collection, faults)
    counts = []
    for statement in (plan.remove, plan.change, plan.add):
        if statement is None:
            counts.append(0)
            continue
        cursor.execute(statement)
        counts.append(int(cursor.rowcount))
    return counts[0], counts[1], counts[2]
