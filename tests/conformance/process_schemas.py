"""What OGC API Processes 1.0 demands of its documents, as JSON Schemas: required members and their types."""

from typing import Any

LINK: dict[str, Any] = {
    "type": "object",
    "required": ["href", "rel"],
    "properties": {name: {"type": "string"} for name in ("href", "rel", "type", "hreflang", "title")},
}
LINKS = {"type": "array", "items": LINK}
JSON_TYPE = {"type": "string", "enum": ["array", "boolean", "integer", "number", "object", "string"]}
SCHEMA: dict[str, Any] = {
    "type": "object",
    "anyOf": [{"required": ["type"]}, {"required": ["oneOf"]}, {"required": ["anyOf"]}, {"required": ["allOf"]}],
    "properties": {"type": JSON_TYPE, "properties": {"additionalProperties": {"properties": {"type": JSON_TYPE}}}},
}
DESCRIBED = {"title": {"type": "string"}, "description": {"type": "string"}, "schema": SCHEMA}
SUMMARY_MEMBERS: dict[str, Any] = {
    "id": {"type": "string"},
    "version": {"type": "string"},
    "title": {"type": "string"},
    "description": {"type": "string"},
    "keywords": {"type": "array", "items": {"type": "string"}},
    "jobControlOptions": {"type": "array", "items": {"enum": ["sync-execute", "async-execute", "dismiss"]}},
    "outputTransmission": {"type": "array", "items": {"enum": ["value", "reference"]}},
    "links": LINKS,
}
SUMMARY = {"type": "object", "required": ["id", "version"], "properties": SUMMARY_MEMBERS}
PROCESS_LIST = {
    "type": "object",
    "required": ["processes", "links"],
    "properties": {"processes": {"type": "array", "items": SUMMARY}, "links": LINKS},
}
INPUT = {
    "type": "object",
    "required": ["schema"],
    "properties": {**DESCRIBED, "minOccurs": {"type": "integer"}, "maxOccurs": {"type": ["integer", "string"]}},
}
PROCESS = {
    "type": "object",
    "required": ["id", "version", "inputs", "outputs"],
    "properties": {
        **SUMMARY_MEMBERS,
        "inputs": {"type": "object", "additionalProperties": INPUT},
        "outputs": {
            "type": "object",
            "additionalProperties": {"type": "object", "required": ["schema"], "properties": DESCRIBED},
        },
    },
}
STATUS_INFO: dict[str, Any] = {
    "type": "object",
    "required": ["jobID", "status", "type"],
    "properties": {
        "processID": {"type": "string"},
        "type": {"enum": ["process"]},
        "jobID": {"type": "string"},
        "status": {"enum": ["accepted", "running", "successful", "failed", "dismissed"]},
        "message": {"type": "string"},
        **{name: {"type": "string", "format": "date-time"} for name in ("created", "started", "finished", "updated")},
        "progress": {"type": "integer", "minimum": 0, "maximum": 100},
        "links": LINKS,
    },
}
JOB_LIST = {
    "type": "object",
    "required": ["jobs", "links"],
    "properties": {"jobs": {"type": "array", "items": STATUS_INFO}, "links": LINKS},
}
EXCEPTION = {
    "type": "object",
    "required": ["type"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "instance": {"type": "string"},
    },
}
# A value that is an object stands inside a qualified value, so that it cannot be taken for a link or a box.
RESULT = {
    "anyOf": [
        {"type": ["string", "number", "boolean", "array"]},
        {"type": "object", "required": ["bbox"]},
        {"type": "object", "required": ["value"]},
        {"type": "object", "required": ["href"]},
    ]
}
RESULTS = {"type": "object", "additionalProperties": RESULT}
