"""What every feature table refuses, looked for in all incoming rows at once: one look at each row."""

from dataclasses import dataclass
from typing import Any

from psycopg import sql

from geo_server.core.errors import Fault

from ..errors import RejectedFeatures
from ..incoming import Incoming
from ..kinds import CollectionSpec, Field
from ..rows import FAULTS_AT_MOST

ON_EARTH = sql.SQL(
    "(geom @ ST_MakeEnvelope(-179, -89, 179, 89, 4326) OR ST_XMin(geom) >= -180 AND ST_XMax(geom) <= 180"
    " AND ST_YMin(geom) >= -90 AND ST_YMax(geom) <= 90)"
)
"""The stored box, which is a little wider than the shape, answers for all but the edges."""
PLACED = sql.SQL("(geom IS NULL OR ST_IsEmpty(geom) OR ({} AND ST_IsValid(geom)))").format(ON_EARTH)


@dataclass(frozen=True)
class Rule:
    """A condition that holds for every row, and what is said of a row for which it does not."""

    condition: sql.Composable
    en: str
    vi: str


def refuse_what_no_table_takes(cursor: Any, incoming: Incoming) -> None:
    """Raise RejectedFeatures for places that are not valid and required values that are missing.

    An empty place becomes none.
    """
    rules = _rules(incoming.spec)
    names = {"table": incoming.table, "good": sql.SQL(" AND ").join([PLACED, *(rule.condition for rule in rules)])}
    cursor.execute("SET LOCAL jit = off")  # it takes longer to compile than to look
    counting = "SELECT count(*) FILTER (WHERE ST_IsEmpty(geom)), count(*) FILTER (WHERE NOT ({good})) FROM {table}"
    cursor.execute(sql.SQL(counting).format(**names))
    empty, faulty = cursor.fetchone()
    if empty:
        cursor.execute(sql.SQL("UPDATE {table} SET geom = NULL WHERE ST_IsEmpty(geom)").format(**names))
    if faulty:
        raise RejectedFeatures(incoming.spec.id, _faults(cursor, names, rules), faulty)


def _rules(spec: CollectionSpec) -> list[Rule]:
    required = [_filled(field) for field in spec.fields if field.required]
    return required + [_finite(field) for field in spec.fields if field.type == "number"]


def _filled(field: Field) -> Rule:
    condition = sql.SQL("{} IS NOT NULL").format(sql.Identifier(field.name))
    return Rule(condition, f"field '{field.name}' is empty.", f"trường '{field.name}' để trống.")


def _finite(field: Field) -> Rule:
    condition = sql.SQL("coalesce(abs({}) < 'Infinity', TRUE)").format(sql.Identifier(field.name))
    return Rule(condition, f"field '{field.name}' is infinite.", f"trường '{field.name}' là số vô hạn.")


def _faults(cursor: Any, names: dict[str, sql.Composable], rules: list[Rule]) -> list[Fault]:
    statement = sql.SQL(
        'SELECT "Row", {earth}, CASE WHEN {earth} AND NOT ST_IsValid(geom) THEN ST_IsValidReason(geom) END,'
        ' ARRAY[{kept}]::boolean[] FROM {table} WHERE NOT ({good}) ORDER BY "Row" LIMIT %s'
    )
    kept = sql.SQL(", ").join(rule.condition for rule in rules)
    cursor.execute(statement.format(**names, earth=ON_EARTH, kept=kept), [FAULTS_AT_MOST])
    faults = []
    for row, on_earth, reason, held in cursor.fetchall():
        where = f"row {row}"
        faults += [Fault(where, rule.en, rule.vi) for rule, holds in zip(rules, held, strict=True) if not holds]
        if on_earth is False:
            en, vi = "its coordinates are not longitude and latitude in degrees.", "tọa độ không phải kinh độ, vĩ độ."
            faults.append(Fault(where, en, vi))
        elif reason:
            en, vi = f"its geometry is not valid: {reason}.", f"hình học không hợp lệ: {reason}."
            faults.append(Fault(where, en, vi))
    return faults
