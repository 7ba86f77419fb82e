"""Which incoming row is which stored feature: the statements that remove, change and add.

Fields have lower-case names, so names of ours that begin with a capital never meet one of theirs.
"""

from dataclasses import dataclass

from psycopg import sql

from ..kinds import CollectionSpec
from ..tables import table


@dataclass(frozen=True)
class Plan:
    """Statements to be run in this order; None where nothing is to do.

    Attributes:
        faults: selects (row number, value) of rows that cannot be told apart or found, with `fault_en`, `fault_vi`.
    """

    collection: str
    remove: sql.Composable | None
    change: sql.Composable | None
    add: sql.Composable
    faults: sql.Composable | None = None
    fault_en: str = ""
    fault_vi: str = ""


def plan(spec: CollectionSpec, *, incoming: sql.Identifier, mode: str, key: str | None) -> Plan:
    """The statements for one write mode; `incoming` is the temporary table ("Row", fid, geom, fields)."""
    if mode == "append":
        return Plan(spec.id, None, None, _add(spec, incoming, sql.SQL("TRUE")))
    if key is not None:
        return _by_key(spec, incoming, key, remove=mode == "replace")
    if mode == "upsert":
        return _by_fid(spec, incoming)
    return _by_contents(spec, incoming)


def _names(spec: CollectionSpec, prefix: str = "") -> sql.Composable:
    columns = ["geom", *(field.name for field in spec.fields)]
    if prefix:
        return sql.SQL(", ").join(sql.Identifier(prefix, name) for name in columns)
    return sql.SQL(", ").join(sql.Identifier(name) for name in columns)


def _add(spec: CollectionSpec, incoming: sql.Identifier, condition: sql.Composable) -> sql.Composable:
    return sql.SQL(
        'INSERT INTO {table} ({names}) SELECT {values} FROM {incoming} i WHERE {condition} ORDER BY i."Row"'
    ).format(table=table(spec.id), names=_names(spec), values=_names(spec, "i"), incoming=incoming, condition=condition)


def _change(spec: CollectionSpec, incoming: sql.Identifier, match: sql.Composable) -> sql.Composable:
    return sql.SQL(
        "UPDATE {table} AS f SET ({names}) = ROW({values}) FROM {incoming} i"
        " WHERE {match} AND ROW({stored}) IS DISTINCT FROM ROW({values})"
    ).format(
        table=table(spec.id),
        names=_names(spec),
        values=_names(spec, "i"),
        incoming=incoming,
        match=match,
        stored=_names(spec, "f"),
    )


def _by_key(spec: CollectionSpec, incoming: sql.Identifier, key: str, *, remove: bool) -> Plan:
    parts = {"table": table(spec.id), "incoming": incoming, "key": sql.Identifier(key)}
    absent = sql.SQL("DELETE FROM {table} f WHERE NOT EXISTS (SELECT 1 FROM {incoming} i WHERE i.{key} = f.{key})")
    new = sql.SQL("NOT EXISTS (SELECT 1 FROM {table} f WHERE f.{key} = i.{key})")
    faults = sql.SQL(
        'SELECT "Row", {key}'
        ' FROM (SELECT "Row", {key}, count(*) OVER (PARTITION BY {key}) AS "Same" FROM {incoming}) i'
        ' WHERE {key} IS NULL OR "Same" > 1 ORDER BY "Row"'
    )
    return Plan(
        spec.id,
        absent.format(**parts) if remove else None,
        _change(spec, incoming, sql.SQL("f.{key} = i.{key}").format(**parts)),
        _add(spec, incoming, new.format(**parts)),
        faults.format(**parts),
        f"the key '{key}' is empty or stands in more than one row ({{value}}).",
        f"khóa '{key}' trống hoặc trùng ở nhiều dòng ({{value}}).",
    )


def _by_fid(spec: CollectionSpec, incoming: sql.Identifier) -> Plan:
    faults = sql.SQL(
        'SELECT "Row", fid'
        ' FROM (SELECT i."Row", i.fid, count(*) OVER (PARTITION BY i.fid) AS "Same" FROM {incoming} i) i'
        ' WHERE fid IS NOT NULL AND ("Same" > 1 OR NOT EXISTS (SELECT 1 FROM {table} f WHERE f.fid = i.fid))'
        ' ORDER BY "Row"'
    ).format(incoming=incoming, table=table(spec.id))
    return Plan(
        spec.id,
        None,
        _change(spec, incoming, sql.SQL("f.fid = i.fid")),
        _add(spec, incoming, sql.SQL("i.fid IS NULL")),
        faults,
        "feature {value} does not exist, or is changed by more than one row.",
        "đối tượng {value} không tồn tại hoặc bị nhiều dòng cùng sửa.",
    )


def _by_contents(spec: CollectionSpec, incoming: sql.Identifier) -> Plan:
    """Rows with equal contents are the same; of several equal ones the first is the first."""
    parts = {
        "table": table(spec.id),
        "incoming": incoming,
        "new": sql.SQL("md5(ROW({})::text)").format(_names(spec, "i")),
        "old": sql.SQL("md5(ROW({})::text)").format(_names(spec, "f")),
    }
    numbered_new = sql.SQL(
        'SELECT i."Row", {new} AS digest, row_number() OVER (PARTITION BY {new} ORDER BY i."Row") AS n'
        " FROM {incoming} i"
    ).format(**parts)
    numbered_old = sql.SQL(
        "SELECT f.fid, {old} AS digest, row_number() OVER (PARTITION BY {old} ORDER BY f.fid) AS n FROM {table} f"
    ).format(**parts)
    remove = sql.SQL(
        "DELETE FROM {} WHERE fid IN"
        ' (SELECT o.fid FROM ({}) o LEFT JOIN ({}) i USING (digest, n) WHERE i."Row" IS NULL)'
    ).format(table(spec.id), numbered_old, numbered_new)
    new = sql.SQL(
        'i."Row" IN (SELECT n."Row" FROM ({}) n LEFT JOIN ({}) o USING (digest, n) WHERE o.fid IS NULL)'
    ).format(numbered_new, numbered_old)
    return Plan(spec.id, remove, None, _add(spec, incoming, new))
