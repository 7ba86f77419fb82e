"""Connected, upstream and downstream traces."""

from geo_server.core.subject import Subject

from ..errors import TooManyLinks
from .kinds import HARDEST_LIMIT, MOST_LINKS, LinkFound, NodeFound, Start, Stop, Trace, TraceKind
from .order import Ordered, in_order
from .reach import LinkRow, NodeRow, Walk, links_at, nodes_at, reach
from .starting import Foot, foot_of
from .totals import totals_of
from .view import view_of


def trace(subject: Subject, network_id: str, *, kind: TraceKind, start: Start, max_links: int = MOST_LINKS) -> Trace:
    """What hangs together with a part of a network, feeds it, or is fed by it.

    A link with flow 1 is passed from its first end to its last, with -1 the other way, with 0 both ways. Nothing
    passes a link or node that is shut. The link at which a trace begins is part of the answer, shut or not.

    Args:
        subject: who asks; the walk goes over what he may see, and over nothing else.
        network_id: the network.
        kind: "connected", "upstream" (against the flow) or "downstream".
        start: where it begins.
        max_links: refuse to find more.

    Raises:
        UnknownNetwork, NotInNetwork, NothingNear, TooManyLinks.
    """
    view = view_of(subject, network_id)
    foot = foot_of(view, start)
    most = min(max_links, HARDEST_LIMIT)
    seeds = seeds_of(foot, kind)
    through = foot.nodes if foot.link is None else ()
    reached = reach(view, Walk(seeds, kind, through=through), most=most + 2)
    if len(reached) > most + 1:
        raise TooManyLinks(most)
    links, nodes = links_at(view, reached), nodes_at(view, reached)
    leaves = {node.id: not node.shut or node.id in through for node in nodes}
    ordered = in_order(links, seeds=seeds, way=kind, leaves=leaves)
    found = links_found(ordered, foot.link)
    if len(found) > most:
        raise TooManyLinks(most)
    standing = nodes_found(nodes, ordered)
    return Trace(
        network=network_id,
        kind=kind,
        start=foot.begun,
        links=found,
        nodes=standing,
        stops=_stops(links, nodes, ordered, leaves),
        totals=totals_of(view, found, standing),
        whole=view.whole,
    )


def seeds_of(foot: Foot, way: TraceKind) -> tuple[int, ...]:
    """The nodes at which a walk from a link begins: of a link with a flow, the end that the walk leaves it by."""
    link = foot.link
    if link is None or way == "connected" or link.flow == 0:
        return foot.nodes
    with_flow = (link.flow > 0) == (way == "downstream")
    return (link.to_node if with_flow else link.from_node,)


def links_found(ordered: Ordered, first: LinkRow | None) -> tuple[LinkFound, ...]:
    """The links of a walk; the one at which it began comes first, at distance 0."""
    begun = [] if first is None else [LinkFound(first.collection, first.fid, first.length_m)]
    met = [
        LinkFound(link.collection, link.fid, link.length_m, round(distance, 3), steps + len(begun))
        for link, distance, steps in ordered.links
        if first is None or link.key != first.key
    ]
    return (*begun, *met)


def nodes_found(nodes: list[NodeRow], ordered: Ordered) -> tuple[NodeFound, ...]:
    """The node features at which a walk came by, the nearest first."""
    met = [
        NodeFound(node.collection, node.fid, node.kind, round(ordered.nodes[node.id], 3))
        for node in nodes
        if node.collection is not None and node.fid is not None and node.id in ordered.nodes
    ]
    return tuple(sorted(met, key=lambda node: (node.distance_m, node.collection, node.fid)))


def _stops(links: list[LinkRow], nodes: list[NodeRow], ordered: Ordered, leaves: dict[int, bool]) -> tuple[Stop, ...]:
    """What is shut at the edge of the walk."""
    shut_links = {
        link.key for link in links
        if link.shut and any(leaves.get(end) and end in ordered.nodes for end in (link.from_node, link.to_node))
    }  # fmt: skip
    shut_nodes = {
        (node.collection, node.fid) for node in nodes if node.shut and node.id in ordered.nodes and node.collection
    }
    return tuple(Stop(collection, int(fid or 0)) for collection, fid in sorted(shut_links | shut_nodes))
