"""Nodes and links of a network, and what all networks have in common: codes, years, survey classes."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, TypeAlias

import networkx as nx
import numpy as np
from shapely import LineString, Point, affinity

from ..frame import rng_for

Junction = tuple[float, float]
StreetGraph: TypeAlias = "nx.Graph[Junction]"
"""Junctions are (x, y) in EPSG:9210; see `street_graph`."""

STATUSES = ("in_service", "planned", "abandoned")
STATUS_SHARES = (0.94, 0.03, 0.03)
SURVEY_CLASSES = ("A", "B", "C", "D")
SURVEY_SHARES = (0.15, 0.35, 0.35, 0.15)


@dataclass(frozen=True)
class Node:
    """A point of a network; `facts` are the columns of its kind."""

    code: str
    kind: str
    point: Point
    status: str
    year: int
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Link:
    """A line of a network between two of its nodes, in the direction from -> to."""

    code: str
    kind: str
    from_node: str
    to_node: str
    line: LineString
    status: str
    year: int
    survey_class: str
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Network:
    """One utility's network, EPSG:9210; `owner` is the code of the organisation."""

    name: str
    owner: str
    nodes: tuple[Node, ...]
    links: tuple[Link, ...]


class Draft:
    """A network in the making: gives codes, draws years, moves everything beside the middle of the street.

    Args:
        name: of the network, first letters of its codes.
        shift_m: east, north; the whole network is moved by it, so that links still meet their nodes.
    """

    def __init__(self, name: str, *, owner: str, shift_m: tuple[float, float]) -> None:
        self.name, self.owner, self.shift_m = name, owner, shift_m
        self.rng = rng_for(f"network {name}")
        self.nodes: dict[Any, Node] = {}
        self.links: list[Link] = []

    def add_node(self, key: Any, kind: str, point: Point, **facts: Any) -> None:
        """A node for a junction (or any hashable key) of the street graph."""
        code = f"{self.name[:2].upper()}-N{len(self.nodes) + 1:05d}"
        moved = affinity.translate(point, *self.shift_m)
        self.nodes[key] = Node(code, kind, moved, "in_service", self._year(), facts)

    def add_link(self, start: Any, end: Any, kind: str, line: LineString, **facts: Any) -> None:
        """A link between two nodes that were added before; the line is turned to run from start to end."""
        code = f"{self.name[:2].upper()}-L{len(self.links) + 1:05d}"
        moved = affinity.translate(line, *self.shift_m)
        first, last = self.nodes[start], self.nodes[end]
        if moved.coords[0] != first.point.coords[0]:
            moved = moved.reverse()
        status = str(self.rng.choice(STATUSES, p=STATUS_SHARES))
        survey = str(self.rng.choice(SURVEY_CLASSES, p=SURVEY_SHARES))
        self.links.append(Link(code, kind, first.code, last.code, moved, status, self._year(), survey, facts))

    def done(self, *, tree: bool = False) -> Network:
        """The finished network; in a tree only links at its ends may be out of service."""
        if tree:
            ends = Counter(code for link in self.links for code in (link.from_node, link.to_node))
            self.links = [
                link if 1 in (ends[link.from_node], ends[link.to_node]) else replace(link, status="in_service")
                for link in self.links
            ]
        return Network(self.name, self.owner, tuple(self.nodes.values()), tuple(self.links))

    def _year(self) -> int:
        return int(np.clip(self.rng.normal(2012, 7), 1988, 2025))


def nearest_junction(graph: StreetGraph, place: Point) -> Junction:
    """The junction of the street graph that is nearest to a place."""
    return min(graph.nodes, key=lambda key: (place.x - key[0]) ** 2 + (place.y - key[1]) ** 2)
