"""What the processes about networks have in common: how a start is given, and read."""

from collections.abc import Mapping
from typing import Any

from networks import api as networks

from ..errors import BadStart

MOST_LINKS = 50_000
HARDEST_LIMIT = 500_000

NETWORK: dict[str, Any] = {
    "title": {"vi": "Mạng lưới", "en": "Network"},
    "schema": {"type": "string", "format": "networkId", "minLength": 1, "maxLength": 40},
}
PLACE: dict[str, Any] = {
    "type": "object",
    "required": ["type", "coordinates"],
    "properties": {
        "type": {"type": "string", "enum": ["Point"]},
        "coordinates": {"type": "array", "items": {"type": "number"}, "minItems": 2, "maxItems": 3},
    },
    "format": "geojson-geometry",
}
COLLECTION_SCHEMA: dict[str, Any] = {"type": "string", "minLength": 1, "maxLength": 50}
FID_SCHEMA: dict[str, Any] = {"type": "integer", "minimum": 1, "maximum": 2**63 - 1}
START: dict[str, Any] = {
    "collection": {
        "title": {"vi": "Lớp của tuyến hoặc nút bắt đầu", "en": "Collection of the link or node to begin at"},
        "minOccurs": 0,
        "schema": {**COLLECTION_SCHEMA, "format": "collectionId"},
    },
    "feature": {
        "title": {"vi": "Số hiệu (id) của tuyến hoặc nút bắt đầu", "en": "Number (id) of the link or node to begin at"},
        "minOccurs": 0,
        "schema": FID_SCHEMA,
    },
    "place": {
        "title": {
            "vi": "Hoặc một điểm (GeoJSON, kinh độ trước): lấy tuyến gần nhất",
            "en": "Or a point (GeoJSON, longitude first): the nearest link is taken",
        },
        "minOccurs": 0,
        "schema": PLACE,
    },
}
LIMIT: dict[str, Any] = {
    "title": {"vi": "Số tuyến nhiều nhất", "en": "The most links"},
    "minOccurs": 0,
    "schema": {"type": "integer", "minimum": 1, "maximum": HARDEST_LIMIT, "default": MOST_LINKS},
}
FEATURES: dict[str, Any] = {
    "title": {"vi": "Các đối tượng (GeoJSON)", "en": "Features (GeoJSON)"},
    "schema": {"type": "object", "contentMediaType": "application/geo+json"},
}
SUMMARY: dict[str, Any] = {"title": {"vi": "Tổng hợp", "en": "Summary"}, "schema": {"type": "object"}}


def start_of(
    inputs: Mapping[str, Any], *, collection: str = "collection", feature: str = "feature", place: str = "place"
) -> networks.Start:
    """The start that the inputs name; raises BadStart unless it is one feature or one place."""
    named = collection in inputs or feature in inputs
    if named == (place in inputs) or (named and not (collection in inputs and feature in inputs)):
        raise BadStart(collection, feature, place)
    if named:
        return networks.Start(inputs[collection], int(inputs[feature]))
    return networks.Start(point=point_of(inputs[place], place))


def point_of(geometry: Mapping[str, Any], name: str) -> tuple[float, float]:
    """Longitude and latitude of a GeoJSON point; raises BadStart off the earth."""
    x, y = (float(value) for value in geometry["coordinates"][:2])
    if not (-180 <= x <= 180 and -90 <= y <= 90):
        raise BadStart(name, name, name)
    return x, y


def totals_as_json(totals: networks.Totals) -> dict[str, Any]:
    """Sums as an output; `people` is missing where nobody counts them, or he may not see the count."""
    found: dict[str, Any] = {
        "links": totals.links,
        "length_m": totals.length_m,
        "customers": totals.customers,
        "by_collection": dict(totals.by_collection),
    }
    return found if totals.people is None else found | {"people": totals.people}
