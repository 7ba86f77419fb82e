"""Errors that an engineer accepts: they stay, say who accepted them and why, and count no more."""

import json
from datetime import datetime
from typing import Any

from shapely.geometry import shape

from geo_server.core import audit
from geo_server.core.subject import Subject
from layers import api as layers
from layers.errors import UnknownItem

from ..errors import NotAccepted, UnknownNetworkError
from ..selectors.networks import find_network


def accept_error(network_id: str, fid: int, *, why: str, by: Subject, now: datetime) -> None:
    """Let an error stand, with a reason; an empty reason takes that back. It ends when the error is mended.

    Raises:
        UnknownNetwork, UnknownCollection, UnknownNetworkError: he may not know of it, or it is mended.
        NotAccepted: he is neither of the owner's organisation nor an administrator.
    """
    spec = find_network(by, network_id)
    stood = _read(by, spec.errors_collection, network_id, fid)
    if not by.is_administrator and by.organisation != spec.owner:
        raise NotAccepted(network_id)
    accepted = {"accepted": bool(why), "accepted_by": by.key if why else None, "accepted_why": why or None}
    place = None if stood["geometry"] is None else shape(stood["geometry"])
    changed = layers.Feature(place, stood["properties"] | accepted)
    layers.write_features(
        spec.errors_collection, [changed], mode="upsert", key="key", by=by, reason=why or "not accepted", now=now
    )
    audit.record(by, act="accept_network_error", object=network_id, now=now, fid=fid, why=why)


def _read(by: Subject, collection_id: str, network_id: str, fid: int) -> dict[str, Any]:
    try:
        found = layers.get_item(by, collection_id=collection_id, fid=fid)
    except UnknownItem as error:
        raise UnknownNetworkError(network_id, fid) from error
    stood: dict[str, Any] = json.loads(found.feature)
    return stood
