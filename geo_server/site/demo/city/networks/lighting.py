"""Public lighting: lamps at the junctions of the larger streets and every 35 m between them; cabinets at some."""

from typing import Any

from shapely import LineString, Point
from shapely.ops import substring

from .parts import Draft, Junction, Network, StreetGraph

LIT_DEPTH = 5
SPACING_M = 35.0
CABINET_SHARE = 0.1
LAMPS_W = (80, 120, 150)


def make_lighting(graph: StreetGraph) -> Network:
    """The lighting network; it follows the streets up to `LIT_DEPTH`."""
    draft = Draft("lighting", owner="lighting", shift_m=(-3.0, -3.0))
    for start, end, facts in graph.edges(data=True):
        if facts["depth"] <= LIT_DEPTH:
            _string(draft, start, end, facts)
    return draft.done()


def _string(draft: Draft, start: Junction, end: Junction, facts: dict) -> None:  # type: ignore[type-arg]
    """Lamps along one piece of street between two junctions."""
    line = facts["line"]
    if line.coords[0] != start:
        line = line.reverse()
    for key in (start, end):
        if key not in draft.nodes:
            _add_junction(draft, key)
    count = max(0, int(line.length // SPACING_M) - 1)
    stops = [line.length * number / (count + 1) for number in range(count + 2)]
    keys: list[Any] = [start, *((start, end, number) for number in range(count)), end]
    for key, stop in zip(keys[1:-1], stops[1:-1], strict=True):
        draft.add_node(key, "lamp", line.interpolate(stop), power_w=float(draft.rng.choice(LAMPS_W)))
    for a, b, low, high in zip(keys, keys[1:], stops, stops[1:], strict=False):
        draft.add_link(a, b, "feeder", _piece(line, low, high), material="cu_xlpe")


def _add_junction(draft: Draft, key: Junction) -> None:
    if draft.rng.random() < CABINET_SHARE:
        draft.add_node(key, "cabinet", Point(key), power_w=None)
    else:
        draft.add_node(key, "lamp", Point(key), power_w=float(draft.rng.choice(LAMPS_W)))


def _piece(line: LineString, low: float, high: float) -> LineString:
    """The part of a line between two distances from its start."""
    part = substring(line, low, high)
    if not isinstance(part, LineString):
        raise ValueError("two lamps stand on the same spot")
    return part
