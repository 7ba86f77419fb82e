"""Make the stored features like a table of incoming rows: at most one statement per kind of change."""

from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError
from psycopg import sql

from geo_server.core.errors import Fault

from ..errors import RejectedFeatures
from ..kinds import CollectionSpec
from ..tables import table
from . import matching
from .matching import Mode

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

    def report(self, *, total: int, revision: int) -> WriteReport:
        """The report of a write of `total` rows."""
        return WriteReport(self.added, self.changed, self.removed, total - self.added - self.changed, revision)


def apply_rows(cursor: Any, spec: CollectionSpec, *, incoming: sql.Identifier, mode: Mode, key: str | None) -> Counts:
    """Remove, change and add features as the rows say.

    Raises:
        RejectedFeatures: rows that cannot be told apart or found, or that break a rule of the table.
    """
    found = matching.matching(spec, incoming=incoming, mode=mode, key=key)
    matching.refuse_faulty(cursor, found)
    try:
        counts = _add_all(cursor, spec, incoming) if found.adds_all else _apply(cursor, spec, incoming, found)
    except IntegrityError as error:
        said = getattr(getattr(error.__cause__, "diag", None), "message_detail", None) or str(error).partition("\n")[0]
        fault = Fault("", f"the table refuses it: {said}", f"bảng dữ liệu từ chối: {said}")
        raise RejectedFeatures(spec.id, [fault]) from error
    if counts.added + counts.changed + counts.removed >= ANALYZE_FROM:
        cursor.execute(sql.SQL("ANALYZE {}").format(table(spec.id)))
    return counts


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
