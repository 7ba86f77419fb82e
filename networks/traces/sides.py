"""The sides of a section: what of its neighbourhood hangs together, and which side still has a source."""

from collections.abc import Collection
from dataclasses import dataclass, replace

from .reach import LinkRow, NodeRow, Walk, links_at, nodes_at, reach, reaches
from .view import View

NEAR = 600
"""So many nodes around a section are read at once; only sides that go on beyond them are followed one by one."""


@dataclass(frozen=True)
class Side:
    """Open nodes that hang together.

    Attributes:
        has_root: one of them is a source.
        goes_on: there is more of it than was read.
    """

    nodes: frozenset[int]
    has_root: bool
    goes_on: bool


def fed_and_unfed(view: View, walk: Walk) -> tuple[set[int], list[int]]:
    """What a walk finds on sides with a source, and a node of each side without one.

    Args:
        view: the network.
        walk: from the nodes next to a section, round it.
    """
    fed: set[int] = set()
    unfed: list[int] = []
    seeds = set(walk.seeds)
    for side in sorted(_sides(view, walk), key=lambda side: side.goes_on):
        begin = min(side.nodes & seeds, default=min(side.nodes))
        if side.has_root or (side.goes_on and _finds_root(view, walk, begin, fed)):
            fed |= side.nodes
        else:
            unfed.append(begin)
    return fed, unfed


def _finds_root(view: View, walk: Walk, begin: int, fed: Collection[int]) -> bool:
    return reaches(view, replace(walk, seeds=[begin]), kind=view.root_kind, targets=fed)


def _sides(view: View, walk: Walk) -> list[Side]:
    near = reach(view, walk, most=len(walk.seeds) + NEAR) if walk.seeds else []
    nodes = {node.id: node for node in nodes_at(view, near)}
    without = set(walk.without)
    passing = {key for key, node in nodes.items() if not node.shut and key not in without}
    links = [link for link in links_at(view, near) if not link.shut and link.key not in walk.without_links]
    beside = _beside(links)
    left, sides = set(passing), []
    while left:
        found = _spread(left.pop(), beside, passing)
        left -= found
        sides.append(_side(view, found, beside, nodes))
    return sides


def _side(view: View, found: set[int], beside: dict[int, set[int]], nodes: dict[int, NodeRow]) -> Side:
    roots = any(nodes[node].kind == view.root_kind for node in found)
    return Side(frozenset(found), roots, any(not beside.get(node, set()) <= nodes.keys() for node in found))


def _beside(links: list[LinkRow]) -> dict[int, set[int]]:
    """Node to the nodes at the other ends of its links."""
    beside: dict[int, set[int]] = {}
    for link in links:
        beside.setdefault(link.from_node, set()).add(link.to_node)
        beside.setdefault(link.to_node, set()).add(link.from_node)
    return beside


def _spread(start: int, beside: dict[int, set[int]], passing: set[int]) -> set[int]:
    found, queue = {start}, [start]
    while queue:
        for node in beside.get(queue.pop(), ()):
            if node in passing and node not in found:
                found.add(node)
                queue.append(node)
    return found
