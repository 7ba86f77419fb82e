"""`network-outage`: a substation, line or pump is out: what stops with it, there and in networks that hang on it."""

from collections.abc import Mapping
from typing import Any, ClassVar

from geo_server.core.subject import Subject
from geo_server.core.watch import Watch
from networks import api as networks

from .network_inputs import FEATURES, LIMIT, MOST_LINKS, NETWORK, START, SUMMARY, start_of, totals_as_json
from .process import Process


class NetworkOutage(Process):
    """Dependencies lead from one network to the next; what the subject may not see is not followed."""

    description: ClassVar[dict[str, Any]] = {
        "id": "network-outage",
        "version": "1.0.0",
        "title": {"vi": "Hệ quả của một sự cố", "en": "What an outage brings"},
        "description": {
            "vi": "Một trạm, tuyến hoặc máy bơm ngừng: phần mạng và khách hàng nào mất nguồn, mạng nào khác ngừng theo"
            " (bơm mất điện thì mất nước), camera và công trình nào tắt.",
            "en": "A substation, line or pump is out: which links and customers lose supply, which other networks stop"
            " with it (no power, no pump, no water), which cameras and facilities go dark.",
        },
        "keywords": {"vi": ["sự cố", "mất điện", "phụ thuộc"], "en": ["outage", "dependency", "cascade"]},
        "jobControlOptions": ["sync-execute", "async-execute", "dismiss"],
        "outputTransmission": ["value", "reference"],
        "inputs": {
            "network": NETWORK,
            **START,
            "with_proposed": {
                "title": {
                    "vi": "Tính cả quan hệ phụ thuộc chưa được xác nhận",
                    "en": "Follow dependencies too that nobody has confirmed",
                },
                "minOccurs": 0,
                "schema": {"type": "boolean", "default": False},
            },
            "max_links": LIMIT,
        },
        "outputs": {"features": FEATURES, "summary": SUMMARY},
        "example": {
            "inputs": {
                "network": "power",
                "place": {"value": {"type": "Point", "coordinates": [106.7009, 10.7769]}},
            },
            "outputs": {"summary": {}},
        },
    }

    def run(self, inputs: Mapping[str, Any], *, subject: Subject, watch: Watch) -> dict[str, Any]:
        found = networks.outage(
            subject,
            inputs["network"],
            starts=[start_of(inputs)],
            with_proposed=bool(inputs.get("with_proposed", False)),
            max_links=int(inputs.get("max_links", MOST_LINKS)),
        )
        dark: dict[str, int] = {}
        for one in found.dark:
            dark[one.collection] = dark.get(one.collection, 0) + 1
        summary = {
            "networks": [
                {"network": part.network, "round": part.round, "whole": part.whole, **totals_as_json(part.totals)}
                for part in found.networks
            ],
            "dark": dark,
        }
        return {"features": networks.features_of_outage(subject, found), "summary": summary}
