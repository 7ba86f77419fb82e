"""The changes of a run as a table of the session, to be joined with one register at a time."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import numpy as np
import shapely
from django.db import connection, transaction
from psycopg import sql

from change_detection.drafts import Draft, Geometries, in_degrees
from geo_server.core.subject import system
from layers import api as layers
from layers.errors import UnknownCollection

READER = system("change_detection")

_TABLE = """
    DROP TABLE IF EXISTS pg_temp.change_place;
    CREATE TEMPORARY TABLE change_place (
        id text PRIMARY KEY,
        wall geometry, core geometry, grown geometry, look geometry,
        wall_m2 double precision, core_m2 double precision, grown_m2 double precision,
        x_m double precision, y_m double precision, m2 double precision
    ) ON COMMIT DROP
"""
_COPY = "COPY pg_temp.change_place FROM STDIN"


def find_register(collection_id: str) -> layers.Source | None:
    """A register as SQL, None if this server has no such collection."""
    if not collection_id:
        return None
    try:
        return layers.source(READER, collection_id=collection_id)
    except UnknownCollection:
        return None


def column(register: layers.Source, name: str, *, alias: str = "r") -> sql.Composable:
    """A column of the register, NULL if it has none of that name."""
    return sql.Identifier(alias, name) if name in register.columns else sql.SQL("NULL")


@contextmanager
def places(drafts: Sequence[Draft], *, accuracy_m: float, look_m: float = 0.0) -> Iterator[None]:
    """For the time of the block the table `pg_temp.change_place` holds the drafts, EPSG:4326.

    Args:
        drafts: the changes.
        accuracy_m: how far the boundaries of the register may lie off; it widens the band in which the walls stand.
        look_m: how far around a change something is looked for.

    Columns: `wall` the likeliest wall, `core` and `grown` both ends of the band, `look` the box to look in; `x_m` and
    `y_m` metres of a degree here, `m2` square metres of a square degree. Areas in degrees times `m2` are those of the
    ellipsoid within 3 parts in 100,000.
    """
    planes = [draft.plane for draft in drafts]
    walls: Geometries = np.array([draft.wall for draft in drafts], dtype=object)
    bands = np.array([draft.error.band_m(accuracy_m) for draft in drafts])
    core: Geometries = shapely.buffer(walls, -bands, join_style="mitre")
    grown: Geometries = shapely.buffer(walls, bands, quad_segs=4)
    around = np.maximum(look_m, bands)[:, np.newaxis] * (-1, -1, 1, 1)
    look: Geometries = shapely.box(*(shapely.bounds(walls) + around).T)
    shapes = [_in_database(in_degrees(one, planes)) for one in (walls, core, grown, look)]
    areas = [shapely.area(one).tolist() for one in (walls, core, grown)]
    metres = [(plane.x_m, plane.y_m, plane.m2) for plane in planes]
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_TABLE)
        with cursor.copy(_COPY) as copy:
            for draft, *measures, scale in zip(drafts, *shapes, *areas, metres, strict=True):
                copy.write_row((draft.id, *measures, *scale))
        cursor.execute("ANALYZE pg_temp.change_place")
        yield
        cursor.execute("DROP TABLE pg_temp.change_place")


def ask(statement: sql.Composable, *registers: layers.Source, **values: Any) -> list[Any]:
    """The rows of a statement that joins the places with registers."""
    params: dict[str, Any] = {}
    for register in registers:
        params |= register.params
    with connection.cursor() as cursor:
        cursor.execute(statement, params | values)
        return list(cursor.fetchall())


def _in_database(shapes: Geometries) -> list[str]:
    """As PostGIS reads them from a text."""
    return [str(text) for text in shapely.to_wkb(shapely.set_srid(shapes, 4326), hex=True, include_srid=True)]
