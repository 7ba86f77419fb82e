"""`within-distance`: the features of a collection that a shape touches or that lie near it."""

import json
from collections.abc import Mapping
from typing import Any, ClassVar

import shapely
from shapely.geometry.base import BaseGeometry

from geo_server.core.errors import DomainError
from geo_server.core.subject import Subject
from geo_server.core.watch import Watch
from layers import api as layers

from .process import Process

FARTHEST_M = 20_000
MOST_FEATURES = 5_000
MOST_VERTICES = 20_000


class BadShape(DomainError):
    """The given geometry is no shape on the ground."""

    def __init__(self, en: str, vi: str) -> None:
        super().__init__(f"The input 'geometry': {en}", f"Đầu vào 'geometry': {vi}")


class WithinDistance(Process):
    """Distances are metres on the ellipsoid: who lives along the planned road, which pipes lie near the pit."""

    description: ClassVar[dict[str, Any]] = {
        "id": "within-distance",
        "version": "1.0.0",
        "title": {"vi": "Tìm trong bán kính", "en": "Within a distance"},
        "description": {
            "vi": "Các đối tượng của một lớp nằm trên hoặc cách một hình không quá số mét đã cho, gần nhất trước.",
            "en": "The features of a collection that a shape touches or that lie at most so many metres away, nearest"
            " first.",
        },
        "keywords": {"vi": ["khoảng cách"], "en": ["distance", "buffer"]},
        "jobControlOptions": ["sync-execute", "async-execute", "dismiss"],
        "outputTransmission": ["value", "reference"],
        "inputs": {
            "collection": {
                "title": {"vi": "Lớp cần tìm", "en": "Collection"},
                "schema": {"type": "string", "format": "collectionId", "minLength": 1, "maxLength": 100},
            },
            "geometry": {
                "title": {"vi": "Hình (GeoJSON, kinh độ trước)", "en": "Shape (GeoJSON, longitude first)"},
                "schema": {
                    "type": "object",
                    "required": ["type"],
                    "properties": {"type": {"type": "string"}},
                    "format": "geojson-geometry",
                },
            },
            "distance_m": {
                "title": {"vi": "Khoảng cách (m)", "en": "Distance (m)"},
                "schema": {"type": "number", "minimum": 0, "maximum": FARTHEST_M},
            },
            "limit": {
                "title": {"vi": "Số đối tượng nhiều nhất", "en": "The most features"},
                "minOccurs": 0,
                "schema": {"type": "integer", "minimum": 1, "maximum": MOST_FEATURES, "default": 1000},
            },
        },
        "outputs": {
            "features": {
                "title": {"vi": "Các đối tượng", "en": "Features"},
                "schema": {"type": "object", "contentMediaType": "application/geo+json"},
            },
            "count": {"title": {"vi": "Số đối tượng", "en": "Number of features"}, "schema": {"type": "integer"}},
        },
        "example": {
            "inputs": {
                "collection": "cameras",
                "geometry": {"value": {"type": "Point", "coordinates": [106.7009, 10.7769]}},
                "distance_m": 500,
            },
            "outputs": {"features": {}},
        },
    }

    def run(self, inputs: Mapping[str, Any], *, subject: Subject, watch: Watch) -> dict[str, Any]:
        found = layers.within_distance(
            subject,
            collection_id=inputs["collection"],
            geometry=_shape(inputs["geometry"]),
            distance_m=float(inputs["distance_m"]),
            most=int(inputs.get("limit", 1000)),
        )
        features = [json.loads(near.feature) for near in found]
        return {"features": {"type": "FeatureCollection", "features": features}, "count": len(features)}


def _shape(given: Mapping[str, Any]) -> BaseGeometry:
    """The shape of a GeoJSON geometry; raises BadShape."""
    try:
        shape = shapely.from_geojson(json.dumps(given))
    except (shapely.errors.GEOSException, TypeError, ValueError) as error:
        raise BadShape(f"it is no GeoJSON geometry ({error}).", f"không phải hình GeoJSON ({error}).") from error
    if shape is None or shape.is_empty:
        raise BadShape("it is empty.", "hình rỗng.")
    if shapely.get_num_coordinates(shape) > MOST_VERTICES:
        raise BadShape(f"it has more than {MOST_VERTICES} vertices.", f"có hơn {MOST_VERTICES} đỉnh.")
    west, south, east, north = shape.bounds
    if not (-180 <= west <= east <= 180 and -90 <= south <= north <= 90):
        raise BadShape(
            "longitude comes first, in degrees; VN-2000 coordinates must be transformed before.",
            "kinh độ viết trước, tính bằng độ; tọa độ VN-2000 phải được chuyển đổi trước.",
        )
    return shapely.force_2d(shape)
