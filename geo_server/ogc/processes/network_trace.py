"""`network-trace`: what hangs together with a part of a network, feeds it or is fed by it, and the way between two."""

from collections.abc import Mapping
from typing import Any, ClassVar

from geo_server.core.subject import Subject
from geo_server.core.watch import Watch
from networks import api as networks

from .network_inputs import (
    FEATURES,
    FID_SCHEMA,
    LIMIT,
    MOST_LINKS,
    NETWORK,
    PLACE,
    START,
    SUMMARY,
    start_of,
    totals_as_json,
)
from .process import Process

KINDS = ["connected", "upstream", "downstream", "shortest"]


class NetworkTrace(Process):
    """The walk goes over what the subject may see, and over nothing else."""

    description: ClassVar[dict[str, Any]] = {
        "id": "network-trace",
        "version": "1.0.0",
        "title": {"vi": "Dò mạng lưới", "en": "Trace a network"},
        "description": {
            "vi": "Từ một tuyến, nút hoặc vị trí: phần mạng thông nhau (connected), phía nguồn (upstream), phía sau"
            " (downstream), hoặc đường ngắn nhất tới một nơi khác (shortest). Dừng tại van, cầu dao đang đóng đường.",
            "en": "From a link, node or place: what hangs together with it (connected), what feeds it (upstream), what"
            " it feeds (downstream), or the shortest way to another place (shortest). It stops at what is shut.",
        },
        "keywords": {"vi": ["mạng lưới", "dò"], "en": ["network", "trace", "upstream", "downstream"]},
        "jobControlOptions": ["sync-execute", "async-execute", "dismiss"],
        "outputTransmission": ["value", "reference"],
        "inputs": {
            "network": NETWORK,
            "kind": {
                "title": {"vi": "Cách dò", "en": "Kind of trace"},
                "minOccurs": 0,
                "schema": {"type": "string", "enum": KINDS, "default": "connected"},
            },
            **START,
            "to_collection": {
                "title": {"vi": "shortest: lớp của nơi đến", "en": "shortest: collection of the other end"},
                "minOccurs": 0,
                "schema": START["collection"]["schema"],
            },
            "to_feature": {
                "title": {"vi": "shortest: số hiệu của nơi đến", "en": "shortest: number of the other end"},
                "minOccurs": 0,
                "schema": FID_SCHEMA,
            },
            "to_place": {
                "title": {"vi": "shortest: hoặc điểm đến", "en": "shortest: or a point at the other end"},
                "minOccurs": 0,
                "schema": PLACE,
            },
            "max_links": LIMIT,
        },
        "outputs": {"features": FEATURES, "summary": SUMMARY},
        "example": {
            "inputs": {
                "network": "water",
                "kind": "downstream",
                "place": {"value": {"type": "Point", "coordinates": [106.7009, 10.7769]}},
            },
            "outputs": {"features": {}},
        },
    }

    def run(self, inputs: Mapping[str, Any], *, subject: Subject, watch: Watch) -> dict[str, Any]:
        start, network = start_of(inputs), inputs["network"]
        if inputs.get("kind") == "shortest":
            end = start_of(inputs, collection="to_collection", feature="to_feature", place="to_place")
            return _route(subject, networks.shortest_path(subject, network, start=start, end=end))
        found = networks.trace(
            subject,
            network,
            kind=inputs.get("kind", "connected"),
            start=start,
            max_links=int(inputs.get("max_links", MOST_LINKS)),
        )
        summary = {
            "network": network,
            "kind": found.kind,
            "start": {"collection": found.start.collection, "feature": found.start.fid},
            "stops": len(found.stops),
            "whole": found.whole,
            **totals_as_json(found.totals),
        }
        return {"features": networks.features_of_trace(subject, found), "summary": summary}


def _route(subject: Subject, found: networks.Route) -> dict[str, Any]:
    summary = {
        "network": found.network,
        "kind": "shortest",
        "links": len(found.links),
        "length_m": found.length_m,
        "whole": found.whole,
    }
    return {"features": networks.features_of_route(subject, found), "summary": summary}
