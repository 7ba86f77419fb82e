"""Which nodes a walk reaches, by one recursive statement in the database; what lies there is read afterwards.

Measured against a frontier kept in plpgsql and the whole part pulled into an array: docs/understand/traces.md.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db import connection
from psycopg import sql

from .kinds import TraceKind
from .view import TRUE, View

_ALONG, _AGAINST = sql.SQL("l.flow >= 0"), sql.SQL("l.flow <= 0")
WAYS: dict[TraceKind, tuple[sql.Composable, sql.Composable]] = {
    "connected": (TRUE, TRUE),
    "downstream": (_ALONG, _AGAINST),
    "upstream": (_AGAINST, _ALONG),
}
"""When a walk may leave a node by a link that begins there, and by one that ends there."""


@dataclass(frozen=True)
class Walk:
    """How to walk.

    Attributes:
        seeds: nodes to begin at.
        way: which links may be passed in which direction; one whose flow is 0 always.
        through: nodes that are passed even if they are shut (the valve at which somebody stands).
        at_valves: stop at every valve, shut or not.
        without: nodes that are not passed.
        without_links: links that are not passed.
    """

    seeds: Collection[int]
    way: TraceKind = "connected"
    through: Collection[int] = ()
    at_valves: bool = False
    without: Collection[int] = ()
    without_links: Collection[tuple[str, int]] = ()


class LinkRow(NamedTuple):
    """A row of topology.link as he may know it."""

    collection: str
    fid: int
    from_node: int
    to_node: int
    length_m: float
    flow: int
    shut: bool
    kind: str

    @property
    def key(self) -> tuple[str, int]:
        """Its feature."""
        return self.collection, self.fid

    def other_end(self, node: int) -> int:
        """The node at its other end."""
        return self.to_node if node == self.from_node else self.from_node

    def lets_pass(self, node: int, way: TraceKind) -> bool:
        """Whether a walk may leave this end of the link."""
        if self.shut:
            return False
        if way == "connected" or self.flow == 0 or self.from_node == self.to_node:
            return True
        leaves_with_flow = (node == self.from_node) == (self.flow > 0)
        return leaves_with_flow == (way == "downstream")


class NodeRow(NamedTuple):
    """A row of topology.node as he may know it; `collection` is None for a virtual node or one that is hidden."""

    id: int
    collection: str | None
    fid: int | None
    kind: str
    shut: bool


def reach(view: View, walk: Walk, *, most: int) -> list[int]:
    """The nodes that a walk comes to, in the order of steps, the seeds first; at most so many.

    Nodes at which it stops are among them.
    """
    statement = _reached(view, walk) + sql.SQL("SELECT node FROM reached LIMIT %(most)s")
    with connection.cursor() as cursor:
        cursor.execute(statement, _params(view, walk) | {"most": most})
        return [node for (node,) in cursor.fetchall()]


def reaches(view: View, walk: Walk, *, kind: str | None, targets: Collection[int] = ()) -> bool:
    """Whether a walk comes to an open node of this kind, or to one of the targets; it ends at the first."""
    statement = _reached(view, walk) + sql.SQL(
        "SELECT EXISTS (SELECT 1 FROM reached r JOIN topology.node n ON n.id = r.node"
        " WHERE NOT {} AND (n.id = ANY(%(targets)s::bigint[]) OR {} = %(kind)s))"
    ).format(_stop(view, walk), view.kind_of_node("n"))
    with connection.cursor() as cursor:
        cursor.execute(statement, _params(view, walk) | {"kind": kind, "targets": list(targets)})
        return bool(cursor.fetchone()[0])


def _reached(view: View, walk: Walk) -> sql.Composable:
    along, against = WAYS[walk.way]
    return _REACHED.format(
        stop=_stop(view, walk), along=_passable(view, walk, along), against=_passable(view, walk, against)
    )


def _params(view: View, walk: Walk) -> dict[str, Any]:
    cut = [f"{collection}:{fid}" for collection, fid in walk.without_links]
    lists = {"seeds": list(walk.seeds), "through": list(walk.through), "without": list(walk.without)}
    return {**view.params, **lists, "cut": cut}


def links_at(view: View, nodes: Sequence[int]) -> list[LinkRow]:
    """Every link that he may see and that begins or ends at one of the nodes."""
    statement = _LINKS.format(shut=view.link_is_shut("l"), kind=view.kind_of_link("l"), shown=view.shows_link("l"))
    with connection.cursor() as cursor:
        cursor.execute(statement, {**view.params, "nodes": list(nodes)})
        return [LinkRow(*row) for row in cursor.fetchall()]


def nodes_at(view: View, nodes: Sequence[int]) -> list[NodeRow]:
    """What stands at the nodes."""
    statement = _NODES.format(shown=view.shows_node("n"), shut=view.node_is_shut("n"), kind=view.kind_of_node("n"))
    with connection.cursor() as cursor:
        cursor.execute(statement, {**view.params, "nodes": list(nodes)})
        return [NodeRow(*row) for row in cursor.fetchall()]


def _stop(view: View, walk: Walk) -> sql.Composable:
    """True for a node, alias n, that the walk does not leave."""
    stop = view.node_is_shut("n")
    if walk.at_valves:
        stop = sql.SQL("({} OR {} = 'valve')").format(stop, view.kind_of_node("n"))
    if walk.through:
        stop = sql.SQL("({} AND n.id <> ALL(%(through)s::bigint[]))").format(stop)
    if walk.without:
        stop = sql.SQL("({} OR n.id = ANY(%(without)s::bigint[]))").format(stop)
    return stop


def _passable(view: View, walk: Walk, way: sql.Composable) -> sql.Composable:
    """True for a link, alias l, that a walk may pass this way."""
    conditions = [sql.SQL("NOT {}").format(view.link_is_shut("l")), way, view.shows_link("l")]
    if walk.at_valves:
        conditions.append(sql.SQL("{} <> 'valve'").format(view.kind_of_link("l")))
    if walk.without_links:
        conditions.append(sql.SQL("l.collection || ':' || l.fid <> ALL(%(cut)s)"))
    return sql.SQL(" AND ").join(conditions)


_REACHED = sql.SQL("""
WITH RECURSIVE reached(node) AS (
    SELECT unnest(%(seeds)s::bigint[])
    UNION
    SELECT step.node
      FROM reached r
      JOIN topology.node n ON n.id = r.node AND NOT {stop}
     CROSS JOIN LATERAL (
           SELECT l.to_node AS node FROM topology.link l WHERE l.from_node = r.node AND {along}
           UNION ALL
           SELECT l.from_node FROM topology.link l WHERE l.to_node = r.node AND {against}
     ) step
)
""")

_LINKS = sql.SQL("""
SELECT l.collection, l.fid, l.from_node, l.to_node, l.length_m, l.flow, {shut}, {kind} FROM (
       SELECT * FROM topology.link WHERE from_node = ANY(%(nodes)s::bigint[])
       UNION
       SELECT * FROM topology.link WHERE to_node = ANY(%(nodes)s::bigint[])
     ) l WHERE l.network = %(network)s AND {shown}
""")

_NODES = sql.SQL("""
SELECT n.id, CASE WHEN s.shown THEN n.collection END, CASE WHEN s.shown THEN n.fid END, {kind}, {shut}
  FROM topology.node n CROSS JOIN LATERAL (SELECT {shown} AS shown) s
 WHERE n.id = ANY(%(nodes)s::bigint[])
""")
