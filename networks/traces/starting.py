"""From what somebody points at to the nodes at which a walk begins."""

import math
from dataclasses import dataclass

from django.db import connection
from psycopg import sql

from ..errors import NothingNear, NotInNetwork
from .kinds import Begun, Point, Start
from .reach import LinkRow, links_at, nodes_at
from .view import Sight, View

NEAR_M = 100.0
METRES_PER_DEGREE = 110_574.0


@dataclass(frozen=True)
class Foot:
    """Where a walk begins.

    Attributes:
        link: the link, None if it begins at a node.
        nodes: ends of the link, or the node.
    """

    begun: Begun
    link: LinkRow | None
    nodes: tuple[int, ...]


def foot_of(view: View, start: Start) -> Foot:
    """Where a walk from there begins.

    Raises:
        NotInNetwork: the feature is no part of the network, or he may not see it.
        NothingNear: no link that he may see lies within `NEAR_M` of the place.
    """
    begun = Begun(start.collection, start.fid) if start.point is None else _nearest(view, start.point)
    sight = view.sight_of(begun.collection)
    if sight is not None and _is_seen(sight, begun.fid):
        foot = _at_link(view, begun) if sight in view.links else _at_node(view, begun)
        if foot is not None:
            return foot
    raise NotInNetwork(view.spec.id, begun.collection, begun.fid)


def _is_seen(sight: Sight, fid: int) -> bool:
    statement = sql.SQL("SELECT EXISTS (SELECT 1 FROM {} s WHERE s.fid = %(fid)s)").format(sight.source.relation)
    with connection.cursor() as cursor:
        cursor.execute(statement, {**sight.source.params, "fid": fid})
        return bool(cursor.fetchone()[0])


def _at_link(view: View, begun: Begun) -> Foot | None:
    ends = _ends(view, begun)
    for link in links_at(view, ends):
        if link.key == (begun.collection, begun.fid):
            return Foot(begun, link, tuple(dict.fromkeys([link.from_node, link.to_node])))
    return None


def _ends(view: View, begun: Begun) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT from_node FROM topology.link WHERE collection = %s AND fid = %s AND network = %s",
            [begun.collection, begun.fid, view.spec.id],
        )
        return [node for (node,) in cursor.fetchall()]


def _at_node(view: View, begun: Begun) -> Foot | None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id FROM topology.node WHERE collection = %s AND fid = %s AND network = %s",
            [begun.collection, begun.fid, view.spec.id],
        )
        found = [node for (node,) in cursor.fetchall()]
    rows = nodes_at(view, found)
    return Foot(begun, None, (rows[0].id,)) if rows else None


def _nearest(view: View, point: Point) -> Begun:
    """The nearest link, measured on the ellipsoid; raises NothingNear."""
    x, y = point
    high = NEAR_M / METRES_PER_DEGREE
    wide = high / max(math.cos(math.radians(y)), 0.01)
    params = {"x": x, "y": y, "west": x - wide, "east": x + wide, "south": y - high, "north": y + high, "near": NEAR_M}
    found: list[tuple[float, str, int]] = []
    for sight in view.links:
        with connection.cursor() as cursor:
            cursor.execute(_NEAREST.format(relation=sight.source.relation), {**sight.source.params, **params})
            found += [(metres, sight.part.collection, fid) for fid, metres in cursor.fetchall()]
    if not found:
        raise NothingNear(view.spec.id, NEAR_M)
    metres, collection, fid = min(found)
    return Begun(collection, fid, round(metres, 2))


_NEAREST = sql.SQL("""
SELECT s.fid, ST_Distance(s.geom::geography, p.place) AS metres
  FROM {relation} s, (SELECT ST_SetSRID(ST_MakePoint(%(x)s, %(y)s), 4326)::geography AS place) p
 WHERE s.geom && ST_MakeEnvelope(%(west)s, %(south)s, %(east)s, %(north)s, 4326)
   AND ST_DWithin(s.geom::geography, p.place, %(near)s)
 ORDER BY metres, s.fid LIMIT 1
""")
