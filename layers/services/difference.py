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
from ..registry import snapshot
from ..selectors.standing import standing_of
from ..tables import table
from . import matching


def difference(collection_id: str, incoming: Incoming, *, mode: Mode, key: str | None = None) -> Difference:
    """Compare incoming rows with a collection, as `apply_incoming` would write them.

    A collection that is not registered yet has no features: every row would be added.

    Raises:
        UnknownField: `key` is no field of the rows.
        RejectedFeatures: rows that cannot be told apart or found.
    """
    if key is not None and incoming.spec.field_named(key) is None:
        raise UnknownField(collection_id, key)
    spec = replace(incoming.spec, id=collection_id)
    known = collection_id in snapshot().collections
    found = matching.matching(spec, incoming=incoming.table, mode=mode if known else "append", key=key)
    with transaction.atomic(), connection.cursor() as cursor:
        revision = standing_of(collection_id).revision
        matching.refuse_faulty(cursor, found)
        _keep_pairs(cursor, incoming, found)
        made = _counted(cursor, incoming, Difference(collection_id, mode, key, 0, 0, 0, 0, None, revision), known=known)
        comment = json.dumps(asdict(made))
        cursor.execute(sql.SQL("COMMENT ON TABLE {} IS {}").format(incoming.pairs, comment))
    return made


def _keep_pairs(cursor: Any, incoming: Incoming, found: matching.Matching) -> None:
    cursor.execute(
        sql.SQL(
            "DROP TABLE IF EXISTS {pairs};"
            'CREATE UNLOGGED TABLE {pairs} AS SELECT row_number() OVER (ORDER BY "Row", fid) AS "Number", m.*'
            " FROM ({found}) m;"
            'ALTER TABLE {pairs} ADD PRIMARY KEY ("Number"); ANALYZE {pairs}'
        ).format(pairs=incoming.pairs, found=found.pairs)
    )


def _counted(cursor: Any, incoming: Incoming, made: Difference, *, known: bool) -> Difference:
    cursor.execute(sql.SQL('SELECT "Kind", count(*) FROM {} GROUP BY 1').format(incoming.pairs))
    counts = dict(cursor.fetchall())
    cursor.execute(sql.SQL("SELECT count(*) FROM {}").format(incoming.table))
    [total] = cursor.fetchone()
    added, changed, removed = (counts.get(kind, 0) for kind in ("added", "changed", "removed"))
    unchanged = max(0, total - (removed if made.mode == "delete" else added + changed))
    bbox = _bbox(cursor, incoming, made, known=known)
    return replace(made, added=added, changed=changed, removed=removed, unchanged=unchanged, bbox=bbox)


def _bbox(cursor: Any, incoming: Incoming, made: Difference, *, known: bool) -> Extent | None:
    names = {"pairs": incoming.pairs, "incoming": incoming.table, "stored": table(made.collection)}
    come = sql.SQL('SELECT i.geom FROM {pairs} m JOIN {incoming} i ON i."Row" = m."Row"').format(**names)
    gone = sql.SQL("SELECT f.geom FROM {pairs} m JOIN {stored} f ON f.fid = m.fid").format(**names)
    cursor.execute(
        sql.SQL(
            "SELECT ST_XMin(e), ST_YMin(e), ST_XMax(e), ST_YMax(e)"
            " FROM (SELECT ST_Extent(geom) AS e FROM ({places}) p) b"
        ).format(places=sql.SQL(" UNION ALL ").join([come, gone] if known else [come]))
    )
    row = cursor.fetchone()
    return None if row[0] is None else (row[0], row[1], row[2], row[3])
