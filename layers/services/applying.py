"""Make the stored features like a table of incoming rows: at most one statement per kind of change."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db import IntegrityError, connection, transaction
from psycopg import sql

from geo_server.core.errors import Fault
from geo_server.core.subject import Subject

from ..errors import RejectedFeatures, UnknownField
from ..incoming import Incoming, Mode
from ..kinds import CollectionSpec
from ..registry import known_spec
from ..tables import table
from . import matching
from .first_load import load_first, takes_first_load
from .signing import announce, lock_state, moment_of, sign, unsign

MATCHED = sql.Identifier("matched_features")
ANALYZE_FROM = 1000


@dataclass(frozen=True)
class WriteReport:
    """What a write did; `revision` is the collection's afterwards."""

    added: int
    changed: int
    removed: int
    unchanged: int
    revision: int


@dataclass(frozen=True)
class Counts:
    """Features that were added, changed and removed."""

    added: int = 0
    changed: int = 0
    removed: int = 0

    def report(self, mode: Mode, *, rows: int, revision: int) -> WriteReport:
        """The report of a write of so many rows; those that changed nothing are unchanged."""
        used = self.removed if mode == "delete" else self.added + self.changed
        return WriteReport(self.added, self.changed, self.removed, max(0, rows - used), revision)


def apply_incoming(
    collection_id: str,
    incoming: Incoming,
    *,
    mode: Mode,
    key: str | None = None,
    by: Subject,
    reason: str,
    now: datetime,
    since: datetime | None = None,
) -> WriteReport:
    """Make a collection like its incoming rows, in one transaction; as `write_features`, for any number of rows.

    Fields of the collection that `incoming.spec` has not stay as they are.

    Raises:
        UnknownCollection, UnknownField: no such collection, or `key` is no field of the rows.
        RejectedFeatures: rows that cannot be told apart, or that break a rule of the table; nothing was written.
        BadSpec: `since` is to come.
    """
    known = known_spec(collection_id)
    if key is not None and incoming.spec.field_named(key) is None:
        raise UnknownField(collection_id, key)
    spec = replace(incoming.spec, id=collection_id)
    with transaction.atomic(), connection.cursor() as cursor:
        before = lock_state(cursor, collection_id)
        sign(cursor, by=by, reason=reason, moment=moment_of(known, now=now, since=since), now=now)
        cursor.execute(sql.SQL("SELECT count(*) FROM {}").format(incoming.table))
        [total] = cursor.fetchone()
        if mode != "delete" and takes_first_load(cursor, collection_id, rows=total):
            counts = _first(cursor, spec, incoming, mode, key)
        else:
            counts = apply_rows(cursor, spec, incoming=incoming.table, mode=mode, key=key)
        unsign(cursor)
        revision = announce(cursor, collection_id, before)
    return counts.report(mode, rows=total, revision=revision)


def _first(cursor: Any, spec: CollectionSpec, incoming: Incoming, mode: Mode, key: str | None) -> Counts:
    matching.refuse_faulty(cursor, matching.matching(spec, incoming=incoming.table, mode=mode, key=key))
    with refusals(spec.id):
        added = load_first(cursor, spec, incoming.table)
    cursor.execute(sql.SQL("ANALYZE {}").format(table(spec.id)))
    return Counts(added=added)


def apply_rows(cursor: Any, spec: CollectionSpec, *, incoming: sql.Identifier, mode: Mode, key: str | None) -> Counts:
    """Remove, change and add features as the rows say; the writer has signed.

    Raises:
        RejectedFeatures: rows that cannot be told apart or found, or that break a rule of the table.
    """
    found = matching.matching(spec, incoming=incoming, mode=mode, key=key)
    matching.refuse_faulty(cursor, found)
    with refusals(spec.id):
        counts = _add_all(cursor, spec, incoming) if found.adds_all else _apply(cursor, spec, incoming, found)
    if counts.added + counts.changed + counts.removed >= ANALYZE_FROM:
        cursor.execute(sql.SQL("ANALYZE {}").format(table(spec.id)))
    return counts


@contextmanager
def refusals(collection_id: str) -> Iterator[None]:
    """What a rule of the table refuses is told as RejectedFeatures."""
    try:
        yield
    except IntegrityError as error:
        said = getattr(getattr(error.__cause__, "diag", None), "message_detail", None) or str(error).partition("\n")[0]
        fault = Fault("", f"the table refuses it: {said}", f"bảng dữ liệu từ chối: {said}")
        raise RejectedFeatures(collection_id, [fault]) from error


def _add_all(cursor: Any, spec: CollectionSpec, incoming: sql.Identifier) -> Counts:
    return Counts(added=_run(cursor, matching.add(spec, incoming, None)))


def _apply(cursor: Any, spec: CollectionSpec, incoming: sql.Identifier, found: matching.Matching) -> Counts:
    cursor.execute(sql.SQL("DROP TABLE IF EXISTS {}").format(MATCHED))
    cursor.execute(sql.SQL("CREATE TEMP TABLE {} ON COMMIT DROP AS {}").format(MATCHED, found.pairs))
    cursor.execute(sql.SQL('SELECT "Kind", count(*) FROM {} GROUP BY 1').format(MATCHED))
    expected = dict(cursor.fetchall())
    if sum(expected.values()) >= ANALYZE_FROM:
        cursor.execute(sql.SQL("ANALYZE {}").format(MATCHED))
    removed = changed = added = 0
    if expected.get("removed"):
        removed = _run(cursor, matching.remove(spec, MATCHED))
    if expected.get("changed"):
        changed = _run(cursor, matching.change(spec, incoming, MATCHED))
    if expected.get("added"):
        added = _run(cursor, matching.add(spec, incoming, MATCHED))
    cursor.execute(sql.SQL("DROP TABLE {}").format(MATCHED))
    return Counts(added, changed, removed)


def _run(cursor: Any, statement: sql.Composable) -> int:
    cursor.execute(statement)
    return int(cursor.rowcount)
