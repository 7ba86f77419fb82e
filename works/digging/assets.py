"""What of a collection lies in or beside the polygon: one statement, driven by the index on the geometry."""

import json
from typing import Any

import shapely
from django.db import connection
from psycopg import sql

from layers import api as layers

from ..answer import Asset, CollectionAnswer, FieldTitle
from .participants import CHECKER, Participant
from .rules import WORST, DigRules, domain_of
from .zones import Zones

MOST_ASSETS = 2000
"""Of one collection; a request that meets more is told so and must be made smaller."""

# The part of an asset within the zone of its class is all that leaves the database.
_ASSETS = sql.SQL("""
SELECT s.fid, ST_AsGeoJSON(ST_Intersection(s.geom, z.shape), 7, 0), {properties}, z.class, z.metres,
       round(ST_Distance(s.geom::geography, a.area::geography)::numeric, 2)::float8,
       CASE WHEN ST_Dimension(s.geom) = 1
            THEN round(ST_Length(ST_Intersection(s.geom, a.area)::geography)::numeric, 2)::float8 ELSE 0 END,
       {depth}, {overhead}
  FROM {relation} s
  JOIN (SELECT class, metres, ST_SetSRID(shape::geometry, 4326) AS shape
          FROM unnest(%(classes)s::text[], %(metres)s::float8[], %(shapes)s::text[]) AS given (class, metres, shape)) z
    ON z.class = {class}
 CROSS JOIN (SELECT ST_SetSRID(%(area)s::geometry, 4326) AS area) a
 WHERE s.geom && ST_SetSRID(%(around)s::geometry, 4326) AND ST_Intersects(s.geom, z.shape)
 ORDER BY 6, 1 LIMIT %(most)s
""")
_PRESENT = sql.SQL("""
SELECT EXISTS (SELECT FROM {relation} s WHERE s.geom && ST_SetSRID(%(around)s::geometry, 4326)
                  AND ST_Intersects(s.geom, ST_SetSRID(%(around)s::geometry, 4326)))
""")


def find_assets(participant: Participant, zones: Zones, rules: DigRules) -> CollectionAnswer | None:
    """What is told of a collection, None if nothing of it lies there."""
    found = layers.source(CHECKER, collection_id=participant.spec.id)
    if participant.basis == "presence":
        return _answer(participant, (), more=False) if _is_there(found, zones) else None
    rows = _rows(found, participant, zones, rules)
    if not rows:
        return None
    assets = tuple(_asset(row) for row in rows[:MOST_ASSETS])
    return _answer(participant, assets, more=len(rows) > MOST_ASSETS)


def _is_there(found: layers.Source, zones: Zones) -> bool:
    statement = _PRESENT.format(relation=found.relation)
    with connection.cursor() as cursor:
        cursor.execute(statement, found.params | {"around": shapely.to_wkb(zones.around, hex=True)})
        [there] = cursor.fetchone()
    return bool(there)


def _rows(found: layers.Source, participant: Participant, zones: Zones, rules: DigRules) -> list[Any]:
    spec = participant.spec
    statement = _ASSETS.format(
        relation=found.relation,
        properties=_properties(participant.columns),
        **{
            "class": _class(spec, rules),
            "depth": _told(participant, rules, "depth", "number", otherwise=sql.SQL("NULL::float8")),
            "overhead": _told(participant, rules, "overhead", "boolean", otherwise=sql.SQL("FALSE")),
        },
    )
    params = found.params | {
        "classes": list(zones.by_class),
        "metres": [rules.uncertainty(name).horizontal_m for name in zones.by_class],
        "shapes": [shapely.to_wkb(shape, hex=True) for shape in zones.by_class.values()],
        "area": shapely.to_wkb(zones.area, hex=True),
        "around": shapely.to_wkb(zones.around, hex=True),
        "most": MOST_ASSETS + 1,
    }
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        fetched: list[Any] = cursor.fetchall()
    return fetched


def _properties(columns: tuple[str, ...]) -> sql.Composable:
    if not columns:
        return sql.SQL("'{}'::text")
    names = sql.SQL(", ").join(sql.Identifier("s", name) for name in columns)
    return sql.SQL("(SELECT row_to_json(x)::text FROM (SELECT {}) x)").format(names)


def _class(spec: layers.CollectionSpec, rules: DigRules) -> sql.Composable:
    """The survey class of a row; a value that the rules do not know is the worst."""
    name = _field(spec, rules, "survey_class", "string")
    if name is None:
        return sql.Literal(WORST)
    column = sql.Identifier("s", name)
    return sql.SQL("CASE WHEN {0} = ANY(%(classes)s) THEN {0} ELSE {1} END").format(column, sql.Literal(WORST))


def _told(
    participant: Participant, rules: DigRules, what: str, kind: str, *, otherwise: sql.Composable
) -> sql.Composable:
    """A value that conflicts are found by; one that the owner does not tell is not used either."""
    name = _field(participant.spec, rules, what, kind)
    return sql.Identifier("s", name) if name in participant.columns else otherwise


def _field(spec: layers.CollectionSpec, rules: DigRules, what: str, kind: str) -> str | None:
    """The name under which a collection keeps something that the check reads."""
    found = (spec.field_named(name) for name in rules.fields.get(what, ()))
    return next((field.name for field in found if field is not None and field.type == kind), None)


def _asset(row: Any) -> Asset:
    fid, geometry, properties, survey_class, buffer_m, distance_m, length_m, depth_m, overhead = row
    return Asset(
        fid=fid,
        geometry=json.loads(geometry),
        properties=json.loads(properties),
        survey_class=survey_class,
        buffer_m=buffer_m,
        distance_m=distance_m,
        length_m=length_m,
        depth_m=depth_m,
        overhead=bool(overhead),
    )


def _title(field: layers.Field) -> FieldTitle:
    codes = {str(code.value): (code.title_vi, code.title_en) for code in field.codes}
    return FieldTitle(field.name, field.title_vi, field.title_en, field.unit, codes)


def _answer(participant: Participant, assets: tuple[Asset, ...], *, more: bool) -> CollectionAnswer:
    spec = participant.spec
    titles = tuple(_title(field) for field in spec.fields if field.name in participant.columns)
    return CollectionAnswer(
        collection=spec.id,
        title_vi=spec.title_vi,
        title_en=spec.title_en,
        owner=spec.owner,
        theme=spec.theme,
        domain=domain_of(spec.theme),
        kind=participant.kind,
        basis=participant.basis,
        fields=titles,
        assets=assets,
        more=more,
    )
