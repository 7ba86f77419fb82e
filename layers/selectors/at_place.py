"""What lies at a place, in every collection that somebody may read: one statement, driven by the spatial indexes."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import shapely
from django.db import connection
from psycopg import sql
from shapely.geometry.base import BaseGeometry

from geo_server.core.subject import Subject

from ..kinds import CollectionSpec, Extent
from ..policy import Access, find_access
from ..registry import snapshot
from ..tables import table
from .collections import read_states
from .relation import relation


@dataclass(frozen=True)
class ThingAt:
    """One feature at a place.

    Attributes:
        distance_m: on the ellipsoid, 0 where the place touches it.
        since: from when it is as it is now.
    """

    fid: int
    properties: dict[str, Any] = field(hash=False)
    distance_m: float
    since: datetime
    bbox: Extent


@dataclass(frozen=True)
class FoundAt:
    """What a collection has at a place, the nearest first; `more` says that there is more than is listed."""

    spec: CollectionSpec
    things: tuple[ThingAt, ...]
    more: bool


# The inner select walks the index outwards from the place and stops at the limit; only its rows are measured.
_PART = sql.SQL("""
(SELECT {collection}::text, s.fid, {properties}, ST_Distance(s.geom::geography, ST_SetSRID(%(shape)s::geometry, 4326)),
        (SELECT w.changed_at FROM {live} w WHERE w.fid = s.fid),
        ST_XMin(s.geom), ST_YMin(s.geom), ST_XMax(s.geom), ST_YMax(s.geom)
   FROM (SELECT * FROM {relation} s WHERE ST_Intersects(s.geom, ST_SetSRID(%(reach)s::geometry, 4326))
          ORDER BY s.geom <-> ST_SetSRID(%(shape)s::geometry, 4326), s.fid LIMIT %(most)s) s)
""")


def at_place(subject: Subject, *, shape: BaseGeometry, reach_m: float, most: int) -> list[FoundAt]:
    """What the subject may read at a place or so many metres around it, by collection id; never an empty collection.

    Args:
        subject: only collections, rows and fields that he may read.
        shape: in WGS 84, longitude first.
        reach_m: how far around, on the ellipsoid.
        most: features of each collection, the nearest.
    """
    reach = _reach(shape, reach_m)
    asked = _collections_there(subject, reach.bounds)
    if not asked:
        return []
    params: dict[str, Any] = {
        "shape": shapely.to_wkb(shape, hex=True),
        "reach": shapely.to_wkb(reach, hex=True),
        "most": most + 1,
    }
    for access in asked:
        params |= access.params
    statement = sql.SQL(" UNION ALL ").join(_part(access) for access in asked)
    rows: dict[str, list[ThingAt]] = {}
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        for row in cursor.fetchall():
            rows.setdefault(row[0], []).append(_thing(row[1:]))
    return [_found(access, rows[access.spec.id], most) for access in asked if access.spec.id in rows]


def _collections_there(subject: Subject, box: Extent) -> list[Access]:
    """The published collections that the subject may read and that reach into a box."""
    known = snapshot()
    states = read_states()
    found = []
    for collection_id, registered in known.collections.items():
        extent = states[collection_id].extent if collection_id in states else None
        if registered.status != "published" or extent is None or not _touch(extent, box):
            continue
        access = find_access(subject, collection_id, known)
        if access is not None:
            found.append(access)
    return found


def _touch(one: Extent, other: Extent) -> bool:
    return one[0] <= other[2] and other[0] <= one[2] and one[1] <= other[3] and other[1] <= one[3]


def _reach(shape: BaseGeometry, reach_m: float) -> BaseGeometry:
    if reach_m <= 0:
        return shape
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT ST_AsBinary(ST_Buffer(ST_SetSRID(%s::geometry, 4326)::geography, %s)::geometry)",
            [shapely.to_wkb(shape, hex=True), reach_m],
        )
        [made] = cursor.fetchone()
    wide: BaseGeometry = shapely.from_wkb(bytes(made))
    return wide


def _part(access: Access) -> sql.Composable:
    names: Sequence[sql.Composable] = [sql.Identifier("s", name) for name, _ in access.columns]
    row = sql.SQL("(SELECT row_to_json(x)::text FROM (SELECT {}) x)").format(sql.SQL(", ").join(names))
    return _PART.format(
        collection=sql.Literal(access.spec.id),
        properties=row if names else sql.SQL("'{}'"),
        live=table(access.spec.id),
        relation=relation(access),
    )


def _thing(row: Sequence[Any]) -> ThingAt:
    fid, properties, distance_m, since, *box = row
    west, south, east, north = box
    return ThingAt(fid, json.loads(properties), round(distance_m, 2), since, (west, south, east, north))


def _found(access: Access, things: list[ThingAt], most: int) -> FoundAt:
    nearest = sorted(things, key=lambda thing: (thing.distance_m, thing.fid))
    return FoundAt(access.spec, tuple(nearest[:most]), more=len(things) > most)
