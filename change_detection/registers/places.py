"""The changes of a run as a SQL relation, and a register beside it."""

from collections.abc import Sequence
from typing import Any

import shapely
from django.db import connection
from psycopg import sql

from change_detection.drafts import Draft
from geo_server.core.subject import system
from layers import api as layers
from layers.errors import UnknownCollection

PLACES = sql.SQL(
    "places AS (SELECT p.id, ST_GeomFromWKB(p.shape, 4326) AS shape, ST_GeomFromWKB(p.core, 4326) AS core,"
    " ST_GeomFromWKB(p.reach, 4326) AS reach FROM unnest(%(ids)s::text[], %(shapes)s::bytea[], %(cores)s::bytea[],"
    " %(reaches)s::bytea[]) AS p(id, shape, core, reach))"
)
"""A common table expression: id, and in EPSG:4326 the shape, core and reach of every draft."""

READER = system("change_detection")


def find_register(collection_id: str) -> layers.Source | None:
    """A register as SQL, None if this server has no such collection."""
    try:
        return layers.source(READER, collection_id=collection_id)
    except UnknownCollection:
        return None


def column(register: layers.Source, name: str) -> sql.Composable:
    """A column of the register under alias `r`, NULL if it has none of that name."""
    return sql.Identifier("r", name) if name in register.columns else sql.SQL("NULL")


def ask(statement: sql.Composable, drafts: Sequence[Draft], *registers: layers.Source, **values: Any) -> list[Any]:
    """Run a statement that begins with PLACES; returns its rows."""
    params: dict[str, Any] = {
        "ids": [draft.id for draft in drafts],
        "shapes": [shapely.to_wkb(draft.polygon) for draft in drafts],
        "cores": [shapely.to_wkb(draft.core) for draft in drafts],
        "reaches": [shapely.to_wkb(draft.reach) for draft in drafts],
    }
    for register in registers:
        params |= register.params
    with connection.cursor() as cursor:
        cursor.execute(statement, params | values)
        return list(cursor.fetchall())
