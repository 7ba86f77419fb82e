"""The row that a change is about, locked: what its subject sees of it, what it holds, and which permits cover it."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import shapely
from psycopg import sql
from shapely.geometry.base import BaseGeometry

from ..errors import UnknownItem
from ..policy import ROW
from ..tables import table
from .permits import Permit, Writing

TRUE = sql.SQL("TRUE")


@dataclass(frozen=True)
class StoredItem:
    """One row before a change.

    Attributes:
        seen: field name to JSON value as the subject sees it; a value hidden from him is None or absent.
        held: field name to JSON value as it is.
        geometry: in WGS 84.
        permits: those that cover the row.
        changed_at: when it was written.
    """

    seen: dict[str, Any] = field(hash=False)
    held: dict[str, Any] = field(hash=False)
    geometry: BaseGeometry | None
    permits: tuple[Permit, ...]
    changed_at: datetime


def lock_item(cursor: Any, writing: Writing, fid: int) -> StoredItem:
    """Read a row and keep others from changing it; raises UnknownItem, also if the subject does not see it."""
    access = writing.access
    seen = [sql.SQL("{} AS {}").format(expression, sql.Identifier(name)) for name, expression in access.columns]
    held = [sql.Identifier("f", known.name) for known in access.whole.fields]
    statement = sql.SQL(
        "SELECT {seen}, {held}, ST_AsBinary(f.geom), f.changed_at, ARRAY[{permits}]::boolean[] FROM {t} {f}"
        " WHERE f.fid = %(fid)s AND {condition} FOR UPDATE OF f"
    ).format(
        seen=_document(seen),
        held=_document(held),
        permits=_conditions(writing.permits),
        t=table(access.spec.id),
        f=ROW,
        condition=access.condition or TRUE,
    )
    cursor.execute(statement, writing.params | {"fid": fid})
    row = cursor.fetchone()
    if row is None:
        raise UnknownItem(access.spec.id, fid)
    permits = tuple(permit for permit, covers in zip(writing.permits, row[4], strict=True) if covers)
    geometry = None if row[2] is None else shapely.from_wkb(bytes(row[2]))
    return StoredItem(row[0] or {}, row[1] or {}, geometry, permits, row[3])


def covered_by(cursor: Any, writing: Writing, fid: int, permits: tuple[Permit, ...]) -> bool:
    """True if the row as it stands now is seen by the subject and covered by one of the permits."""
    statement = sql.SQL(
        "SELECT TRUE = ANY(ARRAY[{permits}]::boolean[]) FROM {t} {f} WHERE f.fid = %(fid)s AND {condition}"
    ).format(
        permits=_conditions(permits),
        t=table(writing.access.spec.id),
        f=ROW,
        condition=writing.access.condition or TRUE,
    )
    cursor.execute(statement, writing.params | {"fid": fid})
    row = cursor.fetchone()
    return bool(row and row[0])


def _conditions(permits: tuple[Permit, ...]) -> sql.Composable:
    return sql.SQL(", ").join(permit.condition or TRUE for permit in permits)


def _document(columns: list[Any]) -> sql.Composable:
    if not columns:
        return sql.SQL("NULL::json")
    return sql.SQL("(SELECT row_to_json(x) FROM (SELECT {}) x)").format(sql.SQL(", ").join(columns))
