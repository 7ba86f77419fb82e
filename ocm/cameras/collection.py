"""The collection `cameras`: fields, code lists and how it is drawn. Stream addresses are no part of it."""

from typing import Any

from layers.api import Code, CollectionSpec, Field

COLLECTION = "cameras"
KINDS = ("fixed", "ptz")
STATUSES = ("live", "dark", "unknown")

_KIND_CODES = (Code("fixed", "Cố định", "Fixed"), Code("ptz", "Quay quét", "Pan-tilt-zoom"))
_STATUS_CODES = (
    Code("live", "Đang có hình", "Live"),
    Code("dark", "Mất hình", "Dark"),
    Code("unknown", "Chưa rõ", "Unknown"),
)

_FIELDS = (
    Field("code", "string", "Mã camera", "Camera code", role="key", required=True),
    Field("name", "string", "Tên", "Name", role="title"),
    Field("owner", "string", "Đơn vị sở hữu", "Owner"),
    Field("kind", "string", "Loại", "Kind", codes=_KIND_CODES),
    Field("status", "string", "Tình trạng", "Status", codes=_STATUS_CODES),
    Field("ward", "string", "Mã phường, xã", "Ward code"),
    Field("height_m", "number", "Độ cao lắp đặt", "Mounting height", unit="m"),
    Field("heading", "number", "Hướng nhìn", "Heading", unit="deg"),
    Field("priority", "boolean", "Vị trí ưu tiên", "Priority place"),
    Field("recorder", "string", "Đầu thu", "Recorder", private=True),
)

_COLOURS = ["match", ["get", "status"], "live", "#1a7f4e", "dark", "#b3261e", "#6b7785"]
_STYLE: dict[str, Any] = {
    "layers": [
        {
            "id": "cameras",
            "type": "circle",
            "minzoom": 11,
            "paint": {
                "circle-radius": ["interpolate", ["linear"], ["zoom"], 11, 2.5, 15, 6, 18, 9],
                "circle-color": _COLOURS,
                "circle-stroke-color": "#ffffff",
                "circle-stroke-width": ["interpolate", ["linear"], ["zoom"], 11, 0.5, 15, 1.5],
            },
        }
    ]
}


def camera_collection() -> CollectionSpec:
    """What is registered with `layers`; everybody may read it, the recorder only by grant."""
    return CollectionSpec(
        id=COLLECTION,
        title_vi="Camera quan sát công cộng",
        title_en="Public cameras",
        description_vi="Vị trí, đơn vị sở hữu và tình trạng camera của mọi chủ quản; không có địa chỉ luồng hình.",
        description_en="Place, owner and status of the cameras of all owners; no stream addresses.",
        theme="cameras",
        geometry_type="Point",
        fields=_FIELDS,
        owner="operations",
        package="ocm",
        public=True,
        style=_STYLE,
    )
