"""Follow an outage through networks that depend on each other, and to what hangs on them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from geo_server.core.subject import Subject

from ..errors import NotInNetwork, UnknownNetwork
from ..models import Member
from ..traces.isolating import links_sorted, nodes_sorted
from ..traces.kinds import HARDEST_LIMIT, MOST_LINKS, LinkFound, NodeFound, Start
from ..traces.loss import loss_of_supply
from ..traces.reach import nodes_at
from ..traces.section import section_alone
from ..traces.starting import Foot, foot_of
from ..traces.totals import totals_of
from ..traces.view import View, view_of
from .hanging import hanging_on
from .kinds import Dark, Outage, PartOut

MOST_ROUNDS = 10


@dataclass
class _Spread:
    """How far the outage has come."""

    out: dict[str, dict[tuple[str, int], Foot]] = field(default_factory=dict)
    rounds: dict[str, int] = field(default_factory=dict)
    parts: dict[str, PartOut] = field(default_factory=dict)
    dark: dict[tuple[str, int], Dark] = field(default_factory=dict)


def outage(
    subject: Subject,
    network_id: str,
    *,
    starts: Sequence[Start],
    with_proposed: bool = False,
    max_links: int = MOST_LINKS,
) -> Outage:
    """What stops when parts of a network are out: its own links and customers, networks fed by it, everything else.

    Args:
        subject: who asks; only what he may see is followed, and only that is counted.
        network_id: where it begins.
        starts: the parts that are out, by themselves (a substation, a line, a pump).
        with_proposed: follow dependencies too that nobody has confirmed.
        max_links: refuse to find more in one network.

    Raises:
        UnknownNetwork, NotInNetwork, NothingNear, TooManyLinks.
    """
    view = view_of(subject, network_id)
    spread = _Spread()
    _add(spread, view, [foot_of(view, start) for start in starts], at_round=0)
    turn = [view]
    for number in range(1, MOST_ROUNDS + 1):
        stopped = [dark for one in turn for dark in _follow(subject, spread, one, with_proposed, max_links)]
        turn = _next_networks(subject, spread, stopped, at_round=number)
        if not turn:
            break
    ordered = sorted(spread.parts.values(), key=lambda part: (part.round, part.network))
    return Outage(tuple(ordered), tuple(sorted(spread.dark.values(), key=lambda dark: (dark.collection, dark.fid))))


def _add(spread: _Spread, view: View, feet: Iterable[Foot], *, at_round: int) -> bool:
    """Note parts of a network as out; True if one of them is new."""
    known = spread.out.setdefault(view.spec.id, {})
    spread.rounds.setdefault(view.spec.id, at_round)
    new = {(foot.begun.collection, foot.begun.fid): foot for foot in feet} | known
    added = len(new) > len(known)
    spread.out[view.spec.id] = new
    return added


def _follow(subject: Subject, spread: _Spread, view: View, with_proposed: bool, max_links: int) -> list[Dark]:
    """Work out what is out in one network; returns what hangs on that."""
    feet = list(spread.out[view.spec.id].values())
    section = section_alone(view, feet)
    loss = loss_of_supply(view, section, most=min(max_links, HARDEST_LIMIT))
    links = links_sorted([*section.links, *loss.links])
    nodes = nodes_sorted([*section.inside.values(), *nodes_at(view, sorted(loss.nodes))])
    spread.parts[view.spec.id] = PartOut(
        network=view.spec.id,
        round=spread.rounds[view.spec.id],
        out=tuple(_named(foot, links, nodes) for foot in feet),
        links=links,
        nodes=nodes,
        totals=totals_of(view, links, nodes),
        whole=view.whole,
    )
    keys = [(link.collection, link.fid) for link in links] + [(node.collection, node.fid) for node in nodes]
    return hanging_on(subject, view.spec.id, keys, with_proposed=with_proposed)


def _foot(view: View, part: Dark) -> Foot | None:
    """Where the outage enters a network; None for a feature that is no part of its topology."""
    try:
        return foot_of(view, Start(part.collection, part.fid))
    except NotInNetwork:
        return None


def _named(foot: Foot, links: Sequence[LinkFound], nodes: Sequence[NodeFound]) -> NodeFound | LinkFound:
    """The part of the answer at which the outage began."""
    key = (foot.begun.collection, foot.begun.fid)
    parts: list[NodeFound | LinkFound] = [*nodes, *links]
    return next(part for part in parts if (part.collection, part.fid) == key)


def _next_networks(subject: Subject, spread: _Spread, stopped: list[Dark], *, at_round: int) -> list[View]:
    """Note what has stopped; returns the networks in which something new is out."""
    of_network: dict[str, str] = dict(
        Member.objects.filter(collection__in={dark.collection for dark in stopped})
        .exclude(role="territory")
        .values_list("collection", "network_id")
    )
    by_network: dict[str, list[Dark]] = {}
    for dark in stopped:
        if dark.collection in of_network:
            by_network.setdefault(of_network[dark.collection], []).append(dark)
        else:
            spread.dark.setdefault((dark.collection, dark.fid), dark)
    found = []
    for network_id, parts in sorted(by_network.items()):
        try:
            view = view_of(subject, network_id)
        except UnknownNetwork:
            continue
        feet = [foot for part in parts if (foot := _foot(view, part)) is not None]
        if feet and _add(spread, view, feet, at_round=at_round):
            found.append(view)
    return found
