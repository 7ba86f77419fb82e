"""The cameras near a place that a subject may know of."""

import json

from geo_server.core.subject import Subject
from layers import api as layers
from layers.errors import UnknownCollection
from ocm.cameras.collection import COLLECTION
from ocm.cameras.nearest import NearCamera, box_around, nearest

RANGE_M = 250.0


def list_cameras_near(
    subject: Subject, *, point: tuple[float, float], range_m: float = RANGE_M, limit: int = 5
) -> list[NearCamera]:
    """Cameras within a range of (lon, lat), nearest first; none if there is no camera register for this subject."""
    query = layers.ItemsQuery(bbox=box_around(point, range_m=range_m), limit=1000, with_matched=False)
    try:
        page = layers.find_items(subject, collection_id=COLLECTION, query=query)
    except UnknownCollection:
        return []
    features = json.loads(b"[" + page.features + b"]")
    return nearest(features, point=point, range_m=range_m, limit=limit)
