"""Drainage: gravity sewers that fall towards one outfall at the canal and widen on the way."""

import networkx as nx
from shapely import Point

from ..waters import canal_line
from .parts import Draft, Junction, Network, StreetGraph, nearest_junction

OUTFALL_INVERT_M = -1.2
SLOPE = 0.0012
COVER_M = 1.1


def make_drainage(graph: StreetGraph) -> Network:
    """The drainage network: a tree whose links run downstream, each invert above the next."""
    draft = Draft("drainage", owner="drainage", shift_m=(0.0, -2.6))
    outfall = nearest_junction(graph, canal_line().interpolate(0.45, normalized=True))
    distance = nx.single_source_dijkstra_path_length(graph, outfall, weight="length_m")
    paths = nx.single_source_dijkstra_path(graph, outfall, weight="length_m")
    downstream: dict[Junction, Junction] = {key: path[-2] for key, path in paths.items() if len(path) > 1}
    above = _links_above(distance, downstream)
    invert = {key: round(OUTFALL_INVERT_M + SLOPE * far, 3) for key, far in distance.items()}
    for key in distance:
        kind = "outfall" if key == outfall else "manhole" if key in above else "inlet"
        draft.add_node(key, kind, Point(key), invert_m=invert[key], ground_m=round(invert[key] + COVER_M + 0.9, 3))
    for start, end in downstream.items():
        diameter = _diameter_mm(above.get(start, 0))
        draft.add_link(
            start,
            end,
            "trunk" if diameter >= 1500 else "collector" if diameter >= 800 else "lateral",
            graph.edges[start, end]["line"],
            diameter_mm=diameter,
            material="concrete",
            slope=SLOPE,
            invert_from_m=invert[start],
            invert_to_m=invert[end],
        )
    return draft.done(tree=True)


def _links_above(distance: dict[Junction, float], downstream: dict[Junction, Junction]) -> dict[Junction, int]:
    """How many links drain through each junction; absent at the upper ends."""
    above: dict[Junction, int] = {}
    for key in sorted(distance, key=lambda one: -distance[one]):
        if key in downstream:
            below = downstream[key]
            above[below] = above.get(below, 0) + above.get(key, 0) + 1
    return above


def _diameter_mm(links_above: int) -> float:
    """Grows with what drains in, in the sizes that are sold."""
    sizes = ((0, 400.0), (3, 600.0), (12, 800.0), (40, 1200.0), (120, 1500.0), (300, 2000.0))
    return next(size for least, size in reversed(sizes) if links_above >= least)
