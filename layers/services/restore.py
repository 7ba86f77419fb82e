"""Bring back a former revision of a collection as a new one; nothing of what came between is lost."""

from datetime import datetime
from typing import Any

from django.db import connection, transaction
from psycopg import sql

from geo_server.core import audit
from geo_server.core.subject import Subject

from ..errors import UnkeptRevision
from ..registry import known_spec
from ..tables import stored_columns, table
from .applying import Counts, WriteReport, refusals
from .signing import announce, lock_state, sign, unsign

FORMER = sql.SQL('h."After" < %(revision)s AND h."Until" >= %(revision)s')
"""True for a former version `h` that stood in the revision."""

NEWER = sql.SQL('f."After" >= %(revision)s')
"""True for a live version `f` that came after the revision."""


def restore(collection_id: str, *, revision: int, by: Subject, reason: str, now: datetime) -> WriteReport:
    """Make a collection what it was at a revision: the same fids, geometries and values, whatever dates they carry.

    The revision is one that a write has reported, or `revision_at` has found.

    Raises:
        UnknownCollection: no such collection.
        UnkeptRevision: the revision is to come, or older than what is kept.
        RejectedFeatures: the former rows break a rule that the table did not have then.
    """
    known_spec(collection_id)
    with transaction.atomic(), connection.cursor() as cursor:
        before = lock_state(cursor, collection_id)
        count = _check(cursor, collection_id, revision)
        sign(cursor, by=by, reason=reason, moment=now, now=now)
        with refusals(collection_id):
            counts = _bring_back(cursor, collection_id, revision)
        unsign(cursor)
        reached = announce(cursor, collection_id, before)
        audit.record(by, act="restore_collection", object=collection_id, now=now, count=counts.added + counts.changed)
    return counts.report("replace", rows=count + counts.added - counts.removed, revision=reached)


def _check(cursor: Any, collection_id: str, revision: int) -> int:
    """The number of rows now; raises UnkeptRevision."""
    cursor.execute(
        "SELECT kept_from, revision, count FROM layers_collectionstate WHERE collection = %s", [collection_id]
    )
    first, last, count = cursor.fetchone()
    if not first <= revision <= last:
        raise UnkeptRevision(collection_id, revision, first=first, last=last)
    return int(count)


def _bring_back(cursor: Any, collection_id: str, revision: int) -> Counts:
    """What came later goes, what was changed turns back, what went returns under its fid.

    A feature whose key changed goes and returns: two features may have exchanged their keys, which no single UPDATE can
    undo under a unique index.
    """
    columns = stored_columns(cursor, collection_id)
    names = {
        "live": table(collection_id),
        "former": table(collection_id, "history"),
        "FORMER": FORMER,
        "NEWER": NEWER,
        "names": sql.SQL(", ").join(map(sql.Identifier, columns)),
        "values": sql.SQL(", ").join(sql.Identifier("h", name) for name in columns),
        "same_key": _same_key(collection_id),
    }
    cursor.execute(sql.SQL(OTHER_KEYS).format(**names), {"revision": revision})
    [rekeyed] = cursor.fetchone()
    counts = []
    for statement in (REMOVE, CHANGE, ADD):
        cursor.execute(sql.SQL(statement).format(**names), {"revision": revision})
        counts.append(int(cursor.rowcount))
    removed, changed, added = counts
    return Counts(added - rekeyed, changed + rekeyed, removed - rekeyed)


OTHER_KEYS = (
    "SELECT count(*) FROM {live} f JOIN {former} h ON h.fid = f.fid WHERE {NEWER} AND {FORMER} AND NOT ({same_key})"
)
REMOVE = (
    "DELETE FROM {live} f WHERE {NEWER}"
    " AND NOT EXISTS (SELECT 1 FROM {former} h WHERE h.fid = f.fid AND {FORMER} AND {same_key})"
)
CHANGE = "UPDATE {live} f SET ({names}) = ROW({values}) FROM {former} h WHERE h.fid = f.fid AND {NEWER} AND {FORMER}"
ADD = (
    "INSERT INTO {live} (fid, {names}) SELECT h.fid, {values} FROM {former} h"
    " WHERE {FORMER} AND NOT EXISTS (SELECT 1 FROM {live} f WHERE f.fid = h.fid) ORDER BY h.fid"
)


def _same_key(collection_id: str) -> sql.Composable:
    keys = [field.name for field in known_spec(collection_id).fields if field.role == "key"]
    same = [sql.SQL("h.{0} IS NOT DISTINCT FROM f.{0}").format(sql.Identifier(key)) for key in keys]
    return sql.SQL(" AND ").join(same) if same else sql.SQL("TRUE")
