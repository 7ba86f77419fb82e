"""Electric power: one substation, 22 kV along the larger streets, 0.4 kV in the lanes; a tree."""

import networkx as nx
from shapely import Point

from ..frame import quarter_square
from .parts import Draft, Network, StreetGraph, nearest_junction

MEDIUM_DEPTH = 6
"""Streets up to this depth carry 22 kV; the lanes behind them 0.4 kV."""


def make_power(graph: StreetGraph) -> Network:
    """The power network; every link leads away from the substation."""
    draft = Draft("power", owner="power", shift_m=(-2.2, 1.0))
    _, south, east, north = quarter_square().bounds
    tree = nx.minimum_spanning_tree(graph, weight="depth")
    root = nearest_junction(tree, Point(east, (south + north) / 2))
    for key in tree.nodes:
        kind = "substation" if key == root else _kind(tree, key)
        draft.add_node(key, kind, Point(key), capacity_kva=_capacity(kind, draft))
    for start, end in nx.bfs_edges(tree, root):
        facts = tree.edges[start, end]
        medium = facts["depth"] <= MEDIUM_DEPTH
        draft.add_link(
            start,
            end,
            "line_22kv" if medium else "line_04kv",
            facts["line"],
            voltage_kv=22.0 if medium else 0.4,
            material="al_xlpe" if medium else "abc",
            overhead=bool(draft.rng.random() < (0.4 if medium else 0.9)),
        )
    return draft.done(tree=True)


def _kind(tree: StreetGraph, key: tuple[float, float]) -> str:
    medium = {facts["depth"] <= MEDIUM_DEPTH for _, _, facts in tree.edges(key, data=True)}
    if medium == {True, False}:
        return "transformer"
    return "cabinet" if tree.degree[key] == 1 else "pole"


def _capacity(kind: str, draft: Draft) -> float | None:
    if kind == "substation":
        return 63_000.0
    return float(draft.rng.choice((250, 400, 560))) if kind == "transformer" else None
