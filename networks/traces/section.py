"""The part of a network between the devices that can be shut around a place."""

from collections.abc import Sequence
from dataclasses import dataclass

from ..errors import TooManyLinks
from .reach import LinkRow, NodeRow, Walk, links_at, nodes_at, reach
from .starting import Foot
from .view import View


@dataclass(frozen=True)
class Gate:
    """An open device at the edge of a section.

    Attributes:
        node: where it stands, None for a device drawn as a link.
        outside: nodes next to it on the far side.
    """

    collection: str
    fid: int
    node: int | None
    outside: tuple[int, ...]


@dataclass(frozen=True)
class Section:
    """Links and nodes that lie idle when the gates are shut.

    Attributes:
        inside: nodes that lie idle; a gate is none of them.
        links: its links.
        gates: open devices at its edge.
        shut: keys of what is shut already at its edge.
        beyond: links outside it at its gates.
        cut: links that are out of service by themselves, where there are no gates.
    """

    inside: dict[int, NodeRow]
    links: list[LinkRow]
    gates: tuple[Gate, ...]
    shut: tuple[tuple[str, int], ...] = ()
    beyond: tuple[LinkRow, ...] = ()
    cut: frozenset[tuple[str, int]] = frozenset()

    @property
    def idle(self) -> set[int]:
        """Nodes that let nothing through once the gates are shut."""
        return set(self.inside) | {gate.node for gate in self.gates if gate.node is not None}


def section_by_valves(view: View, foot: Foot, *, most: int) -> Section:
    """The section around a place, up to the next valve or switch on every way; raises TooManyLinks."""
    through = foot.nodes if foot.link is None else ()
    reached = reach(view, Walk(foot.nodes, through=through, at_valves=True), most=most + 2)
    if len(reached) > most + 1:
        raise TooManyLinks(most)
    nodes = {node.id: node for node in nodes_at(view, reached)}
    inside = {key: n for key, n in nodes.items() if key in through or not (n.shut or n.kind == "valve")}
    around = links_at(view, reached)
    links = [link for link in around if _lies_in(link, inside, foot)]
    keys = {link.key for link in links}
    others = [link for link in around if link.key not in keys and not link.shut]
    gates = (*_node_gates(nodes, inside, others), *_link_gates(inside, others))
    standing = {gate.node for gate in gates if gate.node is not None}
    return Section(
        inside=inside,
        links=links,
        gates=gates,
        shut=_shut_already(around, nodes, inside),
        beyond=tuple(link for link in others if {link.from_node, link.to_node} & standing),
    )


def section_alone(view: View, feet: Sequence[Foot]) -> Section:
    """Links and nodes that are out of service by themselves, with every open link at such a node."""
    cut = {foot.link.key: foot.link for foot in feet if foot.link is not None}
    out = [node for foot in feet if foot.link is None for node in foot.nodes]
    inside = {node.id: node for node in nodes_at(view, out)} if out else {}
    hanging = {link.key: link for link in links_at(view, out) if not link.shut} if out else {}
    return Section(inside, list((hanging | cut).values()), (), cut=frozenset(cut))


def _lies_in(link: LinkRow, inside: dict[int, NodeRow], foot: Foot) -> bool:
    """A link at a node of the section; a device drawn as a link only if both its ends are in it."""
    if foot.link is not None and link.key == foot.link.key:
        return True
    ends = [end in inside for end in (link.from_node, link.to_node)]
    return not link.shut and (all(ends) if link.kind == "valve" else any(ends))


def _node_gates(nodes: dict[int, NodeRow], inside: dict[int, NodeRow], others: list[LinkRow]) -> list[Gate]:
    """Open valves that the section touches and that lead further."""
    gates = []
    for node in nodes.values():
        if node.id in inside or node.shut or node.collection is None or node.fid is None:
            continue
        further = [link.other_end(node.id) for link in others if node.id in (link.from_node, link.to_node)]
        if further:
            gates.append(Gate(node.collection, node.fid, node.id, tuple(sorted(set(further)))))
    return gates


def _link_gates(inside: dict[int, NodeRow], others: list[LinkRow]) -> list[Gate]:
    """Open devices drawn as links with one end in the section."""
    return [
        Gate(link.collection, link.fid, None, (link.to_node if link.from_node in inside else link.from_node,))
        for link in others
        if link.kind == "valve" and (link.from_node in inside or link.to_node in inside)
    ]


def _shut_already(
    around: list[LinkRow], nodes: dict[int, NodeRow], inside: dict[int, NodeRow]
) -> tuple[tuple[str, int], ...]:
    links = {link.key for link in around if link.shut and (link.from_node in inside or link.to_node in inside)}
    standing = {
        (node.collection, node.fid)
        for node in nodes.values()
        if node.shut and node.id not in inside and node.collection is not None and node.fid is not None
    }
    return tuple(sorted(links | standing))
