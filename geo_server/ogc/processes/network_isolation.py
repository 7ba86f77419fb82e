"""`network-isolation`: which valves or switches to shut so that a part lies idle, and who is without supply then."""

from collections.abc import Mapping
from typing import Any, ClassVar

from geo_server.core.subject import Subject
from geo_server.core.watch import Watch
from networks import api as networks

from .network_inputs import FEATURES, LIMIT, MOST_LINKS, NETWORK, START, SUMMARY, start_of, totals_as_json
from .process import Process


class NetworkIsolation(Process):
    """`whole` in the summary says whether the answer rests on the whole network, or only on what he may see."""

    description: ClassVar[dict[str, Any]] = {
        "id": "network-isolation",
        "version": "1.0.0",
        "title": {"vi": "Cô lập đoạn mạng", "en": "Isolate a part of a network"},
        "description": {
            "vi": "Cần đóng những van, cầu dao nào để một tuyến hoặc nút ngừng hoạt động; đoạn nào bị cô lập, đoạn"
            " nào và khách hàng nào mất mọi nguồn. Với mạng thoát nước: phía trên nào không còn đường ra cửa xả.",
            "en": "Which valves or switches to shut so that a link or node lies idle; what is isolated, what else and"
            " which customers lose every source. In a drain: what above it has no way to an outfall any more.",
        },
        "keywords": {"vi": ["van", "cô lập", "mất nước", "mất điện"], "en": ["valve", "isolation", "outage"]},
        "jobControlOptions": ["sync-execute", "async-execute", "dismiss"],
        "outputTransmission": ["value", "reference"],
        "inputs": {
            "network": NETWORK,
            **START,
            "by": {
                "title": {
                    "vi": "Đóng van (valves), hoặc chỉ riêng phần tử này ngừng (link)",
                    "en": "Shut valves, or this part alone is out of service (link)",
                },
                "minOccurs": 0,
                "schema": {"type": "string", "enum": ["valves", "link"], "default": "valves"},
            },
            "max_links": LIMIT,
        },
        "outputs": {
            "features": FEATURES,
            "shut": {
                "title": {"vi": "Van, cầu dao cần đóng", "en": "Valves and switches to shut"},
                "schema": {"type": "array", "items": {"type": "object"}},
            },
            "summary": SUMMARY,
        },
        "example": {
            "inputs": {
                "network": "water",
                "place": {"value": {"type": "Point", "coordinates": [106.7009, 10.7769]}},
            },
            "outputs": {"features": {}},
        },
    }

    def run(self, inputs: Mapping[str, Any], *, subject: Subject, watch: Watch) -> dict[str, Any]:
        found = networks.isolation(
            subject,
            inputs["network"],
            start=start_of(inputs),
            by=inputs.get("by", "valves"),
            max_links=int(inputs.get("max_links", MOST_LINKS)),
        )
        shut = [{"collection": one.collection, "feature": one.fid, "needed": one.needed} for one in found.shut]
        summary = {
            "network": found.network,
            "start": {"collection": found.start.collection, "feature": found.start.fid},
            "shut": len(found.shut),
            "shut_already": len(found.shut_already),
            "sources_inside": len(found.sources),
            "section_links": len(found.section),
            "cut_off_links": len(found.cut_off),
            "whole": found.whole,
            **totals_as_json(found.totals),
        }
        return {"features": networks.features_of_isolation(subject, found), "shut": shut, "summary": summary}
