"""Features within a distance of a shape, measured on the ellipsoid."""

import math
from dataclasses import dataclass

import shapely
from django.db import connection
from psycopg import sql
from shapely.geometry.base import BaseGeometry

from geo_server.core.subject import Subject

from ..queries import TimeSpan
from .source import source

METRES_PER_DEGREE = 110_574.0  # of latitude at the equator, the shortest there is


@dataclass(frozen=True)
class Nearby:
    """One feature near a shape, as a GeoJSON text with its distance beside the properties."""

    feature: bytes
    distance_m: float


def within_distance(
    subject: Subject, *, collection_id: str, geometry: BaseGeometry, distance_m: float, most: int,
    at: TimeSpan | None = None,
) -> list[Nearby]:  # fmt: skip
    """The features that a shape touches or that lie at most `distance_m` away, the nearest first.

    Args:
        subject: only features that he may read are found.
        collection_id: where to look.
        geometry: in WGS 84, longitude first.
        distance_m: metres on the ellipsoid.
        most: no more features than this.
        at: as of that moment.

    Raises:
        UnknownCollection.
    """
    found = source(subject, collection_id=collection_id, at=at)
    names = [sql.Identifier("s", name) for name in found.columns]
    properties = sql.SQL("(SELECT row_to_json(x) FROM (SELECT {}) x)").format(sql.SQL(", ").join(names))
    statement = _NEARBY.format(relation=found.relation, properties=properties if names else sql.SQL("'{}'::json"))
    params = found.params | {
        "shape": shapely.to_wkb(geometry, hex=True),
        "around": shapely.to_wkb(_around(geometry, distance_m), hex=True),
        "distance": distance_m,
        "most": most,
    }
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        rows = cursor.fetchall()
    return [Nearby(feature=text.encode(), distance_m=metres) for text, metres in rows]


_NEARBY = sql.SQL("""
SELECT json_build_object('type', 'Feature', 'id', s.fid, 'geometry', ST_AsGeoJSON(s.geom, 7, 0)::json,
                         'properties', {properties}, 'distance_m', round(s.metres::numeric, 3))::text, s.metres
  FROM (SELECT s.*, ST_Distance(s.geom::geography, g.shape) AS metres
          FROM {relation} s, (SELECT ST_SetSRID(%(shape)s::geometry, 4326)::geography AS shape) g
         WHERE s.geom && ST_SetSRID(%(around)s::geometry, 4326)
           AND ST_DWithin(s.geom::geography, g.shape, %(distance)s)) s
 ORDER BY s.metres, s.fid LIMIT %(most)s
""")


def _around(geometry: BaseGeometry, distance_m: float) -> BaseGeometry:
    """A box that surely holds everything within the distance, for the index."""
    west, south, east, north = geometry.bounds
    high = distance_m / METRES_PER_DEGREE
    wide = high / max(math.cos(math.radians(min(max(abs(south), abs(north)) + high, 89.0))), 0.01)
    return shapely.box(west - wide, south - high, east + wide, north + high)
