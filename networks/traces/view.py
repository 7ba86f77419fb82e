"""What one subject sees of a network, as SQL: a trace walks over that and over nothing else.

A row that is hidden from him is not there for his trace: it is not counted, and two links that only it joins are not
joined. What a node or link is (its kind, whether it is shut) counts only where he may read the columns that say so.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from psycopg import sql

from geo_server.core.subject import Subject
from layers import api as layers
from layers.errors import UnknownCollection

from ..errors import UnknownNetwork
from ..kinds import NetworkSpec, Part
from ..selectors.networks import get_network

Telling = Callable[["Sight"], sql.Composable]
TRUE, FALSE = sql.SQL("TRUE"), sql.SQL("FALSE")


@dataclass(frozen=True)
class Sight:
    """One collection of a network, as far as he may read it.

    Attributes:
        whole: every row, and the columns that say what a row is to the network.
    """

    part: Part
    source: layers.Source
    whole: bool


@dataclass(frozen=True)
class View:
    """A network through the eyes of one subject; parameters of the expressions are in `params`.

    Attributes:
        spec: the network, whole.
        nodes, links: the collections that he may know.
        whole: he sees all of it, so that no expression needs a look at the rows.
    """

    spec: NetworkSpec
    nodes: tuple[Sight, ...]
    links: tuple[Sight, ...]
    whole: bool
    params: Mapping[str, Any] = field(hash=False)

    @property
    def root_kind(self) -> str:
        """Where service comes from: a source, in a drain the outfall."""
        return "sink" if self.is_drain else "source"

    @property
    def is_drain(self) -> bool:
        """True where things flow to the roots, not from them."""
        return self.spec.domain == "drainage"

    def sight_of(self, collection: str) -> Sight | None:
        """The collection as he sees it, None if he does not know it."""
        return next((s for s in (*self.nodes, *self.links) if s.part.collection == collection), None)

    def shows_link(self, alias: str) -> sql.Composable:
        """True for a row of topology.link that he may see."""
        return TRUE if self.whole else _any(_row_is_seen(sight, alias) for sight in self.links)

    def shows_node(self, alias: str) -> sql.Composable:
        """True for a row of topology.node whose feature he may see; a virtual node has none."""
        seen = TRUE if self.whole else _any(_row_is_seen(sight, alias) for sight in self.nodes)
        return sql.SQL("({}.collection IS NOT NULL AND {})").format(sql.Identifier(alias), seen)

    def kind_of_node(self, alias: str) -> sql.Composable:
        """What a row of topology.node is, '' where he may not know."""
        return self._told(self.nodes, alias, "kind", _kind_is_told, sql.SQL("''"))

    def kind_of_link(self, alias: str) -> sql.Composable:
        """What a row of topology.link is, '' where he may not know."""
        return self._told(self.links, alias, "kind", _kind_is_told, sql.SQL("''"))

    def node_is_shut(self, alias: str) -> sql.Composable:
        """True for a row of topology.node that lets nothing through, as far as he may know."""
        return self._told(self.nodes, alias, "closed", _state_is_told, FALSE)

    def link_is_shut(self, alias: str) -> sql.Composable:
        """True for a row of topology.link that lets nothing through, as far as he may know."""
        return self._told(self.links, alias, "closed", _state_is_told, FALSE)

    def _told(
        self, sights: tuple[Sight, ...], alias: str, column: str, condition: Telling, untold: sql.Composable
    ) -> sql.Composable:
        """The column where the condition holds for one of the collections, else `untold`."""
        value = sql.Identifier(alias, column)
        if self.whole:
            return value
        told = _any(_row_is_seen(sight, alias, condition(sight)) for sight in sights)
        return sql.SQL("CASE WHEN {} THEN {} ELSE {} END").format(told, value, untold)


def view_of(subject: Subject, network_id: str) -> View:
    """The network as the subject sees it.

    Raises:
        UnknownNetwork: there is none, or he may see none of its links.
    """
    spec = get_network(network_id)
    nodes = _sights(subject, spec.nodes)
    links = _sights(subject, spec.links)
    if not links:
        raise UnknownNetwork(network_id)
    known = len(nodes) == len(spec.nodes) and len(links) == len(spec.links)
    params: dict[str, Any] = {"network": spec.id}
    for sight in (*nodes, *links):
        params |= sight.source.params
    whole = known and all(sight.whole for sight in (*nodes, *links))
    return View(spec, nodes, links, whole, params)


def _sights(subject: Subject, parts: tuple[Part, ...]) -> tuple[Sight, ...]:
    sights = []
    for part in parts:
        try:
            source = layers.source(subject, collection_id=part.collection)
        except UnknownCollection:
            continue
        all_rows = layers.whole_view(subject, collection_id=part.collection) is not None
        sights.append(Sight(part, source, whole=all_rows and _telling_columns(part) <= set(source.columns)))
    return tuple(sights)


def _telling_columns(part: Part) -> set[str]:
    """The fields that say what a row is to the network."""
    return {*part.closed} | ({part.columns["kind"]} if "kind" in part.columns else set())


def _kind_is_told(sight: Sight) -> sql.Composable:
    """True for a row, alias `seen`, whose kind he may know; a masked value is NULL."""
    name = sight.part.columns.get("kind")
    if name is None:
        return TRUE
    return sql.SQL("{} IS NOT NULL").format(sql.Identifier("seen", name)) if name in sight.source.columns else FALSE


def _state_is_told(sight: Sight) -> sql.Composable:
    """True for a row, alias `seen`, where a column that he may read says that it is shut."""
    shown = {name: values for name, values in sight.part.closed.items() if name in sight.source.columns}
    return _any(
        sql.SQL("{}::text = ANY({})").format(sql.Identifier("seen", name), sql.Literal(list(values)))
        for name, values in shown.items()
    )


def _row_is_seen(sight: Sight, alias: str, also: sql.Composable = TRUE) -> sql.Composable:
    """True for a topology row of this collection whose feature he may read; `also` is about it, alias `seen`."""
    return sql.SQL(
        "({alias}.collection = {collection} AND EXISTS"
        " (SELECT 1 FROM {relation} seen WHERE seen.fid = {alias}.fid AND {also}))"
    ).format(
        alias=sql.Identifier(alias),
        collection=sql.Literal(sight.part.collection),
        relation=sight.source.relation,
        also=also,
    )


def _any(parts: Iterable[sql.Composable]) -> sql.Composable:
    conditions = list(parts)
    return sql.SQL("({})").format(sql.SQL(" OR ").join(conditions)) if conditions else FALSE
