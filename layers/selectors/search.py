"""Find things by name or code, without diacritics or case; only what the subject may read."""

from typing import Any

from django.db import connection
from psycopg import sql

from geo_server.core.subject import Subject

from ..kinds import SEARCHED_ROLES
from ..policy import Access, find_access
from ..queries import Hit
from ..registry import snapshot
from .relation import relation, relation_params
from .words import patterns as patterns_of

AREAS = "areas"
LETTERS_AT_LEAST = 2

Words = list[list[sql.Placeholder]]
"""For each word the patterns of which one must fit."""


def search(subject: Subject, *, text: str, limit: int = 20) -> list[Hit]:
    """Features and area units whose title or code holds all words of `text`, the nearest first.

    "quan 12" finds "Quận 12", "do thi" finds "Đô thị". Features of one collection that share title and code (the
    segments of a street) are one hit. Fewer than two letters find nothing.
    """
    words = text.split()
    if sum(map(len, words)) < LETTERS_AT_LEAST:
        return []
    params: dict[str, Any] = {"text": " ".join(words), "limit": limit}
    patterns = [patterns_of(word) for word in words]
    params |= {f"word_{n}_{m}": text for n, texts in enumerate(patterns) for m, text in enumerate(texts)}
    placeholders = [[sql.Placeholder(f"word_{n}_{m}") for m in range(len(texts))] for n, texts in enumerate(patterns)]
    parts = [_areas(placeholders)]
    for access in _searchable(subject):
        parts.append(_features(access, placeholders, params))
    statement = sql.SQL(
        "SELECT collection, fid, title, subtitle, ST_XMin(box), ST_YMin(box), ST_XMax(box), ST_YMax(box),"
        " ST_X(ST_PointOnSurface(geom)), ST_Y(ST_PointOnSurface(geom)) FROM"
        " (SELECT * FROM ({}) found ORDER BY rank, length(title), title, subtitle LIMIT %(limit)s) best"
        " ORDER BY rank, length(title), title, subtitle"
    ).format(sql.SQL(" UNION ALL ").join(parts))
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        return [_hit(row) for row in cursor.fetchall()]


def _searchable(subject: Subject) -> list[Access]:
    known = snapshot()
    found = (
        find_access(subject, collection_id, known)
        for collection_id, registered in known.collections.items()
        if registered.status == "published"
    )
    return [access for access in found if access is not None and _names(access)]


def _names(access: Access) -> list[str]:
    """The fields that search reads: the title, then the codes."""
    fields = [f for f in access.spec.fields if f.role in SEARCHED_ROLES and f.type == "string"]
    return [f.name for f in sorted(fields, key=lambda f: SEARCHED_ROLES.index(f.role))]


def _holds_all(names: list[sql.Composable], words: Words) -> sql.Composable:
    """One of the texts holds all words."""
    each = [sql.SQL(" AND ").join(_holds(name, patterns) for patterns in words) for name in names]
    return sql.SQL("(") + sql.SQL(") OR (").join(each) + sql.SQL(")")


def _holds(name: sql.Composable, patterns: list[sql.Placeholder]) -> sql.Composable:
    each = [sql.SQL("layers_plain({}) LIKE layers_plain({})").format(name, pattern) for pattern in patterns]
    return sql.SQL("(") + sql.SQL(" OR ").join(each) + sql.SQL(")")


def _features(access: Access, words: Words, params: dict[str, Any]) -> sql.Composable:
    names: list[sql.Composable] = [sql.Identifier("s", name) for name in _names(access)]
    params |= relation_params(access)
    ranks = [sql.SQL("layers_rank({}, layers_plain(%(text)s))").format(name) for name in names]
    return sql.SQL(
        "(SELECT {collection}::text AS collection, min(s.fid) AS fid, {title} AS title, {subtitle} AS subtitle,"
        " min(least({ranks})) AS rank, ST_Extent(s.geom)::geometry AS box,"
        " (array_agg(s.geom ORDER BY s.fid))[1] AS geom"
        " FROM {relation} s WHERE {condition} GROUP BY 3, 4 ORDER BY rank, length({title}) LIMIT %(limit)s)"
    ).format(
        collection=sql.Literal(access.spec.id),
        title=sql.SQL("coalesce({})").format(sql.SQL(", ").join(names)),
        subtitle=sql.SQL("coalesce({}, '')").format(names[1]) if len(names) > 1 else sql.SQL("''"),
        ranks=sql.SQL(", ").join(ranks),
        relation=relation(access),
        condition=_holds_all(names, words),
    )


def _areas(words: Words) -> sql.Composable:
    name: list[sql.Composable] = [sql.Identifier("a", "name_vi")]
    return sql.SQL(
        "(SELECT {areas}::text AS collection, NULL::bigint AS fid, a.name_vi AS title,"
        " concat_ws(' – ', to_char(lower(a.valid), 'DD/MM/YYYY'), to_char(upper(a.valid), 'DD/MM/YYYY')) AS subtitle,"
        " layers_rank(a.name_vi, layers_plain(%(text)s)) AS rank, ST_Envelope(a.geom) AS box, a.geom AS geom"
        " FROM layers_area a WHERE {condition} ORDER BY rank, length(a.name_vi) LIMIT %(limit)s)"
    ).format(areas=sql.Literal(AREAS), condition=_holds_all(name, words))


def _hit(row: Any) -> Hit:
    collection, fid, title, subtitle, west, south, east, north, x, y = row
    bbox = None if west is None else (west, south, east, north)
    return Hit(collection, fid, title, subtitle, bbox, None if x is None else (x, y))
