"""What incoming rows would do to a collection: found once, kept as pairs, then counted, paged and drawn.

The pairs are those by which `apply_incoming` writes, so what is shown is what happens.
"""

import json
from dataclasses import asdict, replace
from typing import Any

from django.db import connection, transaction
from psycopg import sql

from ..errors import UnknownField
from ..incoming import Difference, Incoming, Mode
from ..kinds import Extent
from ..selectors.standing import standing_of
from ..tables import stored_columns, table
from . import matching
from .matching import Matching
from .pairs import keep_pairs, note_on_pairs


def difference(collection_id: str, incoming: Incoming, *, mode: Mode, key: str | None = None) -> Difference:
    """Compare incoming rows with a collection, as `apply_incoming` would write them.

    A collection that is not registered yet has no features: every row would be added. Fields that it has not yet are
    empty in its features.

    Raises:
        UnknownField: `key` is no field of the rows.
        RejectedFeatures: rows that cannot be told apart or found.
    """
    if key is not None and incoming.spec.field_named(key) is None:
        raise UnknownField(collection_id, key)
    with transaction.atomic(), connection.cursor() as cursor:
        standing = standing_of(collection_id)
        found = _matching(cursor, collection_id, incoming, mode, key, is_empty=not standing.count)
        matching.refuse_faulty(cursor, found)
        keep_pairs(cursor, incoming, found)
        made = Difference(collection_id, mode, key, 0, 0, 0, 0, None, standing.revision)
        made = _counted(cursor, incoming, made, adds_all=found.adds_all)
        note_on_pairs(cursor, incoming, json.dumps(asdict(made)))
    return made


def _matching(
    cursor: Any, collection_id: str, incoming: Incoming, mode: Mode, key: str | None, *, is_empty: bool
) -> Matching:
    """How the rows meet the features; where there are none, all rows are new, and only their keys can be at fault."""
    spec = replace(incoming.spec, id=collection_id)
    if mode == "append" or (is_empty and mode != "delete"):
        everything = matching.matching(spec, incoming=incoming.table, mode="append", key=None)
        if key is None or mode == "append":
            return everything
        by_key = matching.matching(spec, incoming=incoming.table, mode=mode, key=key)
        return replace(by_key, pairs=everything.pairs, adds_all=True)
    held = stored_columns(cursor, collection_id)
    to_come = [field for field in spec.fields if field.name not in held]
    return matching.matching(spec, incoming=incoming.table, mode=mode, key=key, to_come=to_come)


def _counted(cursor: Any, incoming: Incoming, made: Difference, *, adds_all: bool) -> Difference:
    cursor.execute(sql.SQL("SELECT count(*) FROM {}").format(incoming.table))
    [total] = cursor.fetchone()
    if adds_all:
        return replace(made, added=total, bbox=_bbox(cursor, [_geometries(incoming.table)]))
    cursor.execute(sql.SQL('SELECT "Kind", count(*) FROM {} GROUP BY 1').format(incoming.pairs))
    counts = dict(cursor.fetchall())
    added, changed, removed = (counts.get(kind, 0) for kind in ("added", "changed", "removed"))
    unchanged = max(0, total - (removed if made.mode == "delete" else added + changed))
    names = {"pairs": incoming.pairs, "incoming": incoming.table, "stored": table(made.collection)}
    come = sql.SQL('SELECT i.geom FROM {pairs} m JOIN {incoming} i ON i."Row" = m."Row"').format(**names)
    gone = sql.SQL("SELECT f.geom FROM {pairs} m JOIN {stored} f ON f.fid = m.fid").format(**names)
    bbox = _bbox(cursor, [come, gone])
    return replace(made, added=added, changed=changed, removed=removed, unchanged=unchanged, bbox=bbox)


def _geometries(rows: sql.Identifier) -> sql.Composable:
    return sql.SQL("SELECT geom FROM {}").format(rows)


def _bbox(cursor: Any, places: list[sql.Composable]) -> Extent | None:
    cursor.execute(
        sql.SQL(
            "SELECT ST_XMin(e), ST_YMin(e), ST_XMax(e), ST_YMax(e)"
            " FROM (SELECT ST_Extent(geom) AS e FROM ({places}) p) b"
        ).format(places=sql.SQL(" UNION ALL ").join(places))
    )
    row = cursor.fetchone()
    return None if row[0] is None else (row[0], row[1], row[2], row[3])
