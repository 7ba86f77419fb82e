"""State what depends on a network: by a field that names the supplier, by nearness as a proposal, one by one."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from psycopg import sql

from geo_server.core import audit
from geo_server.core.subject import Subject
from layers import api as layers
from layers.errors import UnknownField

from ..errors import NotInNetwork
from ..models import Dependency
from ..traces.kinds import Start
from ..traces.starting import foot_of
from ..traces.view import Sight, View, view_of
from .kinds import Stated

UNKNOWN_SHOWN = 100
FARTHEST_M = 2000.0


def state_by_field(network_id: str, *, consumers: str, field: str, by: Subject, now: datetime) -> Stated:
    """Every row of a collection hangs on the node whose code its field names; older statements of this kind go.

    Raises:
        UnknownNetwork, UnknownCollection, UnknownField.
        NotAllowed: he may not change the collection.
    """
    view, source = _both(network_id, consumers, by)
    if field not in source.columns:
        raise UnknownField(consumers, field)
    with transaction.atomic(), connection.cursor() as cursor:
        old = Dependency.objects.filter(network_id=network_id, consumer_collection=consumers, origin="field")
        old.delete()
        stated, facts = 0, _facts(view, consumers, by, now) | {"field": field}
        for sight in _suppliers(view):
            stated += _write(cursor, _BY_FIELD, sight, source, _named(sight, field), facts)
        unknown = _without_supplier(cursor, view, source, consumers, field)
        audit.record(by, act="state_dependencies", object=f"{network_id} {consumers}.{field}", now=now)
    return Stated(stated, unknown)


def propose_by_nearness(network_id: str, *, consumers: str, within_m: float, by: Subject, now: datetime) -> Stated:
    """Every row that hangs on nothing yet, inside the territory, is proposed to hang on the nearest node but a source.

    A proposal counts once somebody confirms it. Older proposals of this collection go.

    Raises:
        UnknownNetwork, UnknownCollection.
        NotAllowed: he may not change the collection.
    """
    view, source = _both(network_id, consumers, by)
    with transaction.atomic(), connection.cursor() as cursor:
        old = Dependency.objects.filter(network_id=network_id, consumer_collection=consumers, confirmed=False)
        old.delete()
        facts = _facts(view, consumers, by, now) | {"within": min(within_m, FARTHEST_M)}
        inside = _inside_territory(view)
        stated = sum(_write(cursor, _NEAREST, sight, source, inside, facts) for sight in view.nodes)
        audit.record(by, act="propose_dependencies", object=f"{network_id} {consumers}", now=now)
    return Stated(stated)


def state_one(network_id: str, *, consumer: Start, supplier: Start, by: Subject, now: datetime) -> None:
    """Say of one feature what it hangs on.

    Raises:
        UnknownNetwork, UnknownCollection, UnknownItem, NotInNetwork.
        NotAllowed: he may not change the collection of the consumer.
    """
    view, _ = _both(network_id, consumer.collection, by)
    layers.get_item(by, collection_id=consumer.collection, fid=consumer.fid)
    begun = foot_of(view, supplier).begun
    with transaction.atomic():
        Dependency.objects.update_or_create(
            network_id=network_id,
            consumer_collection=consumer.collection,
            consumer_fid=consumer.fid,
            defaults={
                "supplier_collection": begun.collection, "supplier_fid": begun.fid, "origin": "stated", "field": "",
                "confirmed": True, "distance_m": None, "stated_at": now, "stated_by": by.key,
            },
        )  # fmt: skip
        audit.record(by, act="state_dependency", object=f"{network_id} {consumer.collection}/{consumer.fid}", now=now)


def confirm_proposals(network_id: str, *, consumers: str, by: Subject, now: datetime) -> int:
    """Let the proposals of a collection count; returns how many. Raises as `propose_by_nearness`."""
    _both(network_id, consumers, by)
    with transaction.atomic():
        proposed = Dependency.objects.filter(network_id=network_id, consumer_collection=consumers, confirmed=False)
        confirmed = proposed.update(confirmed=True, stated_at=now, stated_by=by.key)
        audit.record(by, act="confirm_dependencies", object=f"{network_id} {consumers}", now=now)
    return confirmed


def _both(network_id: str, consumers: str, by: Subject) -> tuple[View, layers.Source]:
    """The network and the collection, for somebody who may say what hangs on what."""
    view = view_of(by, network_id)
    source = layers.source(by, collection_id=consumers)
    if not by.is_administrator:
        layers.require_action(by, collection_id=consumers, action="update")
    return view, source


def _suppliers(view: View) -> list[Sight]:
    """Collections of nodes with codes; raises NotInNetwork without one."""
    coded = [sight for sight in view.nodes if sight.part.columns.get("code") in sight.source.columns]
    if not coded:
        raise NotInNetwork(view.spec.id, "code", 0)
    return coded


def _named(sight: Sight, field: str) -> sql.Composable:
    """True where the consumer, alias c, names the node, alias s."""
    code = sight.part.columns["code"]
    return sql.SQL("c.{}::text = s.{}::text").format(sql.Identifier(field), sql.Identifier(code))


def _inside_territory(view: View) -> sql.Composable:
    """True where the consumer, alias c, lies in the territory of the network."""
    if not view.spec.territory:
        return sql.SQL("TRUE")
    return sql.SQL("EXISTS (SELECT 1 FROM {} t WHERE ST_Intersects(t.geom, c.geom))").format(
        sql.Identifier("feature", view.spec.territory)
    )


def _facts(view: View, consumers: str, by: Subject, now: datetime) -> dict[str, Any]:
    return {"network": view.spec.id, "consumers": consumers, "now": now, "by": by.key}


def _write(
    cursor: Any,
    statement: sql.SQL,
    sight: Sight,
    source: layers.Source,
    condition: sql.Composable,
    facts: Mapping[str, Any],
) -> int:
    composed = statement.format(suppliers=sight.source.relation, consumers=source.relation, condition=condition)
    cursor.execute(composed, {**sight.source.params, **source.params, **facts, "suppliers": sight.part.collection})
    return int(cursor.rowcount)


def _without_supplier(cursor: Any, view: View, source: layers.Source, consumers: str, field: str) -> tuple[str, ...]:
    """Values of the field that name no node."""
    statement = sql.SQL(
        "SELECT DISTINCT c.{field}::text FROM {consumers} c WHERE c.{field} IS NOT NULL AND NOT EXISTS"
        " (SELECT 1 FROM networks_dependency d WHERE d.network_id = %(network)s"
        "     AND (d.consumer_collection, d.consumer_fid) = (%(consumers)s, c.fid)) ORDER BY 1 LIMIT %(most)s"
    ).format(field=sql.Identifier(field), consumers=source.relation)
    cursor.execute(statement, {**source.params, "network": view.spec.id, "consumers": consumers, "most": UNKNOWN_SHOWN})
    return tuple(value for (value,) in cursor.fetchall())


_BY_FIELD = sql.SQL("""
INSERT INTO networks_dependency (consumer_collection, consumer_fid, network_id, supplier_collection, supplier_fid,
                                 origin, field, confirmed, stated_at, stated_by)
SELECT DISTINCT ON (c.fid) %(consumers)s, c.fid, %(network)s, %(suppliers)s, s.fid, 'field', %(field)s, TRUE,
       %(now)s::timestamptz, %(by)s
  FROM {consumers} c JOIN {suppliers} s ON {condition}
 ORDER BY c.fid, s.fid
    ON CONFLICT (consumer_collection, consumer_fid, network_id) DO UPDATE
   SET supplier_collection = excluded.supplier_collection, supplier_fid = excluded.supplier_fid, origin = 'field',
       field = excluded.field, confirmed = TRUE, distance_m = NULL,
       stated_at = excluded.stated_at, stated_by = excluded.stated_by
""")

_NEAREST = sql.SQL("""
INSERT INTO networks_dependency (consumer_collection, consumer_fid, network_id, supplier_collection, supplier_fid,
                                 origin, field, confirmed, distance_m, stated_at, stated_by)
SELECT %(consumers)s, c.fid, %(network)s, %(suppliers)s, s.fid, 'nearest', '', FALSE, s.metres,
       %(now)s::timestamptz, %(by)s
  FROM {consumers} c
 CROSS JOIN LATERAL (
       SELECT n.fid, ST_Distance(n.geom::geography, c.geom::geography) AS metres
         FROM {suppliers} n
         JOIN topology.node t ON (t.collection, t.fid, t.network) = (%(suppliers)s, n.fid, %(network)s)
        WHERE t.kind <> 'source' AND ST_DWithin(n.geom::geography, c.geom::geography, %(within)s)
        ORDER BY n.geom <-> c.geom LIMIT 1) s
 WHERE c.geom IS NOT NULL AND {condition}
    ON CONFLICT (consumer_collection, consumer_fid, network_id) DO UPDATE
   SET supplier_collection = excluded.supplier_collection, supplier_fid = excluded.supplier_fid,
       distance_m = excluded.distance_m
 WHERE NOT networks_dependency.confirmed AND networks_dependency.distance_m > excluded.distance_m
""")
