"""`count-by-area`: how many features of a collection lie in each area of another, with sum and mean of a field."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any, ClassVar

from geo_server.core.subject import Subject
from geo_server.core.watch import Watch
from layers import api as layers

from ..csv_text import BYTE_ORDER_MARK, csv_lines
from .process import Process

_COLLECTION = {"type": "string", "format": "collectionId", "minLength": 1, "maxLength": 100}
_NUMBER = {"type": "number", "nullable": True}
_COUNT: dict[str, Any] = {
    "type": "object",
    "properties": {
        "fid": {"type": "integer"},
        "name": {"type": "string"},
        "count": {"type": "integer"},
        "total": _NUMBER,
        "mean": _NUMBER,
        "least": _NUMBER,
        "most": _NUMBER,
    },
}


class CountByArea(Process):
    """Each feature counts once, where a point of it lies, so the counts add up."""

    description: ClassVar[dict[str, Any]] = {
        "id": "count-by-area",
        "version": "1.0.0",
        "title": {"vi": "Đếm theo vùng", "en": "Count by area"},
        "description": {
            "vi": "Số đối tượng của một lớp trong từng vùng của một lớp khác (phường, thửa, ô quy hoạch); nếu nêu một"
            " trường số thì thêm tổng, trung bình, nhỏ nhất, lớn nhất. Mỗi đối tượng chỉ được đếm một lần.",
            "en": "How many features of a collection lie in each area of another (wards, parcels, zones); with a field"
            " of numbers also total, mean, least and most. Each feature counts once.",
        },
        "keywords": {"vi": ["thống kê"], "en": ["statistics"]},
        "jobControlOptions": ["sync-execute", "async-execute", "dismiss"],
        "outputTransmission": ["value", "reference"],
        "inputs": {
            "collection": {"title": {"vi": "Lớp được đếm", "en": "Collection to count"}, "schema": _COLLECTION},
            "areas": {"title": {"vi": "Lớp vùng", "en": "Collection of areas"}, "schema": _COLLECTION},
            "field": {
                "title": {"vi": "Trường số", "en": "Field of numbers"},
                "minOccurs": 0,
                "schema": {"type": "string", "minLength": 1, "maxLength": 100},
            },
            "datetime": {
                "title": {"vi": "Vào lúc", "en": "As of"},
                "minOccurs": 0,
                "schema": {"type": "string", "minLength": 1, "maxLength": 100},
            },
        },
        "outputs": {
            "counts": {"title": {"vi": "Số lượng", "en": "Counts"}, "schema": {"type": "array", "items": _COUNT}},
            "table": {
                "title": {"vi": "Bảng CSV", "en": "CSV table"},
                "schema": {"type": "string", "contentMediaType": "text/csv"},
            },
        },
        "example": {"inputs": {"collection": "cameras", "areas": "wards_2025"}, "outputs": {"counts": {}}},
    }

    def run(self, inputs: Mapping[str, Any], *, subject: Subject, watch: Watch) -> dict[str, Any]:
        at = layers.parse_datetime(inputs["datetime"]) if "datetime" in inputs else None
        found = layers.count_by_area(
            subject,
            collection_id=inputs["collection"],
            areas_id=inputs["areas"],
            field=inputs.get("field"),
            at=at,
        )
        rows = [asdict(area) for area in found]
        return {"counts": rows, "table": _as_csv(rows)}


def _as_csv(rows: list[dict[str, Any]]) -> str:
    names = list(_COUNT["properties"])
    return BYTE_ORDER_MARK + csv_lines([names, *([row[name] for name in names] for row in rows)])
