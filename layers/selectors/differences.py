"""What a difference consists of, page by page and on a map, as far as a subject may see the stored features."""

import json
from dataclasses import dataclass, field
from typing import Any, Literal

from django.db import connection
from psycopg import sql

from geo_server.core.subject import Subject

from ..incoming import Difference, Incoming
from ..kinds import Extent
from ..policy import access_to
from ..registry import snapshot
from .relation import relation, relation_params
from .standing import standing_of

Kind = Literal["added", "changed", "removed"]
NOBODY = sql.SQL("(SELECT NULL::bigint AS fid, NULL::geometry AS geom WHERE FALSE)")
SHAPES_AT_MOST = 5_000


@dataclass(frozen=True)
class ChangedRow:
    """One feature that would be added, changed or removed.

    Attributes:
        number: its place in the difference; the next page begins after the last one.
        fid: the stored feature, None if it is new.
        row: its number in the file, None if it is only stored.
        before, after: field name to value, None where there is nothing.
        changed: names of the fields whose values differ.
        moved_m: no point of one shape lies further than this from the other; None if either has no place.
        geometry: GeoJSON text in CRS84 of the new place, of the old one if it is removed.
    """

    number: int
    kind: Kind
    fid: int | None
    row: int | None
    before: dict[str, Any] | None = field(hash=False)
    after: dict[str, Any] | None = field(hash=False)
    changed: tuple[str, ...]
    moved_m: float | None
    geometry: str | None


def find_difference(incoming: Incoming) -> Difference | None:
    """What `difference` found last; None if it was never asked, or if the collection has changed since."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT obj_description(to_regclass(%s), 'pg_class')", [incoming.pairs.as_string()])
        [comment] = cursor.fetchone()
    if comment is None:
        return None
    kept = json.loads(comment)
    made = Difference(**kept | {"bbox": tuple(kept["bbox"]) if kept["bbox"] else None})
    return made if standing_of(made.collection).revision == made.revision else None


def changed_rows(
    subject: Subject,
    *,
    incoming: Incoming,
    found: Difference,
    kind: Kind | None = None,
    after: int = 0,
    limit: int = 100,
) -> list[ChangedRow]:
    """A page of a difference in the order of the file, removed features last.

    Stored features that the subject may not read are left out, and of the others the fields that he may not read.

    Raises:
        UnknownCollection: he may not know of the collection.
    """
    stored, before, after_fields, params = _sides(subject, incoming, found)
    statement = sql.SQL(
        'SELECT m."Number", m."Kind", m.fid, m."Row", {before}, {after}, {moved},'
        " ST_AsGeoJSON(CASE WHEN m.\"Kind\" = 'removed' THEN f.geom ELSE i.geom END, 7)"
        ' FROM {pairs} m LEFT JOIN {incoming} i ON i."Row" = m."Row" LEFT JOIN {stored} f ON f.fid = m.fid'
        ' WHERE m."Number" > %(after)s AND (%(kind)s::text IS NULL OR m."Kind" = %(kind)s)'
        ' AND (m.fid IS NULL OR f.fid IS NOT NULL) ORDER BY m."Number" LIMIT %(limit)s'
    ).format(
        before=_document("f", before),
        after=_document("i", after_fields),
        moved=MOVED_M,
        pairs=incoming.pairs,
        incoming=incoming.table,
        stored=stored,
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, params | {"after": after, "kind": kind, "limit": limit})
        return [_row(*row) for row in cursor.fetchall()]


def difference_map(
    subject: Subject, *, incoming: Incoming, found: Difference, bbox: Extent | None = None, limit: int = SHAPES_AT_MOST
) -> bytes:
    """A difference as a GeoJSON FeatureCollection: new and changed places, and former ones of "kind" removed or moved.

    Args:
        subject: sees no stored features that he may not read.
        incoming: the rows.
        found: what `difference` found.
        bbox: only what lies in it, in degrees.
        limit: features at most.
    """
    stored, _, _, params = _sides(subject, incoming, found)
    statement = sql.SQL(
        "SELECT coalesce(json_agg(json_build_object('type', 'Feature', 'geometry', ST_AsGeoJSON(geom, 7)::json,"
        " 'properties', json_build_object('kind', kind, 'fid', fid, 'row', \"Row\"))), '[]')::text FROM ("
        'SELECT m."Kind" AS kind, m.fid, m."Row", i.geom FROM {pairs} m JOIN {incoming} i ON i."Row" = m."Row"'
        " LEFT JOIN {stored} f ON f.fid = m.fid"
        " WHERE m.\"Kind\" <> 'removed' AND (m.fid IS NULL OR f.fid IS NOT NULL) AND {inside_new}"
        " UNION ALL SELECT CASE m.\"Kind\" WHEN 'removed' THEN 'removed' ELSE 'moved' END, m.fid, m.\"Row\", f.geom"
        ' FROM {pairs} m JOIN {stored} f ON f.fid = m.fid LEFT JOIN {incoming} i ON i."Row" = m."Row"'
        " WHERE (m.\"Kind\" = 'removed' OR f.geom IS DISTINCT FROM i.geom) AND {inside_old} LIMIT %(limit)s) s"
    ).format(
        pairs=incoming.pairs,
        incoming=incoming.table,
        stored=stored,
        inside_new=_inside("i", bbox),
        inside_old=_inside("f", bbox),
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, params | {"box": [float(side) for side in bbox or ()], "limit": limit})
        features: str = cursor.fetchone()[0]
    return b'{"type":"FeatureCollection","features":' + features.encode() + b"}"


def _sides(
    subject: Subject, incoming: Incoming, found: Difference
) -> tuple[sql.Composable, list[str], list[str], dict[str, Any]]:
    """The stored rows that he may read, his fields of them, those of the incoming rows, and the parameters."""
    names = [described.name for described in incoming.spec.fields]
    if found.collection not in snapshot().collections:
        return NOBODY, [], names, {}
    access = access_to(subject, found.collection)
    seen = [name for name in names if access.spec.field_named(name)]
    new = [name for name in names if access.spec.field_named(name) or not access.whole.field_named(name)]
    return relation(access), seen, new, relation_params(access)


def _document(alias: str, names: list[str]) -> sql.Composable:
    """A JSON object of these columns, NULL where the join found no row."""
    columns = sql.SQL(", ").join(sql.Identifier(alias, name) for name in names)
    whole = sql.SQL("(SELECT row_to_json(x) FROM (SELECT {}) x)").format(columns) if names else sql.SQL("'{}'::json")
    present = sql.Identifier(alias, "fid") if alias == "f" else sql.Identifier(alias, "Row")
    return sql.SQL("CASE WHEN {} IS NOT NULL THEN {} END").format(present, whole)


def _metric(shape: str) -> str:
    """A shape in the UTM zone of the stored one."""
    zone = "least(floor((ST_XMin(f.geom) + 180) / 6)::int, 59)"
    return f"ST_Transform({shape}, CASE WHEN ST_YMin(f.geom) < 0 THEN 32701 ELSE 32601 END + {zone})"


MOVED_M = sql.SQL(
    "CASE WHEN f.geom IS NOT DISTINCT FROM i.geom THEN 0 WHEN f.geom IS NOT NULL AND i.geom IS NOT NULL THEN"
    f" ST_HausdorffDistance({_metric('f.geom')}, {_metric('i.geom')}) END"
)


def _inside(alias: str, bbox: Extent | None) -> sql.Composable:
    if bbox is None:
        return sql.SQL("TRUE")
    box = sql.SQL("ST_MakeEnvelope((%(box)s)[1], (%(box)s)[2], (%(box)s)[3], (%(box)s)[4], 4326)")
    return sql.SQL("{} && {}").format(sql.Identifier(alias, "geom"), box)


def _row(
    number: int,
    kind: Kind,
    fid: int | None,
    row: int | None,
    before: dict[str, Any] | None,
    after: dict[str, Any] | None,
    moved_m: float | None,
    geometry: str | None,
) -> ChangedRow:
    changed: tuple[str, ...] = ()
    if before is not None and after is not None:
        changed = tuple(name for name in after if name in before and after[name] != before[name])
    moved = None if before is None or after is None or moved_m is None else round(moved_m, 3)
    return ChangedRow(number, kind, fid, row, before, after, changed, moved, geometry)
