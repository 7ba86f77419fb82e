"""The collections that this package keeps: the errors of each network, and what lies too near between networks."""

from typing import Any

from layers.api import Code, CollectionSpec, Field

from .kinds import NetworkSpec
from .rules import all_rules

SEVERITY_CODES = (
    Code("error", "Lỗi", "Error"),
    Code("warning", "Cảnh báo", "Warning"),
    Code("note", "Ghi chú", "Note"),
)
_COLOURS = ["match", ["get", "severity"], "error", "#b3261e", "warning", "#d98200", "#5f6b7a"]
_STYLE: dict[str, Any] = {
    "layers": [
        {
            "id": "errors",
            "type": "circle",
            "paint": {
                "circle-radius": ["interpolate", ["linear"], ["zoom"], 11, 2.5, 16, 6],
                "circle-color": _COLOURS,
                "circle-stroke-color": "#ffffff",
                "circle-stroke-width": 1,
            },
        }
    ]
}


def errors_collection(spec: NetworkSpec) -> CollectionSpec:
    """The errors of a network, one row each; triggers keep them."""
    rules = tuple(Code(rule.code, rule.title_vi, rule.title_en) for rule in all_rules().values())
    return CollectionSpec(
        id=spec.errors_collection,
        title_vi=f"{spec.title_vi}: lỗi mạng lưới",
        title_en=f"{spec.title_en}: network errors",
        description_vi="Lỗi cấu trúc và thuộc tính của mạng, luôn theo kịp dữ liệu: sửa xong thì lỗi tự mất.",
        description_en="What is wrong with the network, always as its data stand: an error goes when it is mended.",
        theme=f"network/{spec.domain}",
        geometry_type="Point",
        owner=spec.owner,
        package="networks",
        style=_STYLE,
        fields=(
            Field("key", "string", "Khóa", "Key", role="key", required=True),
            Field("rule", "string", "Quy tắc", "Rule", codes=rules),
            Field("severity", "string", "Mức độ", "Severity", codes=SEVERITY_CODES),
            Field("collection", "string", "Lớp", "Collection"),
            Field("feature", "integer", "Đối tượng", "Feature"),
            Field("text_vi", "string", "Nội dung", "Text in Vietnamese", role="title"),
            Field("text_en", "string", "Nội dung tiếng Anh", "Text in English"),
            Field("fix_vi", "string", "Cách sửa", "What to do, in Vietnamese"),
            Field("fix_en", "string", "Cách sửa tiếng Anh", "What to do, in English"),
            Field("since", "date-time", "Có từ", "Since"),
            Field("accepted", "boolean", "Chấp nhận", "Accepted"),
            Field("accepted_by", "string", "Người chấp nhận", "Accepted by"),
            Field("accepted_why", "string", "Lý do chấp nhận", "Why it is accepted"),
        ),
    )


def clearances_collection() -> CollectionSpec:
    """Links of two networks that lie too near; for those who see all networks, as it tells one owner of another."""
    return CollectionSpec(
        id="network_clearances",
        title_vi="Khoảng cách giữa các mạng nhỏ hơn quy định",
        title_en="Networks too near to each other",
        description_vi="Mỗi dòng là hai tuyến của hai mạng chạy cạnh nhau gần hơn quy định; chỗ cắt nhau không tính.",
        description_en="One row is two links of two networks that run nearer than the norm; crossings are not counted.",
        theme="network",
        geometry_type="Point",
        package="networks",
        fields=(
            Field("key", "string", "Khóa", "Key", role="key", required=True),
            Field("network", "string", "Mạng", "Network"),
            Field("collection", "string", "Lớp", "Collection"),
            Field("feature", "integer", "Đối tượng", "Feature"),
            Field("other_network", "string", "Mạng kia", "Other network"),
            Field("other_collection", "string", "Lớp kia", "Other collection"),
            Field("other_feature", "integer", "Đối tượng kia", "Other feature"),
            Field("distance", "number", "Khoảng cách", "Distance", unit="m"),
            Field("norm", "number", "Quy định", "Norm", unit="m"),
            Field("since", "date-time", "Có từ", "Since"),
        ),
    )
