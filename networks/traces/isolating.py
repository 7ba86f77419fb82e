"""Isolation: what to shut so that a part lies idle, and who is without supply then."""

from typing import Literal

from geo_server.core.subject import Subject

from .kinds import HARDEST_LIMIT, MOST_LINKS, Isolation, LinkFound, NodeFound, Shut, Start, Stop
from .loss import NOTHING, Loss, loss_of_outfall, loss_of_supply
from .reach import LinkRow, NodeRow, nodes_at
from .section import Section, section_alone, section_by_valves
from .starting import foot_of
from .totals import totals_of
from .view import view_of

By = Literal["valves", "link"]


def isolation(
    subject: Subject, network_id: str, *, start: Start, by: By = "valves", max_links: int = MOST_LINKS
) -> Isolation:
    """What to shut around a link, node or place, and what lies idle or loses every source when it is shut.

    In a drain there is nothing to shut: the link (or everything at the node) is blocked, and what lies above it and
    has no other way to an outfall is cut off.

    Args:
        subject: who asks; the walk goes over what he may see, and over nothing else.
        network_id: the network.
        start: the part that must lie idle.
        by: "valves" (and switches), or "link": the part alone is out of service, as a line that has fallen.
        max_links: refuse to find more.

    Raises:
        UnknownNetwork, NotInNetwork, NothingNear, TooManyLinks.
    """
    view = view_of(subject, network_id)
    foot = foot_of(view, start)
    most = min(max_links, HARDEST_LIMIT)
    alone = by == "link" or view.is_drain
    section = section_alone(view, [foot]) if alone else section_by_valves(view, foot, most=most)
    if alone and foot.link is not None and foot.link.shut:
        loss = NOTHING
    elif view.is_drain:
        loss = loss_of_outfall(view, section, foot, most=most)
    else:
        loss = loss_of_supply(view, section, most=most)
    lying, cut_off = links_sorted(section.links), links_sorted(list(loss.links))
    nodes = nodes_sorted([*section.inside.values(), *nodes_at(view, sorted(loss.nodes))])
    roots = [node for node in section.inside.values() if node.kind == "source"]
    return Isolation(
        network=network_id,
        start=foot.begun,
        shut=_to_shut(section, loss),
        shut_already=tuple(Stop(collection, fid) for collection, fid in section.shut),
        sources=nodes_sorted(roots),
        section=lying,
        cut_off=cut_off,
        nodes=nodes,
        totals=totals_of(view, (*lying, *cut_off), nodes),
        whole=view.whole,
    )


def _to_shut(section: Section, loss: Loss) -> tuple[Shut, ...]:
    found = [
        Shut(gate.collection, gate.fid, needed=any(node in loss.fed for node in gate.outside)) for gate in section.gates
    ]
    return tuple(sorted(found, key=lambda shut: (not shut.needed, shut.collection, shut.fid)))


def links_sorted(links: list[LinkRow]) -> tuple[LinkFound, ...]:
    """The links as an answer names them, by collection and fid."""
    found = [LinkFound(link.collection, link.fid, link.length_m) for link in links]
    return tuple(sorted(found, key=lambda link: (link.collection, link.fid)))


def nodes_sorted(nodes: list[NodeRow]) -> tuple[NodeFound, ...]:
    """The node features as an answer names them, by collection and fid."""
    found = [NodeFound(n.collection, n.fid, n.kind) for n in nodes if n.collection is not None and n.fid is not None]
    return tuple(sorted(found, key=lambda node: (node.collection, node.fid)))
