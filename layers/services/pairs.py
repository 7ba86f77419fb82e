"""Which row meets which feature, kept beside the incoming rows: a table, or a view where every row is new."""

from typing import Any

from psycopg import sql

from ..incoming import Incoming
from .matching import Matching


def keep_pairs(cursor: Any, incoming: Incoming, found: Matching) -> None:
    """Keep pairs as ("Number", "Kind", fid, "Row"); those of before go."""
    drop_pairs(cursor, incoming)
    if found.adds_all:
        cursor.execute(
            sql.SQL('CREATE VIEW {pairs} AS SELECT "Row" AS "Number", m.* FROM ({found}) m').format(
                pairs=incoming.pairs, found=found.pairs
            )
        )
        return
    cursor.execute(
        sql.SQL(
            'CREATE UNLOGGED TABLE {pairs} AS SELECT row_number() OVER (ORDER BY "Row", fid) AS "Number", m.*'
            " FROM ({found}) m;"
            'ALTER TABLE {pairs} ADD PRIMARY KEY ("Number"); ANALYZE {pairs}'
        ).format(pairs=incoming.pairs, found=found.pairs)
    )


def note_on_pairs(cursor: Any, incoming: Incoming, note: str) -> None:
    """Write something down with the pairs; `find_difference` reads it."""
    kind = sql.SQL("VIEW" if _is_view(cursor, incoming) else "TABLE")
    cursor.execute(sql.SQL("COMMENT ON {} {} IS {}").format(kind, incoming.pairs, note))


def drop_pairs(cursor: Any, incoming: Incoming) -> None:
    """Forget them; nothing if there are none."""
    kind = sql.SQL("VIEW" if _is_view(cursor, incoming) else "TABLE")
    cursor.execute(sql.SQL("DROP {} IF EXISTS {}").format(kind, incoming.pairs))


def _is_view(cursor: Any, incoming: Incoming) -> bool:
    cursor.execute("SELECT relkind = 'v' FROM pg_class WHERE oid = to_regclass(%s)", [incoming.pairs.as_string()])
    row = cursor.fetchone()
    return bool(row and row[0])
