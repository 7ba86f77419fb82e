"""`water-pressure`: pressures of a water network as it stands, with pipes shut or water taken for a fire."""

from collections.abc import Mapping
from typing import Any, ClassVar

from geo_server.core import clock
from geo_server.core.subject import Subject
from geo_server.core.watch import Watch
from networks import api as networks

from .network_inputs import FEATURES, FID_SCHEMA, NETWORK, SUMMARY
from .process import Process

MOST_SHUT = 1000


class WaterPressure(Process):
    """EPANET runs over the collections as they stand now; only for those who see the whole network."""

    description: ClassVar[dict[str, Any]] = {
        "id": "water-pressure",
        "version": "1.0.0",
        "title": {"vi": "Áp lực mạng cấp nước", "en": "Pressures in a water network"},
        "description": {
            "vi": "Chạy EPANET trên mạng như hiện có: áp lực tại các nút theo giờ; khi đóng một số ống, van; khi lấy"
            " nước chữa cháy tại một nút.",
            "en": "Runs EPANET over the network as it stands: pressures at the nodes; with pipes or valves shut; with"
            " water taken for a fire at a node.",
        },
        "keywords": {"vi": ["áp lực", "EPANET", "chữa cháy"], "en": ["pressure", "EPANET", "fire flow"]},
        "jobControlOptions": ["async-execute", "dismiss"],
        "outputTransmission": ["value", "reference"],
        "inputs": {
            "network": NETWORK,
            "shut": {
                "title": {"vi": "Số hiệu các tuyến đóng", "en": "Numbers of links that are shut"},
                "minOccurs": 0,
                "schema": {"type": "array", "items": FID_SCHEMA, "maxItems": MOST_SHUT},
            },
            "fire_node": {
                "title": {"vi": "Số hiệu nút lấy nước chữa cháy", "en": "Number of the node where fire water is taken"},
                "minOccurs": 0,
                "schema": FID_SCHEMA,
            },
            "fire_l_s": {
                "title": {"vi": "Lưu lượng chữa cháy (L/s)", "en": "Fire flow (L/s)"},
                "minOccurs": 0,
                "schema": {"type": "number", "minimum": 0, "maximum": 1000, "default": 15},
            },
            "pressure_driven": {
                "title": {"vi": "Lượng dùng giảm khi áp lực thấp", "en": "Demands shrink where pressure is low"},
                "minOccurs": 0,
                "schema": {"type": "boolean", "default": False},
            },
            "hour": {
                "title": {"vi": "Giờ thứ mấy; bỏ trống: lúc thấp nhất", "en": "Which hour; empty: the lowest of all"},
                "minOccurs": 0,
                "schema": {"type": "number", "minimum": 0, "maximum": 10_000},
            },
            "keep": {
                "title": {"vi": "Lưu thành lớp dữ liệu", "en": "Keep as a collection"},
                "minOccurs": 0,
                "schema": {"type": "boolean", "default": False},
            },
        },
        "outputs": {"features": FEATURES, "summary": SUMMARY},
        "example": {"inputs": {"network": "water", "shut": [12]}, "outputs": {"features": {}}},
    }

    def run(self, inputs: Mapping[str, Any], *, subject: Subject, watch: Watch) -> dict[str, Any]:
        fire = inputs.get("fire_node")
        scenario = networks.Scenario(
            shut=tuple(inputs.get("shut", ())),
            fire_node=fire,
            fire_l_s=float(inputs.get("fire_l_s", 15.0)) if fire is not None else 0.0,
            pressure_driven=bool(inputs.get("pressure_driven", False)),
        )
        found = networks.run_pressures(subject, inputs["network"], scenario=scenario, watch=watch)
        summary = _summary(found, inputs.get("hour"))
        if inputs.get("keep", False):
            words = f"shut {list(scenario.shut)}, fire {scenario.fire_node} {scenario.fire_l_s:g} L/s"
            kept = networks.keep_pressures(found, scenario=words, by=subject, now=clock.now())
            summary["collection"] = kept
        features = networks.features_of_pressures(subject, found, hour=inputs.get("hour"))
        return {"features": features, "summary": summary}


def _summary(found: networks.Pressures, hour: float | None) -> dict[str, Any]:
    lowest = {fid: min(series) for fid, series in found.pressure_m.items()}
    return {
        "network": found.network,
        "nodes": len(lowest),
        "hours": [found.hours[0], found.hours[-1]],
        "hour": hour,
        "lowest_m": round(min(lowest.values()), 3),
        "below_10_m": sum(pressure < 10.0 for pressure in lowest.values()),
    }
