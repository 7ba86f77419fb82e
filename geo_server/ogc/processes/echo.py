"""`echo`: gives back what it got, so that clients and conformance tests can try every kind of input."""

from collections.abc import Mapping
from typing import Any, ClassVar

from geo_server.core.subject import Subject
from geo_server.core.watch import Watch

from .process import Process

LONGEST_PAUSE_S = 60.0

_KINDS: dict[str, dict[str, Any]] = {
    "string": {"type": "string", "maxLength": 10_000},
    "number": {"type": "number"},
    "boolean": {"type": "boolean"},
    "array": {"type": "array", "items": {"type": "number"}, "maxItems": 10_000},
    "object": {"type": "object"},
    "bbox": {
        "type": "object",
        "required": ["bbox"],
        "properties": {
            "bbox": {"type": "array", "items": {"type": "number"}, "minItems": 4, "maxItems": 6},
            "crs": {"type": "string", "format": "uri"},
        },
        "format": "ogc-bbox",
    },
    "binary": {"type": "string", "contentEncoding": "base64", "contentMediaType": "application/octet-stream"},
    "mixed": {"oneOf": [{"type": "string"}, {"type": "object"}]},
}


class Echo(Process):
    """Every input comes back as the output of the same name; `pause` makes it wait, longer as a job than at once."""

    description: ClassVar[dict[str, Any]] = {
        "id": "echo",
        "version": "1.0.0",
        "title": {"vi": "Tiếng vọng", "en": "Echo"},
        "description": {
            "vi": "Trả lại đúng những gì đã nhận, để thử một chương trình kết nối.",
            "en": "Gives back what it was given, to try a client.",
        },
        "keywords": {"vi": ["thử"], "en": ["test"]},
        "jobControlOptions": ["sync-execute", "async-execute", "dismiss"],
        "outputTransmission": ["value", "reference"],
        "inputs": {
            **{name: {"title": name, "minOccurs": 0, "schema": schema} for name, schema in _KINDS.items()},
            "pause": {
                "title": {"vi": "Thời gian chờ (giây)", "en": "Seconds to wait"},
                "minOccurs": 0,
                "schema": {"type": "number", "minimum": 0, "maximum": LONGEST_PAUSE_S},
            },
        },
        "outputs": {name: {"title": name, "schema": schema} for name, schema in _KINDS.items()},
        "example": {"inputs": {"string": "Tân Định", "number": 9210}},
    }

    def run(self, inputs: Mapping[str, Any], *, subject: Subject, watch: Watch) -> dict[str, Any]:
        watch.wait(inputs.get("pause", 0.0))
        return {name: value for name, value in inputs.items() if name != "pause"}
