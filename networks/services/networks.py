"""Define networks and let them go. What a network is made of is kept by triggers from then on."""

from datetime import datetime

from django.db import connection, transaction

from geo_server.core import audit
from geo_server.core.subject import Subject
from layers import api as layers

from ..checks import check_network
from ..collections import clearances_collection, errors_collection
from ..documents import member_columns, to_document
from ..errors import UnknownNetwork
from ..kinds import NetworkSpec
from ..models import Member, Network
from ..rules import severities_of

READERS = ("role:planner",)
"""Who reads the errors of every network, beside the members of its owner."""


def define_network(spec: NetworkSpec, *, by: Subject, now: datetime) -> None:
    """Make a network of collections, or change what it is made of; topology and errors stand when this returns.

    Raises:
        BadNetwork: with every fault of the description; nothing was changed.
    """
    collections = check_network(spec, by=by)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('networks.define:' || %s))", [spec.id])
        layers.define_collection(errors_collection(spec), by=by, now=now)
        layers.define_collection(clearances_collection(), by=by, now=now)
        cursor.execute("SELECT topology.index_errors(%s)", [spec.id])
        for grantee in (spec.owner, *READERS):
            layers.grant_read(spec.errors_collection, to=grantee, by=by, now=now)
        for grantee in READERS:
            layers.grant_read("network_clearances", to=grantee, by=by, now=now)
        for name in sorted(collections):
            cursor.execute("SELECT topology.watch(%s)", [name])
        before = _store(spec, collections, by=by, now=now)
        _unwatch(cursor, before - collections.keys())
        cursor.execute("SELECT topology.rebuild(%s), topology.check_all(%s)", [spec.id, spec.id])
        audit.record(by, act="define_network", object=spec.id, now=now)


def drop_network(network_id: str, *, by: Subject, now: datetime) -> None:
    """Let a network go, with its topology and errors; its collections stay. Raises UnknownNetwork."""
    with transaction.atomic(), connection.cursor() as cursor:
        network = Network.objects.select_for_update().filter(pk=network_id).first()
        if network is None:
            raise UnknownNetwork(network_id)
        names = set(network.members.values_list("collection", flat=True))
        network.delete()
        _unwatch(cursor, names)
        cursor.execute("SELECT topology.forget(%s)", [network_id])
        cursor.execute("DELETE FROM feature.network_clearances WHERE %s IN (network, other_network)", [network_id])
        layers.retire_collection(f"{network_id}_errors", by=by, now=now)
        audit.record(by, act="drop_network", object=network_id, now=now)


def _store(spec: NetworkSpec, collections: dict[str, layers.CollectionSpec], *, by: Subject, now: datetime) -> set[str]:
    """Write the network and its members; returns the collections that it had before."""
    known = Network.objects.select_for_update().filter(pk=spec.id).first()
    before = set(known.members.values_list("collection", flat=True)) if known else set()
    values = {
        "domain": spec.domain,
        "owner": spec.owner,
        "tolerance_m": spec.tolerance_m,
        "latitude": known.latitude if known else 0.0,
        "radial": spec.radial,
        "flow": spec.flow,
        "rules": severities_of(spec),
        "document": to_document(spec),
        "defined_at": now,
        "defined_by": by.key,
    }
    network, _ = Network.objects.update_or_create(pk=spec.id, defaults=values)
    network.members.all().delete()
    Member.objects.bulk_create(
        Member(
            network=network,
            collection=part.collection,
            role=role,
            columns=member_columns(spec, part, collections[part.collection]),
        )
        for role, parts in (("node", spec.nodes), ("link", spec.links))
        for part in parts
    )
    if spec.territory:
        Member.objects.create(network=network, collection=spec.territory, role="territory")
    return before


def _unwatch(cursor, names: set[str]) -> None:  # type: ignore[no-untyped-def]
    """Take the triggers from collections that no network has any more."""
    still = set(Member.objects.filter(collection__in=names).values_list("collection", flat=True))
    for name in sorted(names - still):
        cursor.execute("SELECT topology.unwatch(%s)", [name])
