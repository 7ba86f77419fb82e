"""The features that hang on parts of a network, as far as somebody may see them."""

from collections.abc import Sequence

from django.db import connection
from psycopg import sql

from geo_server.core.subject import Subject
from layers import api as layers
from layers.errors import UnknownCollection

from .kinds import Dark


def hanging_on(
    subject: Subject, network_id: str, parts: Sequence[tuple[str, int]], *, with_proposed: bool = False
) -> list[Dark]:
    """What depends on these parts, by collection and fid.

    What the subject may not see is not there; what a field of the consumer says, only where he may read that field.
    """
    found: list[Dark] = []
    stated = _stated(network_id, parts, with_proposed=with_proposed)
    for collection, field in sorted({(dark.collection, field) for dark, field in stated}):
        here = [dark for dark, said in stated if (dark.collection, said) == (collection, field)]
        seen = _seen(subject, collection, [dark.fid for dark in here], field=field)
        found += [dark for dark in here if dark.fid in seen]
    return found


def _stated(network_id: str, parts: Sequence[tuple[str, int]], *, with_proposed: bool) -> list[tuple[Dark, str]]:
    """What depends on these parts whoever asks, each with the field that says so, "" if somebody stated it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT d.consumer_collection, d.consumer_fid, d.network_id, d.supplier_collection, d.supplier_fid, d.field"
            "  FROM networks_dependency d"
            "  JOIN unnest(%(collections)s::text[], %(fids)s::bigint[]) AS p (collection, fid)"
            "    ON (d.supplier_collection, d.supplier_fid) = (p.collection, p.fid)"
            " WHERE d.network_id = %(network)s AND (d.confirmed OR %(proposed)s)"
            " ORDER BY d.consumer_collection, d.consumer_fid",
            {
                "collections": [collection for collection, _ in parts],
                "fids": [fid for _, fid in parts],
                "network": network_id,
                "proposed": with_proposed,
            },
        )
        return [(Dark(*row[:-1]), row[-1]) for row in cursor.fetchall()]


def _seen(subject: Subject, collection: str, fids: list[int], *, field: str) -> set[int]:
    """Those of the features that he may see, with the value of the field; a masked value is NULL."""
    try:
        source = layers.source(subject, collection_id=collection)
    except UnknownCollection:
        return set()
    if field and field not in source.columns:
        return set()
    told = sql.SQL("s.{} IS NOT NULL").format(sql.Identifier(field)) if field else sql.SQL("TRUE")
    statement = sql.SQL("SELECT s.fid FROM {} s WHERE s.fid = ANY(%(fids)s::bigint[]) AND {}").format(
        source.relation, told
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, {**source.params, "fids": fids})
        return {fid for (fid,) in cursor.fetchall()}
