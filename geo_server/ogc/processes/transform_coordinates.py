"""`transform-coordinates`: points between the systems of this server, by its one pinned VN-2000 transformation."""

from collections.abc import Mapping
from typing import Any, ClassVar

import numpy as np

from geo_server.core.subject import Subject
from geo_server.core.watch import Watch
from layers import api as layers

from .process import Process

MOST_POINTS = 10_000
_CRS = {"type": "string", "maxLength": 100}
_POINTS = {
    "type": "array",
    "minItems": 1,
    "maxItems": MOST_POINTS,
    "items": {"type": "array", "items": {"type": "number"}, "minItems": 2, "maxItems": 2},
}


class TransformCoordinates(Process):
    """Surveyors compare with it: QGIS and other tools differ by up to 0.80 m because they choose another operation."""

    description: ClassVar[dict[str, Any]] = {
        "id": "transform-coordinates",
        "version": "1.0.0",
        "title": {"vi": "Chuyển đổi tọa độ", "en": "Transform coordinates"},
        "description": {
            "vi": "Chuyển các điểm giữa VN-2000, WGS 84 và Web Mercator theo tham số Quyết định 05/2007/QĐ-BTNMT. "
            "Mỗi điểm viết theo thứ tự [kinh độ hoặc Đông, vĩ độ hoặc Bắc], với mọi hệ tọa độ.",
            "en": "Transforms points between VN-2000, WGS 84 and Web Mercator by Decision 05/2007/QĐ-BTNMT. "
            "A point is written [longitude or easting, latitude or northing], in every system.",
        },
        "keywords": {"vi": ["VN-2000", "tọa độ"], "en": ["VN-2000", "coordinates"]},
        "jobControlOptions": ["sync-execute", "async-execute", "dismiss"],
        "outputTransmission": ["value", "reference"],
        "inputs": {
            "points": {"title": {"vi": "Các điểm", "en": "Points"}, "schema": _POINTS},
            "from": {"title": {"vi": "Từ hệ tọa độ", "en": "From system"}, "schema": _CRS},
            "to": {"title": {"vi": "Sang hệ tọa độ", "en": "To system"}, "schema": _CRS},
        },
        "outputs": {"points": {"title": {"vi": "Các điểm", "en": "Points"}, "schema": _POINTS}},
        "example": {"inputs": {"points": [[600000, 1190000]], "from": "EPSG:9210", "to": "OGC:CRS84"}},
    }

    def run(self, inputs: Mapping[str, Any], *, subject: Subject, watch: Watch) -> dict[str, Any]:
        transform = layers.transformer(layers.parse_crs(inputs["from"]), layers.parse_crs(inputs["to"]))
        x, y = np.asarray(inputs["points"], dtype=float).T
        return {"points": np.column_stack(transform(x, y)).tolist()}
