"""The rows and columns that a subject may read of a collection, now or as of a moment, as one SQL relation."""

from datetime import UTC, datetime
from typing import Any

from psycopg import sql

from ..policy import ROW, Access
from ..queries import TimeSpan
from ..tables import table

BEGINNING = datetime(1, 1, 1, tzinfo=UTC)
END = datetime(9999, 12, 31, tzinfo=UTC)


STORED = ("Doc", "Shape")
"""What a read copy has beside the columns of its collection: the GeoJSON text, the geometry in EPSG:3857."""


def relation(access: Access, at: TimeSpan | None = None, *, copied: bool = False) -> sql.Composable:
    """A parenthesised sub-select (fid, geom, allowed columns); pass `relation_params` to execute.

    Args:
        access: what the subject may read.
        at: the moment or time that is meant, None for now.
        copied: read the copy, which has the columns STORED too. "Doc" holds all fields that are not private: it may
            be shown to those only who see them all (`documents`).
    """
    columns: list[sql.Composable] = [sql.SQL("f.fid"), sql.SQL("f.geom")]
    columns += [sql.Identifier("f", name) for name in STORED if copied]
    columns += [sql.SQL("{} AS {}").format(expression, sql.Identifier(name)) for name, expression in access.columns]
    conditions = [access.condition or sql.SQL("TRUE")]
    if at is not None and at.is_instant:
        conditions.append(sql.SQL('f."From" <= %(at_end)s AND (f."To" IS NULL OR f."To" > %(at_end)s)'))
    return sql.SQL("(SELECT {} FROM {} {} WHERE {})").format(
        sql.SQL(", ").join(columns), _rows(access, at, copied=copied), ROW, sql.SQL(" AND ").join(conditions)
    )


def relation_params(access: Access, at: TimeSpan | None = None) -> dict[str, Any]:
    """The values of the placeholders in `relation`."""
    if at is None:
        return dict(access.params)
    return access.params | {"at_start": at.start or BEGINNING, "at_end": at.end or END}


def _rows(access: Access, at: TimeSpan | None, *, copied: bool) -> sql.Composable:
    """The live table, or all versions of a time; of a span, the last version of each feature that stood in it."""
    if at is None:
        return table(access.spec.id, "served" if copied else "feature")
    versions = _versions(access)
    if at.is_instant:
        return versions
    return sql.SQL(
        '(SELECT DISTINCT ON (fid) * FROM {} v WHERE "From" <= %(at_end)s AND ("To" IS NULL OR "To" > %(at_start)s)'
        ' ORDER BY fid, "From" DESC)'
    ).format(versions)


def _versions(access: Access) -> sql.Composable:
    """Live and former versions, each with the time in which it stood, ["From", "To").

    Neither part has a condition of its own: only so does PostgreSQL read both by their indexes and merge them.
    """
    names = dict.fromkeys(["fid", "geom", *(field for field, _ in access.columns), *sorted(access.reads)])
    return sql.SQL(
        '(SELECT {columns}, changed_at AS "From", NULL::timestamptz AS "To" FROM {live}'
        " UNION ALL SELECT {columns}, lower(version_valid), upper(version_valid) FROM {former})"
    ).format(
        columns=sql.SQL(", ").join(sql.Identifier(name) for name in names),
        live=table(access.spec.id),
        former=table(access.spec.id, "history"),
    )
