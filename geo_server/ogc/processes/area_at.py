"""`area-at`: which ward, commune or special zone a place belongs to on a day."""

from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar

from geo_server.core import clock
from geo_server.core.subject import Subject
from geo_server.core.watch import Watch
from layers import api as layers

from .process import Process

_AREA = {
    "type": "object",
    "properties": {
        "code": {"type": "string"},
        "name_vi": {"type": "string"},
        "name_en": {"type": "string"},
        "kind": {"type": "string"},
        "valid_from": {"type": "string", "format": "date"},
        "valid_to": {"type": "string", "format": "date", "nullable": True},
        "legal_act": {"type": "string"},
    },
}


class AreaAt(Process):
    """Codes are reused in law, so the answer always carries the period and the legal act."""

    description: ClassVar[dict[str, Any]] = {
        "id": "area-at",
        "version": "1.0.0",
        "title": {"vi": "Nơi này thuộc đơn vị nào", "en": "Which area is here"},
        "description": {
            "vi": "Phường, xã, đặc khu chứa một điểm vào một ngày; mặc định là hôm nay.",
            "en": "The ward, commune or special zone that holds a point on a day; today unless another day is given.",
        },
        "keywords": {"vi": ["địa giới"], "en": ["boundaries"]},
        "jobControlOptions": ["sync-execute", "async-execute", "dismiss"],
        "outputTransmission": ["value", "reference"],
        "inputs": {
            "longitude": {
                "title": {"vi": "Kinh độ", "en": "Longitude"},
                "schema": {"type": "number", "minimum": -180, "maximum": 180},
            },
            "latitude": {
                "title": {"vi": "Vĩ độ", "en": "Latitude"},
                "schema": {"type": "number", "minimum": -90, "maximum": 90},
            },
            "day": {
                "title": {"vi": "Ngày", "en": "Day"},
                "minOccurs": 0,
                "schema": {"type": "string", "format": "date"},
            },
        },
        "outputs": {
            "areas": {"title": {"vi": "Các đơn vị", "en": "Areas"}, "schema": {"type": "array", "items": _AREA}}
        },
        "example": {"inputs": {"longitude": 106.7009, "latitude": 10.7769, "day": "2025-07-01"}},
    }

    def run(self, inputs: Mapping[str, Any], *, subject: Subject, watch: Watch) -> dict[str, Any]:
        day = date.fromisoformat(inputs["day"]) if "day" in inputs else clock.now().date()
        found = layers.area_at(day=day, point=(inputs["longitude"], inputs["latitude"]))
        return {"areas": [_as_json(area) for area, _ in found]}


def _as_json(area: layers.AreaUnit) -> dict[str, Any]:
    return {
        "code": area.code,
        "name_vi": area.name_vi,
        "name_en": area.name_en,
        "kind": area.kind,
        "valid_from": area.valid_from.isoformat(),
        "valid_to": area.valid_to.isoformat() if area.valid_to else None,
        "legal_act": area.legal_act,
    }
