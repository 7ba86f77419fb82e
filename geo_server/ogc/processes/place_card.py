"""`place-card`: everything that somebody may see at one place, from all collections."""

import json
from collections.abc import Mapping
from typing import Any, ClassVar

from geo_server.core import clock
from geo_server.core.subject import Subject
from geo_server.core.watch import Watch
from works import api as works

from .process import Process

USUAL_REACH_M = 10
FARTHEST_M = 500


class PlaceCard(Process):
    """Areas, address, and the nearest things of every collection by theme, with owners and dates."""

    description: ClassVar[dict[str, Any]] = {
        "id": "place-card",
        "version": "1.0.0",
        "title": {"vi": "Nơi này có gì", "en": "What is here"},
        "description": {
            "vi": "Mọi thứ người hỏi được xem tại một điểm hoặc vùng, từ tất cả các lớp, theo chủ đề, kèm chủ quản và"
            " ngày hiệu lực.",
            "en": "Everything the caller may see at a point or polygon, from all collections, by theme, with owners and"
            " dates.",
        },
        "keywords": {"vi": ["vị trí"], "en": ["place"]},
        "jobControlOptions": ["sync-execute", "async-execute", "dismiss"],
        "outputTransmission": ["value", "reference"],
        "inputs": {
            "geometry": {
                "title": {"vi": "Hình (GeoJSON, kinh độ trước)", "en": "Shape (GeoJSON, longitude first)"},
                "schema": {
                    "type": "object",
                    "required": ["type"],
                    "properties": {"type": {"type": "string"}},
                    "format": "geojson-geometry",
                },
            },
            "reach_m": {
                "title": {"vi": "Xem quanh (m)", "en": "Metres around"},
                "minOccurs": 0,
                "schema": {"type": "number", "minimum": 0, "maximum": FARTHEST_M, "default": USUAL_REACH_M},
            },
        },
        "outputs": {"card": {"title": {"vi": "Thẻ vị trí", "en": "Card"}, "schema": {"type": "object"}}},
        "example": {"inputs": {"geometry": {"value": {"type": "Point", "coordinates": [106.7009, 10.7769]}}}},
    }

    def run(self, inputs: Mapping[str, Any], *, subject: Subject, watch: Watch) -> dict[str, Any]:
        shape = works.read_shape(json.dumps(inputs["geometry"]))
        reach_m = float(inputs.get("reach_m", USUAL_REACH_M))
        card = works.place_card(subject, shape=shape, reach_m=reach_m, now=clock.now())
        return {"card": works.card_document(card)}
