"""Which incoming row is which stored feature, and the statements that make the stored ones like the incoming ones.

Fields have lower-case names, so names of ours that begin with a capital never meet one of theirs.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from psycopg import sql

from geo_server.core.errors import Fault

from ..errors import RejectedFeatures
from ..incoming import Mode
from ..kinds import CollectionSpec, Field
from ..tables import column_type, table


@dataclass(frozen=True)
class Matching:
    """How incoming rows meet stored features.

    Attributes:
        collection: id of the collection.
        pairs: selects ("Kind", fid, "Row") of all that is added (no fid), changed or removed (no row).
        adds_all: every row is a new feature, whatever is stored.
        faults: selects (row number, value) of rows that cannot be told apart or found, with `fault_en`, `fault_vi`.
    """

    collection: str
    pairs: sql.Composable
    adds_all: bool = False
    faults: sql.Composable | None = None
    fault_en: str = ""
    fault_vi: str = ""


def matching(
    spec: CollectionSpec, *, incoming: sql.Identifier, mode: Mode, key: str | None, to_come: Sequence[Field] = ()
) -> Matching:
    """How the rows of a table ("Row", fid, geom, fields) meet those of a collection.

    Args:
        spec: id of the collection and the fields that are compared and written.
        to_come: those of them that the stored features do not have yet; there they are empty.
        incoming: the table of incoming rows.
        mode: "append" adds all; "upsert" adds or changes; "replace" also removes what is not among the rows;
            "delete" removes what is.
        key: the field that tells which row is which. Without it "upsert" goes by fid, and "replace" and "delete" take
            rows with equal contents for the same, of several equal ones the first for the first.
    """
    if mode == "append":
        everything = sql.SQL("""SELECT 'added' AS "Kind", NULL::bigint AS fid, "Row" FROM {}""").format(incoming)
        return Matching(spec.id, everything, adds_all=True)
    stored = _stored(spec, to_come)
    if key is not None:
        return _by_key(spec, stored, incoming, mode, key)
    if mode == "upsert":
        return _by_fid(spec, stored, incoming)
    return _by_contents(spec, stored, incoming, mode)


def _stored(spec: CollectionSpec, to_come: Sequence[Field]) -> sql.Composable:
    """The stored features as a relation that has all fields."""
    if not to_come:
        return table(spec.id)
    empty = [sql.SQL(", NULL::{} AS {}").format(column_type(field), sql.Identifier(field.name)) for field in to_come]
    return sql.SQL("(SELECT t.*{} FROM {} t)").format(sql.SQL("").join(empty), table(spec.id))


def names(spec: CollectionSpec, prefix: str = "") -> sql.Composable:
    """The columns that are written, geometry first, each with the alias of its table."""
    columns = ["geom", *(field.name for field in spec.fields)]
    if prefix:
        return sql.SQL(", ").join(sql.Identifier(prefix, name) for name in columns)
    return sql.SQL(", ").join(sql.Identifier(name) for name in columns)


def differs(spec: CollectionSpec) -> sql.Composable:
    """True where a stored feature `f` is not as its incoming row `i`."""
    return sql.SQL("ROW({}) IS DISTINCT FROM ROW({})").format(names(spec, "f"), names(spec, "i"))


def refuse_faulty(cursor: Any, found: Matching) -> None:
    """Raise RejectedFeatures if rows cannot be told apart or found."""
    if found.faults is None:
        return
    cursor.execute(found.faults)
    faults = [
        Fault(where=f"row {row}", en=found.fault_en.format(value=value), vi=found.fault_vi.format(value=value))
        for row, value in cursor.fetchall()
    ]
    if faults:
        raise RejectedFeatures(found.collection, faults)


JOINS = {"replace": sql.SQL("FULL JOIN"), "upsert": sql.SQL("LEFT JOIN"), "delete": sql.SQL("JOIN")}


def _by_key(spec: CollectionSpec, stored: sql.Composable, incoming: sql.Identifier, mode: Mode, key: str) -> Matching:
    parts = {"table": stored, "incoming": incoming, "key": sql.Identifier(key)}
    pairs = sql.SQL(
        'SELECT * FROM (SELECT {kind} AS "Kind", f.fid, i."Row"'
        " FROM {incoming} i {join} {table} f ON f.{key} = i.{key}) m"
        ' WHERE "Kind" IS NOT NULL'
    ).format(**parts, join=JOINS[mode], kind=_removed() if mode == "delete" else _kind(differs(spec)))
    faults = sql.SQL(
        'SELECT "Row", {key}'
        ' FROM (SELECT "Row", {key}, count(*) OVER (PARTITION BY {key}) AS "Same" FROM {incoming}) i'
        ' WHERE {key} IS NULL OR "Same" > 1 ORDER BY "Row"'
    )
    return Matching(
        spec.id,
        pairs,
        faults=faults.format(**parts),
        fault_en=f"the key '{key}' is empty or stands in more than one row ({{value}}).",
        fault_vi=f"khóa '{key}' trống hoặc trùng ở nhiều dòng ({{value}}).",
    )


def _kind(changed: sql.Composable) -> sql.Composable:
    return sql.SQL(
        "CASE WHEN f.fid IS NULL THEN 'added' WHEN i.\"Row\" IS NULL THEN 'removed' WHEN {} THEN 'changed' END"
    ).format(changed)


def _removed() -> sql.Composable:
    return sql.SQL("'removed'")


def _by_fid(spec: CollectionSpec, stored: sql.Composable, incoming: sql.Identifier) -> Matching:
    parts = {"incoming": incoming, "table": stored}
    pairs = sql.SQL(
        'SELECT * FROM (SELECT {kind} AS "Kind", f.fid, i."Row"'
        " FROM {incoming} i LEFT JOIN {table} f ON f.fid = i.fid) m"
        ' WHERE "Kind" IS NOT NULL'
    ).format(**parts, kind=_kind(differs(spec)))
    faults = sql.SQL(
        'SELECT "Row", fid'
        ' FROM (SELECT i."Row", i.fid, count(*) OVER (PARTITION BY i.fid) AS "Same" FROM {incoming} i) i'
        ' WHERE fid IS NOT NULL AND ("Same" > 1 OR NOT EXISTS (SELECT 1 FROM {table} f WHERE f.fid = i.fid))'
        ' ORDER BY "Row"'
    )
    return Matching(
        spec.id,
        pairs,
        faults=faults.format(**parts),
        fault_en="feature {value} does not exist, or is changed by more than one row.",
        fault_vi="đối tượng {value} không tồn tại hoặc bị nhiều dòng cùng sửa.",
    )


def _by_contents(spec: CollectionSpec, stored: sql.Composable, incoming: sql.Identifier, mode: Mode) -> Matching:
    numbered_new = sql.SQL(
        'SELECT i."Row", {digest} AS "Digest", row_number() OVER (PARTITION BY {digest} ORDER BY i."Row") AS "Nth"'
        " FROM {incoming} i"
    ).format(digest=_digest(spec, "i"), incoming=incoming)
    numbered_old = sql.SQL(
        'SELECT f.fid, {digest} AS "Digest", row_number() OVER (PARTITION BY {digest} ORDER BY f.fid) AS "Nth"'
        " FROM {table} f"
    ).format(digest=_digest(spec, "f"), table=stored)
    pairs = sql.SQL(
        'SELECT * FROM (SELECT {kind} AS "Kind", f.fid, i."Row" FROM ({new}) i {join} ({old}) f'
        ' ON f."Digest" = i."Digest" AND f."Nth" = i."Nth") m WHERE "Kind" IS NOT NULL'
    )
    kind = _removed() if mode == "delete" else _kind(sql.SQL("FALSE"))
    return Matching(spec.id, pairs.format(kind=kind, new=numbered_new, join=JOINS[mode], old=numbered_old))


def _digest(spec: CollectionSpec, alias: str) -> sql.Composable:
    return sql.SQL("md5(ROW({})::text)").format(names(spec, alias))


def remove(spec: CollectionSpec, pairs: sql.Identifier) -> sql.Composable:
    """Remove the stored features that have no row."""
    return sql.SQL("DELETE FROM {} f USING {} m WHERE m.\"Kind\" = 'removed' AND f.fid = m.fid").format(
        table(spec.id), pairs
    )


def change(spec: CollectionSpec, incoming: sql.Identifier, pairs: sql.Identifier) -> sql.Composable:
    """Give stored features the values of their rows."""
    return sql.SQL(
        'UPDATE {table} AS f SET ({names}) = ROW({values}) FROM {pairs} m JOIN {incoming} i ON i."Row" = m."Row"'
        " WHERE m.\"Kind\" = 'changed' AND f.fid = m.fid"
    ).format(table=table(spec.id), names=names(spec), values=names(spec, "i"), incoming=incoming, pairs=pairs)


def add(spec: CollectionSpec, incoming: sql.Identifier, pairs: sql.Identifier | None) -> sql.Composable:
    """Store the rows that are new, in their order; all of them without `pairs`."""
    statement = sql.SQL('INSERT INTO {table} ({names}) SELECT {values} FROM {incoming} i {matched} ORDER BY i."Row"')
    matched: sql.Composable = sql.SQL("")
    if pairs is not None:
        matched = sql.SQL('JOIN {} m ON m."Kind" = \'added\' AND m."Row" = i."Row"').format(pairs)
    return statement.format(
        table=table(spec.id), names=names(spec), values=names(spec, "i"), incoming=incoming, matched=matched
    )
