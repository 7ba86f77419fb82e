"""Which features lie under a shape, and by how much: the base of every match with parcels, plans and permits."""

from collections.abc import Sequence
from typing import Any

import shapely
from django.db import connection
from psycopg import sql
from shapely.geometry.base import BaseGeometry

from ..policy import full_access
from ..queries import Overlap, TimeSpan
from ..registry import known_spec
from .relation import relation, relation_params


def overlaps(
    collection_id: str, *, geometry: BaseGeometry, fields: Sequence[str] = (), at: TimeSpan | None = None
) -> list[Overlap]:
    """The features that a shape touches, the largest common area first.

    Asked by packages for themselves: the policy does not apply, the caller answers for what he shows of it.

    Args:
        collection_id: the collection.
        geometry: in WGS 84, longitude first.
        fields: names of the fields to read.
        at: as of that moment; None for now.

    Returns:
        One entry per feature; areas in square metres on the ellipsoid, 0 for points and lines.

    Raises:
        UnknownCollection.
    """
    access = full_access(known_spec(collection_id))
    names = [name for name, _ in access.columns if name in fields]
    values = sql.SQL(", ").join(sql.Identifier("s", name) for name in names)
    statement = sql.SQL(
        "SELECT s.fid, ST_Area(ST_Intersection(s.geom, given.shape)::geography), ST_Area(s.geom::geography),"
        " ST_Area(given.shape::geography), ST_AsBinary(s.geom), {values}"
        " FROM {relation} s, (SELECT ST_SetSRID(%(shape)s::geometry, 4326) AS shape) given"
        " WHERE ST_Intersects(s.geom, given.shape) ORDER BY 2 DESC, 1"
    ).format(values=values if names else sql.SQL("NULL"), relation=relation(access, at))
    with connection.cursor() as cursor:
        cursor.execute(statement, relation_params(access, at) | {"shape": shapely.to_wkb(geometry, hex=True)})
        rows = cursor.fetchall()
    return [_overlap(row, names) for row in rows]


def _overlap(row: Any, names: list[str]) -> Overlap:
    fid, common, whole, given, geometry = row[:5]
    return Overlap(
        fid=fid,
        properties=dict(zip(names, row[5:], strict=False)),
        geometry=shapely.from_wkb(bytes(geometry)),
        area_m2=common,
        share_of_given=common / given if given else 0.0,
        share_of_feature=common / whole if whole else 0.0,
    )
