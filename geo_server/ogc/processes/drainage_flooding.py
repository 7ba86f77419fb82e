"""`drainage-flooding`: which manholes overflow when a given rain falls."""

from collections.abc import Mapping
from typing import Any, ClassVar

from geo_server.core import clock
from geo_server.core.subject import Subject
from geo_server.core.watch import Watch
from networks import api as networks

from ..errors import BadParameter
from .network_inputs import FEATURES, NETWORK, SUMMARY
from .process import Process

_STORM: dict[str, Any] = {
    "type": "object",
    "required": ["a", "b", "n", "duration_min"],
    "properties": {
        "a": {"type": "number"},
        "b": {"type": "number"},
        "n": {"type": "number"},
        "duration_min": {"type": "number"},
        "interval_min": {"type": "number"},
        "peak": {"type": "number"},
    },
    "additionalProperties": False,
}


class DrainageFlooding(Process):
    """SWMM runs over the collections as they stand now; only for those who see the whole network."""

    description: ClassVar[dict[str, Any]] = {
        "id": "drainage-flooding",
        "version": "1.0.0",
        "title": {"vi": "Ngập khi mưa", "en": "Flooding under a rain"},
        "description": {
            "vi": "Chạy SWMM trên mạng thoát nước như hiện có, với một trận mưa cho trước (mm/h từng khoảng) hoặc trận"
            " mưa thiết kế từ đường cong a/(t+b)^n: hầm ga nào tràn, bao nhiêu, bao lâu.",
            "en": "Runs SWMM over the drainage network as it stands, under a given rain (mm/h of each interval) or the"
            " design storm of a curve a/(t+b)^n: which manholes overflow, how much and for how long.",
        },
        "keywords": {"vi": ["ngập", "mưa", "SWMM"], "en": ["flooding", "rain", "SWMM"]},
        "jobControlOptions": ["async-execute", "dismiss"],
        "outputTransmission": ["value", "reference"],
        "inputs": {
            "network": NETWORK,
            "rain": {
                "title": {"vi": "Cường độ mưa từng khoảng (mm/h)", "en": "Intensities of the intervals (mm/h)"},
                "minOccurs": 0,
                "schema": {"type": "array", "items": {"type": "number"}, "minItems": 1, "maxItems": 2000},
            },
            "interval_min": {
                "title": {"vi": "Độ dài một khoảng (phút)", "en": "Length of an interval (minutes)"},
                "minOccurs": 0,
                "schema": {"type": "number", "exclusiveMinimum": 0, "maximum": 1440, "default": 5},
            },
            "storm": {
                "title": {
                    "vi": "Hoặc trận mưa thiết kế: a, b, n, duration_min",
                    "en": "Or a storm: a, b, n, duration_min",
                },
                "minOccurs": 0,
                "schema": _STORM,
            },
            "keep": {
                "title": {"vi": "Lưu thành lớp dữ liệu", "en": "Keep as a collection"},
                "minOccurs": 0,
                "schema": {"type": "boolean", "default": False},
            },
        },
        "outputs": {"features": FEATURES, "summary": SUMMARY},
        "example": {
            "inputs": {"network": "drainage", "storm": {"a": 6600, "b": 32, "n": 0.95, "duration_min": 180}},
            "outputs": {"features": {}},
        },
    }

    def run(self, inputs: Mapping[str, Any], *, subject: Subject, watch: Watch) -> dict[str, Any]:
        rain = _rain_of(inputs)
        found = networks.run_flooding(subject, inputs["network"], rain=rain, watch=watch)
        summary: dict[str, Any] = {
            "network": found.network,
            "flooded": len(found.flooded),
            "volume_m3": round(sum(node.volume_m3 for node in found.flooded), 1),
            "rain_mm": found.rain_mm,
            "routing_error_percent": round(found.routing_error_percent, 3),
        }
        if inputs.get("keep", False):
            words = f"{rain.depth_mm:.1f} mm / {rain.minutes:g} min"
            summary["collection"] = networks.keep_flooding(found, scenario=words, by=subject, now=clock.now())
        return {"features": networks.features_of_flooding(subject, found), "summary": summary}


def _rain_of(inputs: Mapping[str, Any]) -> networks.Rain:
    if ("rain" in inputs) == ("storm" in inputs):
        raise BadParameter(
            "rain", str(inputs.get("rain", "")), en="give either 'rain' or 'storm'.", vi="hãy cho 'rain' hoặc 'storm'."
        )
    if "storm" in inputs:
        return networks.storm(**{name: float(value) for name, value in inputs["storm"].items()})
    return networks.Rain(float(inputs.get("interval_min", 5.0)), tuple(float(rate) for rate in inputs["rain"]))
