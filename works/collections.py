"""The collections of this package: requests, moratoria on roads, what was found on site."""

from datetime import datetime
from typing import Any

from geo_server.core.subject import Subject
from layers import api as layers
from layers.api import Code, CollectionSpec, Field

from .models import Deviation, WorksRequest

REQUESTS = "works_requests"
DEVIATIONS = "works_deviations"
MORATORIA = "road_moratoria"
COORDINATOR = "works_coordinator"
"""The role of those who coordinate works: they see every request."""

_STATE_TITLES = {
    "draft": ("Nháp", "Draft"),
    "submitted": ("Đã gửi", "Submitted"),
    "answered": ("Đã trả lời", "Answered"),
    "in_progress": ("Đang thi công", "In progress"),
    "deviation_reported": ("Có báo cáo sai lệch", "Deviation reported"),
    "closed": ("Đã kết thúc", "Closed"),
    "withdrawn": ("Đã rút", "Withdrawn"),
}
_FOUND_TITLES = {
    "open": ("Chờ chủ quản kiểm tra", "To be checked by the owner"),
    "accepted": ("Chủ quản đã tiếp nhận", "Accepted by the owner"),
    "refused": ("Chủ quản không chấp nhận", "Refused by the owner"),
}


def _codes(values: list[str], titles: dict[str, tuple[str, str]]) -> tuple[Code, ...]:
    return tuple(Code(value, *titles[value]) for value in values)


def _fill(layer: str, colour: str) -> dict[str, Any]:
    return {
        "layers": [
            {"id": f"{layer}-fill", "type": "fill", "paint": {"fill-color": colour, "fill-opacity": 0.2}},
            {"id": f"{layer}-edge", "type": "line", "paint": {"line-color": colour, "line-width": 2}},
        ]
    }


def requests_spec() -> CollectionSpec:
    """The requests that have been submitted; whom to call on site is for those who are granted it."""
    return CollectionSpec(
        id=REQUESTS,
        title_vi="Yêu cầu đào",
        title_en="Requests to dig",
        description_vi="Nơi đã xin đào, thời gian, mục đích và đơn vị; đơn vị nào thấy yêu cầu của đơn vị đó.",
        description_en="Where somebody has asked to dig, when, why and who; each organisation sees its own.",
        theme="works",
        geometry_type="Polygon",
        owner="construction",
        package="works",
        style=_fill(REQUESTS, "#c2410c"),
        fields=(
            Field("number", "string", "Số", "Number", role="key", required=True),
            Field("title", "string", "Công trình", "Works", role="title"),
            Field("state", "string", "Trạng thái", "State", codes=_codes(WorksRequest.State.values, _STATE_TITLES)),
            Field("purpose", "string", "Mục đích", "Purpose"),
            Field("organisation", "string", "Đơn vị yêu cầu", "Asked by"),
            Field("contractor", "string", "Đơn vị thi công", "Contractor"),
            Field("depth_m", "number", "Độ sâu đào", "Depth", unit="m"),
            Field("starts_on", "date", "Từ ngày", "First day"),
            Field("ends_on", "date", "Đến ngày", "Last day"),
            Field("contact", "string", "Liên hệ tại công trường", "Contact on site", private=True),
        ),
    )


def deviations_spec() -> CollectionSpec:
    """What was found elsewhere than it was drawn; each owner sees what concerns his assets."""
    return CollectionSpec(
        id=DEVIATIONS,
        title_vi="Sai lệch tại hiện trường",
        title_en="Deviations found on site",
        description_vi="Nơi phát hiện công trình ngầm khác với bản vẽ khi đào.",
        description_en="Where underground assets were found elsewhere than drawn.",
        theme="works",
        geometry_type="Point",
        owner="construction",
        package="works",
        fields=(
            Field("number", "string", "Số", "Number", role="key", required=True),
            Field("request", "string", "Yêu cầu đào", "Request", role="code"),
            Field("organisation", "string", "Đơn vị báo", "Reported by"),
            Field("text", "string", "Phát hiện", "What was found", role="title"),
            Field("owner", "string", "Chủ quản", "Owner"),
            Field("state", "string", "Tình trạng", "State", codes=_codes(Deviation.State.values, _FOUND_TITLES)),
            Field("asset_collection", "string", "Lớp", "Collection of the asset"),
            Field("asset_fid", "integer", "Mã đối tượng", "Id of the asset"),
            Field("offset_m", "number", "Lệch", "Offset", unit="m"),
            Field("depth_m", "number", "Độ sâu", "Depth", unit="m"),
            Field("survey_class", "string", "Cấp khảo sát đề xuất", "Proposed survey class"),
            Field("reported", "date-time", "Báo lúc", "Reported", role="instant"),
        ),
    )


def moratoria_spec() -> CollectionSpec:
    """Roads that may not be opened for a time; people with the right edit it (QGIS, Part 4)."""
    return CollectionSpec(
        id=MORATORIA,
        title_vi="Đường tạm ngừng đào",
        title_en="Roads under moratorium",
        description_vi="Đường mới làm xong hoặc thời gian lễ, Tết: không cấp phép đào.",
        description_en="Roads newly built or days of feasts: no digging.",
        theme="works",
        geometry_type="MultiPolygon",
        owner="construction",
        package="works",
        public=True,
        editable=True,
        style=_fill(MORATORIA, "#b3261e"),
        fields=(
            Field("road", "string", "Đường", "Road", role="title", required=True),
            Field("reason", "string", "Lý do", "Reason"),
            Field("legal_act", "string", "Văn bản", "Legal act"),
            Field("starts_on", "date", "Từ ngày", "First day", required=True),
            Field("ends_on", "date", "Đến ngày", "Last day", required=True),
        ),
    )


def define_collections(*, by: Subject, now: datetime) -> None:
    """Register the three collections and let the coordinators see all of them; idempotent."""
    for spec in (requests_spec(), deviations_spec(), moratoria_spec()):
        layers.define_collection(spec, by=by, now=now)
    everything = [field.name for field in requests_spec().fields]
    layers.grant_read(REQUESTS, to=f"role:{COORDINATOR}", columns=everything, by=by, now=now)
    layers.grant_read(DEVIATIONS, to=f"role:{COORDINATOR}", by=by, now=now)
