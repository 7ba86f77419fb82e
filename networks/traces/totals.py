"""Sums over the parts of an answer: metres, features, customers, people."""

from collections import Counter
from collections.abc import Iterable

from django.db import connection
from psycopg import sql

from .kinds import LinkFound, NodeFound, Totals
from .view import Sight, View

PEOPLE = "people"
"""The column of a network that says how many persons stand behind a customer."""


def totals_of(view: View, links: Iterable[LinkFound], nodes: Iterable[NodeFound]) -> Totals:
    """Sums of an answer; people only where he may read the field that counts them."""
    links, nodes = list(links), list(nodes)
    customers = [node for node in nodes if node.kind == "customer"]
    return Totals(
        links=len(links),
        length_m=round(sum(link.length_m for link in links), 2),
        customers=len(customers),
        people=_people(view, customers),
        by_collection=dict(sorted(_count(links, nodes).items())),
    )


def _count(links: list[LinkFound], nodes: list[NodeFound]) -> Counter[str]:
    return Counter(link.collection for link in links) + Counter(node.collection for node in nodes)


def _people(view: View, customers: list[NodeFound]) -> int | None:
    counted = [(sight, name) for sight in view.nodes if (name := _field_of(sight)) is not None]
    if not counted:
        return None
    return sum(
        _sum(sight, name, [node.fid for node in customers if node.collection == sight.part.collection])
        for sight, name in counted
    )


def _field_of(sight: Sight) -> str | None:
    name = sight.part.columns.get(PEOPLE)
    return name if name in sight.source.columns else None


def _sum(sight: Sight, name: str, fids: list[int]) -> int:
    if not fids:
        return 0
    statement = sql.SQL("SELECT coalesce(round(sum(s.{})), 0) FROM {} s WHERE s.fid = ANY(%(fids)s::bigint[])").format(
        sql.Identifier(name), sight.source.relation
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, {**sight.source.params, "fids": fids})
        return int(cursor.fetchone()[0])
