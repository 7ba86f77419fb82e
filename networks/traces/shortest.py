"""The shortest open way between two places of a network.

A link is never shorter than the straight line between its ends. So a way of length D lies inside the ellipse around
both places on which the two distances sum to D; only the links there are read, and the answer is still exact.
"""

import math
from dataclasses import dataclass
from typing import Any

from django.db import connection
from psycopg import sql

from geo_server.core.subject import Subject

from ..errors import NoRoute, TooManyLinks
from .kinds import HARDEST_LIMIT, LinkFound, Point, Route, Start
from .reach import LinkRow, Walk, links_at, nodes_at, reach, reaches
from .starting import Foot, foot_of
from .view import View, view_of

FIRST_GUESS = 1.3
"""The first ellipse is so much longer than the straight line."""
ELLIPSES = 4
"""So many are tried, each four times as long, or as long as the way that was found; then everything is read."""
SLACK = 1.02
"""Ends are moved to their node within the tolerance of the network: a link may be that much shorter than the line."""
METRES_PER_DEGREE = 110_574.0


@dataclass(frozen=True)
class _Way:
    links: list[LinkRow]
    length_m: float


def shortest_path(subject: Subject, network_id: str, *, start: Start, end: Start) -> Route:
    """The shortest way over open links, whichever way things flow; both links at its ends are part of it.

    Raises:
        UnknownNetwork, NotInNetwork, NothingNear.
        NoRoute: nothing open joins the two.
        TooManyLinks: more than `HARDEST_LIMIT` links lie in between.
    """
    view = view_of(subject, network_id)
    first, last = foot_of(view, start), foot_of(view, end)
    way = _find(view, first, last)
    links, distance = [], 0.0
    for step, link in enumerate(_with_ends(first, way.links, last)):
        links.append(LinkFound(link.collection, link.fid, link.length_m, round(distance, 3), step))
        distance += link.length_m
    return Route(network_id, first.begun, last.begun, tuple(links), round(distance, 3), view.whole)


def _with_ends(first: Foot, between: list[LinkRow], last: Foot) -> list[LinkRow]:
    """The way with the links at which it begins and ends, each once."""
    begin = [first.link] if first.link is not None else []
    end = [last.link] if last.link is not None else []
    return list({link.key: link for link in (*begin, *between, *end)}.values())


def _find(view: View, first: Foot, last: Foot) -> _Way:
    """The way from one foot to the other, its own links left out; raises NoRoute."""
    if set(first.nodes) & set(last.nodes):
        return _Way([], 0.0)
    straight, box = _straight(first, last)
    reach_m = max(straight * FIRST_GUESS, 50.0)
    for _ in range(ELLIPSES):
        way = _search(view, _nodes_within(view, box, reach_m), first, last)
        if way is not None and way.length_m * SLACK <= reach_m:
            return way
        reach_m = way.length_m * SLACK if way is not None else reach_m * 4
    everything = _search(view, _everything(view, first, last), first, last)
    if everything is None:
        raise NoRoute(view.spec.id)
    return everything


def _search(view: View, nodes: list[int], first: Foot, last: Foot) -> _Way | None:
    """The shortest way over links at these nodes (Dijkstra 1959, by SciPy), None without one."""
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import dijkstra

    shut = {node.id for node in nodes_at(view, nodes) if node.shut}
    best = _shortest_of_each_pair([link for link in links_at(view, nodes) if not link.shut], shut)
    index = {node: number for number, node in enumerate(dict.fromkeys(end for pair in best for end in pair))}
    begins, ends = [index[n] for n in first.nodes if n in index], [index[n] for n in last.nodes if n in index]
    if not begins or not ends:
        return None
    rows = [index[a] for a, _ in best]
    columns = [index[b] for _, b in best]
    lengths = [max(link.length_m, 1e-6) for link in best.values()]
    graph = csr_array((lengths, (rows, columns)), shape=(len(index), len(index)))
    distance, before, _ = dijkstra(graph, directed=False, indices=begins, return_predecessors=True, min_only=True)
    goal = min(ends, key=lambda end: distance[end])
    if not math.isfinite(distance[goal]):
        return None
    names = list(index)
    links: list[LinkRow] = []
    while before[goal] >= 0:
        pair = (names[goal], names[before[goal]])
        links.append(best[min(pair), max(pair)])
        goal = before[goal]
    return _Way(links[::-1], sum(link.length_m for link in links))


def _shortest_of_each_pair(links: list[LinkRow], shut: set[int]) -> dict[tuple[int, int], LinkRow]:
    """Of links that join the same two open nodes, the shortest."""
    best: dict[tuple[int, int], LinkRow] = {}
    for link in links:
        pair = (min(link.from_node, link.to_node), max(link.from_node, link.to_node))
        if pair[0] == pair[1] or pair[0] in shut or pair[1] in shut:
            continue
        if pair not in best or link.length_m < best[pair].length_m:
            best[pair] = link
    return best


def _straight(first: Foot, last: Foot) -> tuple[float, tuple[Point, Point]]:
    """The longest straight line between their nodes in metres, and the corners of a box around all of them."""
    with connection.cursor() as cursor:
        cursor.execute(_STRAIGHT, {"first": list(first.nodes), "last": list(last.nodes)})
        metres, west, south, east, north = cursor.fetchone()
    return metres, ((west, south), (east, north))


def _nodes_within(view: View, box: tuple[Point, Point], reach_m: float) -> list[int]:
    """Nodes in a box that surely holds the ellipse; raises TooManyLinks."""
    (west, south), (east, north) = box
    high = reach_m / 2 / METRES_PER_DEGREE
    wide = high / max(math.cos(math.radians(max(abs(south), abs(north)))), 0.01)
    params: dict[str, Any] = {
        "network": view.spec.id, "west": west - wide, "south": south - high, "east": east + wide,
        "north": north + high, "most": HARDEST_LIMIT + 1,
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(_WITHIN, params)
        found = [node for (node,) in cursor.fetchall()]
    if len(found) > HARDEST_LIMIT:
        raise TooManyLinks(HARDEST_LIMIT)
    return found


def _everything(view: View, first: Foot, last: Foot) -> list[int]:
    """All nodes that can be reached from the start; raises NoRoute if the end is not among them, TooManyLinks."""
    walk = Walk(first.nodes)
    if not reaches(view, walk, kind=None, targets=last.nodes):
        raise NoRoute(view.spec.id)
    found = reach(view, walk, most=HARDEST_LIMIT + 1)
    if len(found) > HARDEST_LIMIT:
        raise TooManyLinks(HARDEST_LIMIT)
    return found


_STRAIGHT = """
SELECT max(ST_Distance(a.geom::geography, b.geom::geography)), min(ST_XMin(e.box)), min(ST_YMin(e.box)),
       max(ST_XMax(e.box)), max(ST_YMax(e.box))
  FROM topology.node a, topology.node b,
       LATERAL (SELECT ST_Collect(a.geom, b.geom) AS box) e
 WHERE a.id = ANY(%(first)s::bigint[]) AND b.id = ANY(%(last)s::bigint[])
"""

_WITHIN = sql.SQL("""
SELECT id FROM topology.node
 WHERE network = %(network)s AND geom && ST_MakeEnvelope(%(west)s, %(south)s, %(east)s, %(north)s, 4326)
 LIMIT %(most)s
""")
