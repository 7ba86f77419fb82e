"""What a trace must find, worked out by networkx from plain lists of links; nothing of ours is used."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import networkx as nx

Node = str


@dataclass
class Plain:
    """A network as a raw file gives it.

    Attributes:
        links: name to (first node, last node, +1 as drawn, -1 against, 0 both ways).
        sources, valves: nodes.
        shut: links that let nothing through.
    """

    links: Mapping[str, tuple[Node, Node, int]]
    sources: frozenset[Node]
    valves: frozenset[Node] = frozenset()
    shut: frozenset[str] = frozenset()

    @cached_property
    def directed(self) -> nx.MultiDiGraph:
        """An arc for each way in which a link may be passed."""
        graph = nx.MultiDiGraph()
        for name, (a, b, flow) in self.links.items():
            graph.add_nodes_from([a, b])
            if name not in self.shut:
                graph.add_edges_from([(a, b, name)] if flow >= 0 else [])
                graph.add_edges_from([(b, a, name)] if flow <= 0 else [])
        return graph

    @cached_property
    def undirected(self) -> nx.MultiGraph:
        """An edge for each open link."""
        graph = nx.MultiGraph()
        graph.add_nodes_from(node for a, b, _ in self.links.values() for node in (a, b))
        graph.add_edges_from((a, b, name) for name, (a, b, _) in self.links.items() if name not in self.shut)
        return graph

    def upstream(self, link: str) -> set[str]:
        """The link, and every link from which something flows to it."""
        a, b, flow = self.links[link]
        ends = {a, b} if flow == 0 else {a if flow > 0 else b}
        nodes = ends.union(*(nx.ancestors(self.directed, end) for end in ends))
        return {link} | {name for _, _, name in self.directed.in_edges(nodes, keys=True)}

    def segment(self, link: str) -> tuple[set[str], set[Node]]:
        """The links that lie idle with this one, and the valves around them that must be shut."""
        inside = self._inside(link)
        links = {link} | {name for _, _, name in self.undirected.edges(inside, keys=True)}
        touched = {end for name in links for end in self.links[name][:2]}
        gates = {
            node for node in touched & self.valves
            if any(name not in links for _, _, name in self.undirected.edges(node, keys=True))
        }  # fmt: skip
        return links, gates

    def lost(self, idle: set[str], gates: set[Node]) -> set[str]:
        """Links outside `idle` that had a source, and have none once these links and valves let nothing through."""
        return self._fed_before - self._fed(idle, gates) - idle

    def lost_with(self, link: str) -> set[str]:
        """The same for one link that falls; only a bridge cuts anything off."""
        return self.lost({link}, set()) if link in self._bridges else set()

    @cached_property
    def _bridges(self) -> set[str]:
        pairs = {frozenset(pair) for pair in nx.bridges(nx.Graph(self.undirected))}
        single = {name for a, b, name in self.undirected.edges(keys=True) if self.undirected.number_of_edges(a, b) == 1}
        return {name for name in single if frozenset(self.links[name][:2]) in pairs}

    @cached_property
    def _fed_before(self) -> set[str]:
        return self._fed(set(), set())

    def _inside(self, link: str) -> set[Node]:
        open_part = self._without_valves
        found: set[Node] = set()
        for end in self.links[link][:2]:
            if end in open_part:
                found |= nx.node_connected_component(open_part, end)
        return found

    @cached_property
    def _without_valves(self) -> nx.MultiGraph:
        return self.undirected.subgraph(set(self.undirected) - self.valves).copy()

    def _fed(self, idle: set[str], gates: set[Node]) -> set[str]:
        """Links with an end that a source reaches over links that are not idle, and not through a gate."""
        graph = self.undirected.copy()
        graph.remove_edges_from([(*self.links[name][:2], name) for name in idle - self.shut])
        passing = graph.subgraph(set(graph) - gates)
        live = set().union(*(nx.node_connected_component(passing, s) for s in self.sources & set(passing)))
        return {name for _, _, name in graph.edges(live, keys=True)}
