"""The two statements that write a row, and what the rules of the table say against it."""

from typing import Any

import shapely
from django.db import IntegrityError
from psycopg import sql

from geo_server.core.errors import Fault

from ..errors import RejectedItem
from ..tables import table
from .changes import Changes
from .permits import GEOMETRY, Writing


def insert(cursor: Any, writing: Writing, changes: Changes) -> int:
    """Add a row with these members; returns its fid. Raises RejectedItem."""
    names, values, params = _assignments(changes)
    columns = sql.SQL("({}) VALUES ({})").format(sql.SQL(", ").join(names), sql.SQL(", ").join(values))
    _execute(
        cursor,
        writing,
        sql.SQL("INSERT INTO {} {} RETURNING fid").format(
            table(writing.access.spec.id), columns if names else sql.SQL("DEFAULT VALUES")
        ),
        params,
    )
    return int(cursor.fetchone()[0])


def update(cursor: Any, writing: Writing, fid: int, changes: Changes) -> None:
    """Give these members of a row their new values; raises RejectedItem."""
    names, values, params = _assignments(changes)
    pairs = (sql.SQL("{} = {}").format(name, value) for name, value in zip(names, values, strict=True))
    statement = sql.SQL("UPDATE {} SET {} WHERE fid = %(fid)s")
    _execute(
        cursor,
        writing,
        statement.format(table(writing.access.spec.id), sql.SQL(", ").join(pairs)),
        params | {"fid": fid},
    )


def _assignments(changes: Changes) -> tuple[list[sql.Composable], list[sql.Composable], dict[str, Any]]:
    """Columns, their placeholders and the values for these."""
    names: list[sql.Composable] = []
    values: list[sql.Composable] = []
    params: dict[str, Any] = {}
    for number, (member, value) in enumerate(sorted(changes.members.items())):
        key = f"value_{number}"
        is_place = member == GEOMETRY
        names.append(sql.Identifier("geom" if is_place else member))
        values.append(sql.SQL("{}::geometry" if is_place else "{}").format(sql.Placeholder(key)))
        params[key] = _ewkb(value) if is_place else value
    return names, values, params


def _ewkb(shape: Any) -> str | None:
    if shape is None:
        return None
    text: str = shapely.to_wkb(shapely.set_srid(shape, 4326), hex=True, include_srid=True)
    return text


def _execute(cursor: Any, writing: Writing, statement: sql.Composable, params: dict[str, Any]) -> None:
    """Run a statement; what the rules of the table refuse is told as a fault of the feature (raises RejectedItem)."""
    try:
        cursor.execute(statement, params)
    except IntegrityError as error:
        spec = writing.access.whole
        broken = getattr(getattr(error.__cause__, "diag", None), "constraint_name", None)
        key = next((f.name for f in spec.fields if f.role == "key" and f"{spec.id}_{f.name}"[:63] == broken), None)
        if key is not None:
            taken = Fault(f"/properties/{key}", "another feature has this value.", "đối tượng khác đã có giá trị này.")
            raise RejectedItem(spec.id, [taken]) from error
        said = str(error).partition("\n")[0]
        raise RejectedItem(spec.id, [Fault("", said, f"cơ sở dữ liệu từ chối: {said}")]) from error
