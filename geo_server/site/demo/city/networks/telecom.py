"""Telecommunication: ducts from one exchange along the larger streets, cables in the lanes; a tree."""

import networkx as nx
from shapely import Point

from ..frame import scene_centre
from .parts import Draft, Network, StreetGraph, nearest_junction

DUCT_DEPTH = 6


def make_telecom(graph: StreetGraph) -> Network:
    """The telecom network; every link leads away from the exchange."""
    draft = Draft("telecom", owner="telecom", shift_m=(2.4, -1.4))
    tree = nx.minimum_spanning_tree(graph, weight="length_m")
    root = nearest_junction(tree, scene_centre())
    for key in tree.nodes:
        draft.add_node(key, "exchange" if key == root else _kind(tree, key), Point(key))
    for start, end in nx.bfs_edges(tree, root):
        facts = tree.edges[start, end]
        duct = facts["depth"] <= DUCT_DEPTH
        draft.add_link(
            start,
            end,
            "duct" if duct else "cable",
            facts["line"],
            fibres=int(draft.rng.choice((96, 144, 288) if duct else (12, 24, 48))),
            material="pvc" if duct else "adss",
        )
    return draft.done(tree=True)


def _kind(tree: StreetGraph, key: tuple[float, float]) -> str:
    if tree.degree[key] == 1:
        return "cabinet"
    in_ducts = any(facts["depth"] <= DUCT_DEPTH for _, _, facts in tree.edges(key, data=True))
    return "manhole" if in_ducts else "pole"
