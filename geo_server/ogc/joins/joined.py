"""A collection and a table beside it, read together: always as the one who asks may see the collection now."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import connection
from psycopg import sql

from geo_server.core.subject import Subject
from layers import api as layers

from .csv_table import Table
from .keys import get_key_field

MOST_NAMED = 1_000
"""Keys that a report names; it counts all."""


@dataclass(frozen=True)
class Attachment:
    """A table that is to be read with a collection.

    Attributes:
        rows: SQL relation (key, values): values are a JSON array in the order of `columns`.
        params: named parameters of `rows`.
    """

    collection_id: str
    key_field: str
    columns: tuple[str, ...]
    rows: sql.Composable
    params: dict[str, Any] = field(hash=False)


@dataclass(frozen=True)
class JoinedPage:
    """Some features with the values of their keys.

    Attributes:
        names: names of the joined properties, different from those of the fields.
        rows: (fid, GeoJSON geometry or None, properties) by id.
        following: the id after which the next page begins, None on the last.
    """

    fields: tuple[str, ...]
    names: tuple[str, ...]
    rows: list[tuple[int, str | None, dict[str, Any]]]
    following: int | None

    def as_geojson(self) -> list[dict[str, Any]]:
        """The features of the page."""
        return [
            {"type": "Feature", "id": fid, "geometry": shape and json.loads(shape), "properties": properties}
            for fid, shape, properties in self.rows
        ]


@dataclass(frozen=True)
class Report:
    """What fits and what does not; each list names at most a thousand keys, the numbers count all."""

    matched: int
    unmatched: int
    additional: int
    matched_keys: Sequence[str]
    unmatched_keys: Sequence[str]
    additional_keys: Sequence[str]


def attachment_of(collection_id: str, key_field: str, table: Table) -> Attachment:
    """A table that is not stored."""
    rows = sql.SQL('(SELECT key, value AS "values" FROM jsonb_each(%(rows)s::jsonb))')
    params = {"rows": json.dumps(table.rows, ensure_ascii=False)}
    return Attachment(collection_id, key_field, table.columns, rows, params)


def read_joined(
    subject: Subject, attachment: Attachment, *, limit: int, after: int = 0, shapes: bool = True
) -> JoinedPage:
    """Features after an id with the values of their keys, null where the table has none.

    Raises:
        UnknownCollection, UnknownKeyField: the subject may not see the collection or its key field.
    """
    source = layers.source(subject, collection_id=attachment.collection_id)
    key = get_key_field(source.collection, attachment.key_field)
    statement = _FEATURES.format(
        relation=source.relation,
        rows=attachment.rows,
        key=sql.Identifier("s", key.name),
        columns=sql.SQL(", ").join(sql.Identifier("s", name) for name in source.columns),
        shape=sql.SQL("ST_AsGeoJSON(s.geom, 7, 0)") if shapes else sql.SQL("NULL"),
    )
    params = source.params | attachment.params | {"after": after, "limit": limit + 1}
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        found = cursor.fetchall()
    names = _names(source.columns, attachment.columns)
    rows = [(fid, shape, _properties(own, values, names)) for fid, shape, own, values in found[:limit]]
    return JoinedPage(source.columns, names, rows, rows[-1][0] if len(found) > limit else None)


_FEATURES = sql.SQL("""
SELECT s.fid, {shape}, (SELECT row_to_json(x)::text FROM (SELECT {columns}) x), r."values"::text
  FROM (SELECT * FROM {relation} s WHERE s.fid > %(after)s ORDER BY s.fid LIMIT %(limit)s) s
  LEFT JOIN {rows} r ON r.key = {key}::text ORDER BY s.fid
""")


def report_of(subject: Subject, attachment: Attachment) -> Report:
    """Which keys fit, among those that the subject may see; raises UnknownCollection, UnknownKeyField."""
    source = layers.source(subject, collection_id=attachment.collection_id)
    key = get_key_field(source.collection, attachment.key_field)
    statement = _REPORT.format(relation=source.relation, rows=attachment.rows, key=sql.Identifier("s", key.name))
    with connection.cursor() as cursor:
        cursor.execute(statement, source.params | attachment.params | {"named": MOST_NAMED})
        row = cursor.fetchone()
    return Report(*row[:3], *(list(keys or []) for keys in row[3:]))


_REPORT = sql.SQL("""
WITH pairs AS MATERIALIZED (
    SELECT k.key AS own, r.key AS given
      FROM (SELECT DISTINCT {key}::text AS key FROM {relation} s WHERE {key} IS NOT NULL) k
      FULL JOIN {rows} r ON r.key = k.key
)
SELECT count(*) FILTER (WHERE own IS NOT NULL AND given IS NOT NULL),
       count(*) FILTER (WHERE given IS NULL), count(*) FILTER (WHERE own IS NULL),
       (array_agg(own ORDER BY own) FILTER (WHERE own IS NOT NULL AND given IS NOT NULL))[:%(named)s],
       (array_agg(own ORDER BY own) FILTER (WHERE given IS NULL))[:%(named)s],
       (array_agg(given ORDER BY given) FILTER (WHERE own IS NULL))[:%(named)s]
  FROM pairs
""")


def _names(fields: Sequence[str], columns: Sequence[str]) -> tuple[str, ...]:
    """The columns as property names; one that is called like a field or another gets a number."""
    taken, names = set(fields), []
    for column in columns:
        name, number = column, 2
        while name in taken:
            name, number = f"{column}_{number}", number + 1
        taken.add(name)
        names.append(name)
    return tuple(names)


def _properties(own: str, values: str | None, names: Sequence[str]) -> dict[str, Any]:
    properties: dict[str, Any] = json.loads(own)
    joined = json.loads(values) if values else [None] * len(names)
    return properties | dict(zip(names, joined, strict=True))
