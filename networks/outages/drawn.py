"""An outage as GeoJSON, for QGIS and the map page."""

from typing import Any

from geo_server.core.subject import Subject

from ..traces.drawn import Drawing, feature_collection
from .kinds import Outage


def features_of_outage(subject: Subject, found: Outage) -> dict[str, Any]:
    """`role` is "out" (where it began, in each network), "cut_off", "node" or "dark"; `round` counts the networks."""
    parts: list[Drawing] = []
    for part in found.networks:
        said = {"network": part.network, "round": part.round}
        begun = {(one.collection, one.fid) for one in part.out}
        for role, features in (("cut_off", part.links), ("node", part.nodes)):
            parts += [
                (one.collection, one.fid, said | {"role": "out" if (one.collection, one.fid) in begun else role})
                for one in features
            ]
    parts += [
        (
            dark.collection,
            dark.fid,
            {"role": "dark", "network": dark.network, "supplier": f"{dark.supplier_collection}.{dark.supplier_fid}"},
        )
        for dark in found.dark
    ]
    return feature_collection(subject, parts)
