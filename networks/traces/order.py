"""How far each part of a trace lies from its start, along the network."""

import heapq
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from .kinds import TraceKind
from .reach import LinkRow


@dataclass(frozen=True)
class Ordered:
    """Parts with their way from the start, the nearest first.

    Attributes:
        links: link, distance of its nearer end in metres, links passed before it.
        nodes: node to distance in metres.
    """

    links: list[tuple[LinkRow, float, int]]
    nodes: Mapping[int, float]


def in_order(links: Iterable[LinkRow], *, seeds: Iterable[int], way: TraceKind, leaves: Mapping[int, bool]) -> Ordered:
    """Walk the links from the seeds, the shortest way first (Dijkstra 1959).

    Args:
        links: every link at the nodes of the walk.
        seeds: nodes to begin at.
        way: as in the walk.
        leaves: node to whether the walk goes on from there; a node that is not in it is not passed.
    """
    at = _by_node(links)
    found: dict[tuple[str, int], tuple[LinkRow, float, int]] = {}
    settled: dict[int, float] = {}
    queue = [(0.0, 0, seed) for seed in sorted(set(seeds))]
    while queue:
        distance, steps, node = heapq.heappop(queue)
        if node in settled:
            continue
        settled[node] = distance
        if not leaves.get(node, False):
            continue
        for link in at.get(node, ()):
            if link.key in found or not link.lets_pass(node, way):
                continue
            found[link.key] = (link, distance, steps)
            heapq.heappush(queue, (distance + link.length_m, steps + 1, link.other_end(node)))
    ordered = sorted(found.values(), key=lambda part: (part[1], part[2], part[0].key))
    return Ordered(ordered, settled)


def _by_node(links: Iterable[LinkRow]) -> dict[int, list[LinkRow]]:
    at: dict[int, list[LinkRow]] = {}
    for link in links:
        at.setdefault(link.from_node, []).append(link)
        if link.to_node != link.from_node:
            at.setdefault(link.to_node, []).append(link)
    return at
