"""The parts of an answer as GeoJSON, for QGIS and the map page."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import connection
from psycopg import sql

from geo_server.core.subject import Subject
from layers import api as layers

from .kinds import Isolation, Route, Trace

Drawing = tuple[str, int, dict[str, Any]]
"""A feature to draw (collection, fid) and what the answer says of it."""


def features_of_trace(subject: Subject, found: Trace) -> dict[str, Any]:
    """Links, node features and what is shut at the edge; `role` is "link", "node" or "stop"."""
    stops = {(stop.collection, stop.fid) for stop in found.stops}
    parts: list[Drawing] = [
        (link.collection, link.fid, {"role": "link", "distance_m": link.distance_m, "steps": link.steps})
        for link in found.links
    ]
    parts += [
        (node.collection, node.fid, {"role": "node", "kind": node.kind, "distance_m": node.distance_m})
        for node in found.nodes
        if (node.collection, node.fid) not in stops
    ]
    parts += [(stop.collection, stop.fid, {"role": "stop"}) for stop in found.stops]
    return feature_collection(subject, parts)


def features_of_isolation(subject: Subject, found: Isolation) -> dict[str, Any]:
    """`role` is "shut", "shut_already", "source", "section", "cut_off" or "node"."""
    parts: list[Drawing] = [(s.collection, s.fid, {"role": "shut", "needed": s.needed}) for s in found.shut]
    parts += [(s.collection, s.fid, {"role": "shut_already"}) for s in found.shut_already]
    parts += [(s.collection, s.fid, {"role": "source", "kind": s.kind}) for s in found.sources]
    parts += [(link.collection, link.fid, {"role": "section"}) for link in found.section]
    parts += [(link.collection, link.fid, {"role": "cut_off"}) for link in found.cut_off]
    drawn = {(collection, fid) for collection, fid, _ in parts}
    parts += [
        (node.collection, node.fid, {"role": "node", "kind": node.kind})
        for node in found.nodes
        if (node.collection, node.fid) not in drawn
    ]
    return feature_collection(subject, parts)


def features_of_route(subject: Subject, found: Route) -> dict[str, Any]:
    """The links of the way, in its order; `role` is "link"."""
    parts: list[Drawing] = [
        (link.collection, link.fid, {"role": "link", "distance_m": link.distance_m, "steps": link.steps})
        for link in found.links
    ]
    return feature_collection(subject, parts)


def feature_collection(subject: Subject, parts: Iterable[Drawing]) -> dict[str, Any]:
    """The features in the order of the parts, each with its title; what he may not see is left out."""
    parts = list(parts)
    known: dict[tuple[str, int], tuple[dict[str, Any] | None, str | None]] = {}
    for collection in dict.fromkeys(name for name, _, _ in parts):
        fids = [fid for name, fid, _ in parts if name == collection]
        known |= {(collection, fid): shape for fid, shape in _shapes(subject, collection, fids).items()}
    features = []
    for collection, fid, said in parts:
        if (collection, fid) not in known:
            continue
        geometry, title = known[collection, fid]
        properties = {"collection": collection, "fid": fid, "title": title} | said
        features.append(
            {"type": "Feature", "id": f"{collection}.{fid}", "geometry": geometry, "properties": properties}
        )
    return {"type": "FeatureCollection", "features": features}


def _shapes(
    subject: Subject, collection: str, fids: list[int]
) -> Mapping[int, tuple[dict[str, Any] | None, str | None]]:
    """Geometry as GeoJSON and title of the features, by fid."""
    source = layers.source(subject, collection_id=collection)
    titled = next(filter(None, (source.collection.field_with_role(role) for role in ("title", "code", "key"))), None)
    title = sql.SQL("s.{}::text").format(sql.Identifier(titled.name)) if titled is not None else sql.SQL("NULL")
    statement = sql.SQL("SELECT s.fid, ST_AsGeoJSON(s.geom, 7, 0), {} FROM {} s WHERE s.fid = ANY(%(fids)s::bigint[])")
    with connection.cursor() as cursor:
        cursor.execute(statement.format(title, source.relation), {**source.params, "fids": fids})
        return {fid: (json.loads(text) if text else None, name) for fid, text, name in cursor.fetchall()}
