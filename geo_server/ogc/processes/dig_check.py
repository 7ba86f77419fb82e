"""`dig-check`: files a request to dig, answers it, and says where the answer is read.

The outputs hold no asset: what a job or a callback keeps would outlive the time and the owner's word that an answer is
bound to. At the addresses every look is checked and logged.
"""

import json
from collections.abc import Mapping
from typing import Any, ClassVar

from django.conf import settings

from geo_server.core import clock
from geo_server.core.subject import Subject
from geo_server.core.watch import Watch
from works import api as works

from .process import Process


def _text(vi: str, en: str, most: int = 200) -> dict[str, Any]:
    return {"title": {"vi": vi, "en": en}, "schema": {"type": "string", "minLength": 1, "maxLength": most}}


_DOORS = {
    "answer": ("Trả lời (JSON)", "Answer (JSON)"),
    "features": ("Các công trình (GeoJSON)", "Assets (GeoJSON)"),
    "paper": ("PDF có chữ ký", "Signed PDF"),
    "page": ("Trang trả lời", "Page of the answer"),
}


def _address(vi: str, en: str) -> dict[str, Any]:
    return {"title": {"vi": vi, "en": en}, "schema": {"type": "string", "format": "uri"}}


def _day(vi: str, en: str) -> dict[str, Any]:
    return {"title": {"vi": vi, "en": en}, "schema": {"type": "string", "format": "date"}}


class DigCheck(Process):
    """The caller must act for an organisation, which the request is filed for."""

    description: ClassVar[dict[str, Any]] = {
        "id": "dig-check",
        "version": "1.0.0",
        "title": {"vi": "Tra cứu trước khi đào", "en": "Dig check"},
        "description": {
            "vi": "Lập một yêu cầu đào, trả lời ngay và cho biết địa chỉ xem: công trình của mọi chủ quản trong phạm vi"
            " đào và sai số vị trí, xung đột, công trình khác, đường tạm ngừng đào. Mỗi lần xem đều được ghi lại.",
            "en": "Files a request to dig, answers it and says where the answer is read: assets of all owners within"
            " the polygon and their uncertainty, conflicts, other works, roads under moratorium. Every look is logged.",
        },
        "keywords": {"vi": ["đào đường", "công trình ngầm"], "en": ["dig", "underground assets"]},
        "jobControlOptions": ["sync-execute", "async-execute", "dismiss"],
        "outputTransmission": ["value", "reference"],
        "inputs": {
            "area": {
                "title": {"vi": "Vùng đào (GeoJSON, kinh độ trước)", "en": "Dig (GeoJSON polygon, longitude first)"},
                "schema": {
                    "type": "object",
                    "required": ["type"],
                    "properties": {"type": {"type": "string"}},
                    "format": "geojson-geometry",
                },
            },
            "depth_m": {
                "title": {"vi": "Độ sâu (m)", "en": "Depth (m)"},
                "schema": {"type": "number", "minimum": 0, "maximum": 100},
            },
            "starts_on": _day("Ngày đầu", "First day"),
            "ends_on": _day("Ngày cuối", "Last day"),
            "title": _text("Công trình", "Works"),
            "purpose": _text("Mục đích", "Purpose"),
            "contractor": _text("Đơn vị thi công", "Contractor"),
            "contact_name": _text("Liên hệ tại công trường", "Contact on site", 100),
            "contact_phone": _text("Điện thoại", "Phone", 40),
            "laying": _text("Loại tuyến đặt mới", "Domain of the line that is laid", 30) | {"minOccurs": 0},
        },
        "outputs": {
            "request": {"title": {"vi": "Số yêu cầu", "en": "Number of the request"}, "schema": {"type": "string"}},
            **{name: _address(*titles) for name, titles in _DOORS.items()},
        },
        "example": {
            "inputs": {
                "area": {
                    "value": {
                        "type": "Polygon",
                        "coordinates": [
                            [[106.7, 10.78], [106.7002, 10.78], [106.7002, 10.7801], [106.7, 10.7801], [106.7, 10.78]]
                        ],
                    }
                },
                "depth_m": 1.5,
                "starts_on": "2026-12-05",
                "ends_on": "2026-12-20",
                "title": "Sửa ống",
                "purpose": "Sửa chữa ống cấp nước",
                "contractor": "Công ty Đào",
                "contact_name": "Trần Văn Đào",
                "contact_phone": "0900 000 000",
            },
        },
    }

    def run(self, inputs: Mapping[str, Any], *, subject: Subject, watch: Watch) -> dict[str, Any]:
        now = clock.now()
        texts = {name: str(value) for name, value in inputs.items() if name != "area"}
        values = works.RequestValues(area=json.dumps(inputs["area"]), **texts)
        request_id = works.draft_request(values, by=subject, now=now)
        works.submit_request(request_id, by=subject, now=now)
        number = works.get_request(subject, request_id).number
        addresses = works.addresses_of(request_id)
        return {"request": number} | {name: f"{settings.PUBLIC_URL}{addresses[name]}" for name in _DOORS}
