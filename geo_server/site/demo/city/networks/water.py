"""Drinking water: a looped net under every street, fed from one works by a pump."""

from shapely import Point

from ..frame import quarter_square
from .parts import Draft, Network, StreetGraph, nearest_junction

DIAMETERS_MM = {"main": 400.0, "distribution": 200.0, "branch": 100.0}
MATERIALS = {"main": "ductile_iron", "distribution": "hdpe", "branch": "hdpe"}


def make_water(graph: StreetGraph) -> Network:
    """The water network; closed loops are normal in it."""
    draft = Draft("water", owner="water", shift_m=(1.6, 1.6))
    west, _, _, north = quarter_square().bounds
    source = nearest_junction(graph, Point(west, north))
    pump = next(iter(graph.neighbors(source)))
    for key in graph.nodes:
        kind = "source" if key == source else "pump" if key == pump else _kind(graph, key, draft)
        draft.add_node(key, kind, Point(key), elevation_m=round(2.0 + (key[1] - north) / -4000, 2))
    for start, end, facts in graph.edges(data=True):
        kind = "main" if facts["depth"] <= 2 else "distribution" if facts["depth"] <= 6 else "branch"
        draft.add_link(
            start,
            end,
            kind,
            facts["line"],
            diameter_mm=DIAMETERS_MM[kind],
            material=MATERIALS[kind],
            depth_m=round(float(draft.rng.uniform(0.7, 1.6)), 2),
        )
    return draft.done()


def _kind(graph: StreetGraph, key: tuple[float, float], draft: Draft) -> str:
    chance = draft.rng.random()
    if graph.degree[key] >= 3 and chance < 0.35:
        return "valve"
    return "hydrant" if chance > 0.8 else "junction"
