"""What became of the features of a collection since a revision, as one subject sees it.

The change log says which rows were touched; the policy says whether he saw them before and sees them now. A row that
comes into his sight is new to him, one that leaves it is gone, and one of which he never saw anything is not told.
"""

from dataclasses import dataclass
from typing import Any

from django.db import connection
from psycopg import sql

from geo_server.core.subject import Subject

from ..errors import BadRevision
from ..policy import ROW, Access, access_to
from ..tables import table

TRUE = sql.SQL("TRUE")


@dataclass(frozen=True)
class Delta:
    """Changes of a collection after `since`.

    Attributes:
        since: the revision that the reader has.
        revision: the one that he has after applying this.
        inserted, updated, deleted: ids, sorted.
        continues: there is more after `revision`.
        too_much: so many rows changed at once that they are not listed: he must read everything again.
    """

    since: int
    revision: int
    inserted: tuple[int, ...] = ()
    updated: tuple[int, ...] = ()
    deleted: tuple[int, ...] = ()
    continues: bool = False
    too_much: bool = False


@dataclass(frozen=True)
class _Touched:
    """What the log says of one row: its first change, and how many versions those changes have ended."""

    first_op: str
    ended: int


def delta(subject: Subject, *, collection_id: str, since: int | None, limit: int) -> Delta:
    """The changes after a revision.

    Args:
        subject: who asks.
        collection_id: the collection.
        since: what he has; None: nothing, he asks where to begin.
        limit: lines of the change log that are looked at.

    Raises:
        UnknownCollection: it does not exist or he may not know of it.
        BadRevision: the collection is not there yet.
    """
    access = access_to(subject, collection_id)
    with connection.cursor() as cursor:
        cursor.execute("SELECT revision FROM layers_collectionstate WHERE collection = %s", [collection_id])
        present = int(cursor.fetchone()[0])
        if since is None:
            return Delta(present, present)
        if since > present:
            raise BadRevision(since, present)
        lines = _lines(cursor, collection_id, since, limit + 1)
        continues, lines = len(lines) > limit, lines[:limit]
        if any(fid is None for _, fid, _ in lines):
            return Delta(since, present, too_much=True)
        reached = lines[-1][0] if continues else present
        touched = _touched(lines)
        before, after = _before(cursor, access, touched), _after(cursor, access, list(touched))
    return Delta(
        since,
        reached,
        inserted=tuple(sorted(after.keys() - before.keys())),
        updated=tuple(sorted(fid for fid in after.keys() & before.keys() if after[fid] != before[fid])),
        deleted=tuple(sorted(before.keys() - after.keys())),
        continues=continues,
    )


def _lines(cursor: Any, collection_id: str, since: int, limit: int) -> list[tuple[int, int | None, str]]:
    """(revision, fid, op) in order; fid is None where one line stands for many rows."""
    cursor.execute(
        "SELECT revision, fid, op FROM layers_changelog WHERE collection = %s AND revision > %s"
        " ORDER BY revision LIMIT %s",
        [collection_id, since, limit],
    )
    return list(cursor.fetchall())


def _touched(lines: list[tuple[int, int | None, str]]) -> dict[int, _Touched]:
    found: dict[int, _Touched] = {}
    for _, fid, op in lines:
        if fid is not None:
            known = found.get(fid, _Touched(op, 0))
            found[fid] = _Touched(known.first_op, known.ended + (op != "insert"))
    return found


def _after(cursor: Any, access: Access, fids: list[int]) -> dict[int, str]:
    """Fid to a digest of what he sees of it now."""
    statement = sql.SQL("SELECT f.fid, {digest} FROM {t} {f} WHERE f.fid = ANY(%(fids)s) AND {condition}").format(
        digest=_digest(access), t=table(access.spec.id), f=ROW, condition=access.condition or TRUE
    )
    cursor.execute(statement, access.params | {"fids": fids})
    return dict(cursor.fetchall())


def _before(cursor: Any, access: Access, touched: dict[int, _Touched]) -> dict[int, str]:
    """Fid to a digest of what he saw of it at the revision: in the oldest version that the changes have ended."""
    ended = {fid: change.ended for fid, change in touched.items() if change.first_op != "insert"}
    statement = sql.SQL(
        "SELECT f.fid, {digest} FROM (SELECT DISTINCT ON (h.fid) h.* FROM (SELECT v.*, row_number() OVER"
        ' (PARTITION BY v.fid ORDER BY v."Until" DESC, upper(v.version_valid) DESC) AS "Age"'
        " FROM {t} v WHERE v.fid = ANY(%(fids)s)) h"
        ' JOIN unnest(%(fids)s::bigint[], %(ended)s::bigint[]) AS e(fid, ended) ON e.fid = h.fid AND h."Age" <= e.ended'
        ' ORDER BY h.fid, h."Age" DESC) {f} WHERE {condition}'
    ).format(digest=_digest(access), t=table(access.spec.id, "history"), f=ROW, condition=access.condition or TRUE)
    cursor.execute(statement, access.params | {"fids": list(ended), "ended": list(ended.values())})
    return dict(cursor.fetchall())


def _digest(access: Access) -> sql.Composable:
    """One text for all that he sees of a row."""
    seen = [expression for _, expression in access.columns]
    return sql.SQL("md5(ROW({})::text)").format(sql.SQL(", ").join([sql.SQL("f.geom"), *seen]))
