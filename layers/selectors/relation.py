"""The rows and columns that a subject may read of a collection, now or as of a moment, as one SQL relation."""

from datetime import UTC, datetime
from typing import Any

from psycopg import sql

from ..policy import ROW, Access
from ..queries import TimeSpan
from ..tables import table

BEGINNING = datetime(1, 1, 1, tzinfo=UTC)
END = datetime(9999, 12, 31, tzinfo=UTC)


def relation(access: Access, at: TimeSpan | None = None) -> sql.Composable:
    """A parenthesised sub-select (fid, geom, allowed columns); pass `relation_params` to execute."""
    columns: list[sql.Composable] = [sql.SQL("f.fid"), sql.SQL("f.geom")]
    columns += [sql.SQL("{} AS {}").format(expression, sql.Identifier(name)) for name, expression in access.columns]
    return sql.SQL("(SELECT {} FROM {} {} WHERE {})").format(
        sql.SQL(", ").join(columns), _rows(access, at), ROW, access.condition or sql.SQL("TRUE")
    )


def relation_params(access: Access, at: TimeSpan | None = None) -> dict[str, Any]:
    """The values of the placeholders in `relation`."""
    if at is None:
        return dict(access.params)
    return access.params | {"at_start": at.start or BEGINNING, "at_end": at.end or END}


def _rows(access: Access, at: TimeSpan | None) -> sql.Composable:
    """The live table; or live and former versions that were valid at the moment, of a span the last one each."""
    if at is None:
        return table(access.spec.id)
    names = ["fid", "geom", *(field for field, _ in access.columns), *sorted(access.reads)]
    columns = sql.SQL(", ").join(sql.Identifier(name) for name in dict.fromkeys([*names, "changed_at"]))
    parts = {"columns": columns, "live": table(access.spec.id), "former": table(access.spec.id, "history")}
    if at.is_instant:
        versions = (
            "(SELECT {columns} FROM {live} WHERE changed_at <= %(at_end)s"
            " UNION ALL SELECT {columns} FROM {former} WHERE version_valid @> %(at_end)s::timestamptz)"
        )
        return sql.SQL(versions).format(**parts)
    versions = (
        "(SELECT DISTINCT ON (fid) {columns} FROM"
        " (SELECT {columns} FROM {live} WHERE changed_at <= %(at_end)s"
        " UNION ALL SELECT {columns} FROM {former} WHERE version_valid && tstzrange(%(at_start)s, %(at_end)s, '[]')) v"
        " ORDER BY fid, changed_at DESC)"
    )
    return sql.SQL(versions).format(**parts)
