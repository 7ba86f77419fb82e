"""A network worked out anew from its rows by shapely and networkx: what the triggers must have kept."""

import json
from collections import defaultdict
from dataclasses import dataclass, field
from itertools import combinations
from typing import Any

import networkx as nx
import shapely
from shapely.geometry import Point

from tests.factories.networks import metres, sql

Name = Any
"""A node feature's fid, or the frozenset of (link, end) that meet in a virtual node."""


@dataclass
class Drawn:
    """A network from its rows: which node each end is tied to, on a multigraph whose edges are keyed by link."""

    tolerance_m: float
    latitude: float
    nodes: dict[int, dict[str, Any]]
    links: dict[int, dict[str, Any]]
    ties: dict[tuple[int, int], Name] = field(default_factory=dict)
    graph: Any = None

    def place(self, x: float, y: float) -> Point:
        return Point(metres(x, y, latitude=self.latitude))


def rows_of(collection: str) -> dict[int, dict[str, Any]]:
    """The rows of a feature table by fid, with their shapes."""
    found = sql(f"SELECT fid, to_jsonb(f) - 'geom', ST_AsBinary(geom) FROM feature.\"{collection}\" f")
    return {
        fid: json.loads(values) | {"shape": None if wkb is None else shapely.from_wkb(bytes(wkb))}
        for fid, values, wkb in found
    }


def draw(name: str = "net") -> Drawn:
    """The network from scratch."""
    [(tolerance, latitude)] = sql("SELECT tolerance_m, latitude FROM networks_network WHERE id = %s", [name])
    drawn = Drawn(tolerance, latitude, rows_of(f"{name}_nodes"), rows_of(f"{name}_links"))
    ends = {}
    for fid, row in drawn.links.items():
        if row["shape"] is not None and row["shape"].length > 0:
            ends[fid, 0] = drawn.place(*row["shape"].coords[0])
            ends[fid, 1] = drawn.place(*row["shape"].coords[-1])
    stands = {fid: drawn.place(row["shape"].x, row["shape"].y) for fid, row in drawn.nodes.items() if row["shape"]}
    free = {}
    for end, place in ends.items():
        near = sorted((place.distance(node), fid) for fid, node in stands.items() if place.distance(node) <= tolerance)
        if near:
            drawn.ties[end] = near[0][1]
        else:
            free[end] = place
    _cluster(drawn, free)
    _connect(drawn)
    return drawn


def _cluster(drawn: Drawn, free: dict[tuple[int, int], Point]) -> None:
    together: Any = nx.Graph()
    together.add_nodes_from(free)
    for one, other in combinations(free, 2):
        if free[one].distance(free[other]) <= drawn.tolerance_m:
            together.add_edge(one, other)
    for cluster in nx.connected_components(together):
        for end in cluster:
            drawn.ties[end] = frozenset(cluster)


def _connect(drawn: Drawn) -> None:
    drawn.graph = nx.MultiGraph()
    drawn.graph.add_nodes_from(drawn.nodes)
    for fid, row in drawn.links.items():
        if (fid, 0) in drawn.ties:
            shut = row["status"] == "shut"
            drawn.graph.add_edge(drawn.ties[fid, 0], drawn.ties[fid, 1], key=fid, shut=shut)


def depths(drawn: Drawn) -> dict[Name, int]:
    """Open links from the nearest open source, of the nodes that one feeds."""
    passed: Any = nx.DiGraph()
    passed.add_nodes_from(drawn.graph)

    def shut(node: Name) -> bool:
        return isinstance(node, int) and bool(drawn.nodes[node]["shut"])

    for a, b, facts in drawn.graph.edges(data=True):
        for start, end in ((a, b), (b, a)):
            if not facts["shut"] and not shut(start):
                passed.add_edge(start, end)
    sources = [fid for fid, row in drawn.nodes.items() if row["kind"] == "source" and not row["shut"]]
    found: dict[Name, int] = {}
    for source in sources:
        for node, depth in nx.single_source_shortest_path_length(passed, source).items():
            found[node] = min(depth, found.get(node, depth))
    return found


@dataclass
class Kept:
    """The network as the database keeps it, in the same names."""

    ties: dict[tuple[int, int], Name]
    parts: set[frozenset[Name]]
    counts: dict[frozenset[Name], tuple[int, int, int]]
    depths: dict[Name, int]
    flows: dict[int, int]
    stray: int


def read(name: str = "net") -> Kept:
    """What stands in the tables of the topology."""
    links = sql("SELECT fid, from_node, to_node, flow FROM topology.link WHERE network = %s", [name])
    nodes = sql("SELECT id, fid, component, depth FROM topology.node WHERE network = %s", [name])
    at: dict[int, set[tuple[int, int]]] = defaultdict(set)
    for fid, start, end, _ in links:
        at[start].add((fid, 0))
        at[end].add((fid, 1))
    names: dict[int, Name] = {key: frozenset(at[key]) if fid is None else fid for key, fid, _, _ in nodes}
    members: dict[int, set[Name]] = defaultdict(set)
    for key, _, component, _ in nodes:
        members[component].add(names[key])
    counted = sql("SELECT id, nodes, links, sources, anchor FROM topology.component WHERE network = %s", [name])
    ids = {key: component for key, _, component, _ in nodes}
    return Kept(
        ties={end: names[key] for key, ends in at.items() for end in ends},
        parts={frozenset(part) for part in members.values()},
        counts={frozenset(members[key]): (n, m, s) for key, n, m, s, _ in counted},
        depths={names[key]: depth for key, _, _, depth in nodes if depth is not None},
        flows={fid: flow for fid, _, _, flow in links},
        stray=sum(ids.get(anchor) != key for key, _, _, _, anchor in counted),
    )


def expected_errors(drawn: Drawn) -> set[tuple[str, Name]]:
    """(rule, node, link or part) of the rules that are about ties, places, sources and loops."""
    parts = [frozenset(part) for part in nx.connected_components(drawn.graph)]
    sources = {fid for fid, row in drawn.nodes.items() if row["kind"] == "source"}
    found: set[tuple[str, Name]] = {
        ("no_source", part) for part in parts if not part & sources and drawn.graph.subgraph(part).number_of_edges()
    }
    for fid, row in drawn.nodes.items():
        here = drawn.place(row["shape"].x, row["shape"].y)
        if drawn.graph.degree(fid) == 0 and row["kind"] == "customer":
            found.add(("customer_without_service", fid))
        elif drawn.graph.degree(fid) == 0 and row["kind"] != "valve" and not _on_a_line(drawn, here):
            found.add(("orphan_node", fid))
        before = [other for other in drawn.nodes if other < fid]
        places = [drawn.place(drawn.nodes[other]["shape"].x, drawn.nodes[other]["shape"].y) for other in before]
        if any(here.distance(place) <= drawn.tolerance_m for place in places):
            found.add(("duplicate_node", fid))
    for (fid, _), name in drawn.ties.items():
        if isinstance(name, frozenset) and drawn.graph.degree(name) == 1:
            found.add(("dangling_end", fid))
    return found | _loops(drawn)


def _on_a_line(drawn: Drawn, here: Point) -> bool:
    lines = [row["shape"].coords for row in drawn.links.values() if row["shape"] is not None]
    courses = [shapely.LineString([metres(*place, latitude=drawn.latitude) for place in line]) for line in lines]
    return any(course.distance(here) <= drawn.tolerance_m for course in courses)


def _loops(drawn: Drawn) -> set[tuple[str, Name]]:
    """Nodes that are fed from two sides; a virtual one goes by the smallest of its links."""
    known, feeds = depths(drawn), defaultdict(int)
    for a, b, facts in drawn.graph.edges(data=True):
        for feeder, fed in ((a, b), (b, a)):
            if a == b or facts["shut"] or known.get(fed, 0) == 0 or feeder not in known:
                continue
            shut = isinstance(feeder, int) and drawn.nodes[feeder]["shut"]
            feeds[fed] += known[feeder] <= known[fed] and not shut
    return {("closed_loop", name) for name, count in feeds.items() if count > 1}


def kept_errors(drawn: Drawn, parts: set[frozenset[Name]], name: str = "net") -> set[tuple[str, Name]]:
    """What stands in the collection of errors, in the same names."""
    named: set[tuple[str, Name]] = set()
    for rule, collection, fid, x, y in sql(
        f'SELECT rule, collection, feature, ST_X(geom), ST_Y(geom) FROM feature."{name}_errors"'
    ):
        of: Name = fid
        if rule in ("no_source", "closed_loop") and collection.endswith("links"):
            ends = [drawn.ties[fid, 0], drawn.ties[fid, 1]]
            of = min(ends, key=lambda end: _distance(drawn, end, (x, y)))
        if rule == "no_source":
            of = next(part for part in parts if of in part)
        named.add((rule, of))
    return named


def _distance(drawn: Drawn, end: Name, place: tuple[float, float]) -> float:
    """How far a virtual node stands from a place; infinite for a node feature."""
    if not isinstance(end, frozenset):
        return float("inf")
    link, number = min(end)
    first = drawn.links[link]["shape"].coords[-number]
    return drawn.place(*first).distance(drawn.place(*place))
