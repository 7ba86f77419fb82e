"""Who loses every source when a section lies idle, and in a drain: who loses every outfall."""

from dataclasses import dataclass, replace

from ..errors import TooManyLinks
from .reach import LinkRow, Walk, links_at, nodes_at, reach, reaches
from .section import Section
from .sides import fed_and_unfed
from .starting import Foot
from .view import View


@dataclass(frozen=True)
class Loss:
    """What is cut off.

    Attributes:
        nodes: without any source (in a drain: outfall) now.
        links: outside the section, with no end that has one.
        fed: nodes just outside the section that still have one.
    """

    nodes: frozenset[int]
    links: tuple[LinkRow, ...]
    fed: frozenset[int]


NOTHING = Loss(frozenset(), (), frozenset())


def loss_of_supply(view: View, section: Section, *, most: int) -> Loss:
    """What has no source left; nothing, where neither the section nor its neighbours had one. Raises TooManyLinks."""
    around = Walk(sorted(_outside(section)), without=section.idle, without_links=section.cut)
    fed, unfed = fed_and_unfed(view, around)
    had_source = fed or any(node.kind == view.root_kind for node in section.inside.values())
    if not had_source:
        return NOTHING
    dark = _all_of(view, replace(around, seeds=unfed), most=most) if unfed else set()
    dark = {node.id for node in nodes_at(view, sorted(dark - section.idle)) if not node.shut}
    return Loss(frozenset(dark), _links_without(view, section, dark, fed), frozenset(fed))


def loss_of_outfall(view: View, section: Section, foot: Foot, *, most: int) -> Loss:
    """What can drain nowhere when the section is blocked; nothing, where that led nowhere. Raises TooManyLinks."""
    below = Walk(_end(foot, "downstream"), "downstream")
    if not reaches(view, below, kind=view.root_kind):
        return NOTHING
    above = Walk(_end(foot, "upstream"), "upstream", without_links=section.cut)
    upstream = _all_of(view, above, most=most)
    links = [link for link in links_at(view, sorted(upstream)) if link.key not in section.cut]
    nodes = nodes_at(view, sorted(upstream))
    standing = {node.id for node in nodes if node.id not in section.idle and not node.shut}
    drained = {node.id for node in nodes if node.kind == view.root_kind and node.id in standing}
    leaving = {(end, link.other_end(end)) for link in links for end in _ends(link) if link.lets_pass(end, "downstream")}
    for outer in sorted({to for end, to in leaving if end in standing and to not in upstream | section.idle}):
        walk = Walk([outer], "downstream", without=section.idle, without_links=section.cut)
        if reaches(view, walk, kind=view.root_kind):
            drained.add(outer)
    drained = _flows_to(drained, leaving, standing)
    dark = standing - drained
    lost = sorted(link for link in links if _drains_into(dark, link))
    return Loss(frozenset(dark), tuple(lost), frozenset())


def _drains_into(dark: set[int], link: LinkRow) -> bool:
    """Whether what is in the link flows to one of these nodes."""
    return any(end in dark and link.lets_pass(link.other_end(end), "downstream") for end in _ends(link))


def _flows_to(goals: set[int], leaving: set[tuple[int, int]], standing: set[int]) -> set[int]:
    """The goals and every node from which one of them can be reached."""
    before: dict[int, list[int]] = {}
    for end, to in leaving:
        if end in standing:
            before.setdefault(to, []).append(end)
    found, queue = set(goals), list(goals)
    while queue:
        for node in before.get(queue.pop(), ()):
            if node not in found:
                found.add(node)
                queue.append(node)
    return found


def _outside(section: Section) -> set[int]:
    """Nodes next to the section from which supply could come."""
    beyond = {node for gate in section.gates for node in gate.outside}
    if not section.gates:
        beyond |= {end for link in section.links for end in _ends(link)}
    return beyond - section.idle


def _end(foot: Foot, way: str) -> tuple[int, ...]:
    """The end of the link that lies this way, or the node; both ends where nothing is known of the flow."""
    link = foot.link
    if link is None or link.flow == 0:
        return foot.nodes
    return (link.to_node,) if (link.flow > 0) == (way == "downstream") else (link.from_node,)


def _ends(link: LinkRow) -> tuple[int, int]:
    return link.from_node, link.to_node


def _all_of(view: View, walk: Walk, *, most: int) -> set[int]:
    found = reach(view, walk, most=most + 2)
    if len(found) > most + 1:
        raise TooManyLinks(most)
    return set(found)


def _links_without(view: View, section: Section, dark: set[int], fed: set[int]) -> tuple[LinkRow, ...]:
    """Links outside the section that hang on nodes without a source, or on nothing but gates and shut valves."""
    left_out = {link.key for link in section.links} | {(gate.collection, gate.fid) for gate in section.gates}
    found = {link.key: link for link in links_at(view, sorted(dark)) if not link.shut} if dark else {}
    found |= {link.key: link for link in section.beyond if not fed & set(_ends(link))}
    return tuple(link for key, link in sorted(found.items()) if key not in left_out)
