"""The public faces: the imagery collection of a scene and the collection `findings`, as layers registers them."""

from layers.api import SUPPORTED_CRS, Code, CollectionSpec, Field

from .matching.reasons import TITLES
from .models import Scene
from .projection import STORAGE_CRS

FINDINGS = "findings"

CLASSES = (
    Code("new_building", "Công trình mới", "New building"),
    Code("extension", "Cơi nới", "Extension"),
    Code("demolition", "Phá dỡ", "Demolition"),
    Code("roof_material", "Chỉ thay mái", "Roof material only"),
    Code("land_clearing", "San lấp mặt bằng", "Land clearing"),
    Code("unclear", "Chưa rõ", "Unclear"),
)
_STATUSES = (
    Code("new", "Chưa xem xét", "Not decided"),
    Code("accepted", "Đã xác nhận", "Accepted"),
    Code("dismissed", "Đã bác bỏ", "Dismissed"),
)
_CERTAINTIES = (
    Code("provisional", "Sơ bộ, từ một cặp ảnh", "Provisional, from one pair of scenes"),
    Code("confirmed", "Được ảnh khác hoặc người xác nhận", "Confirmed by another scene or a person"),
)
_REASONS = tuple(Code(str(code), vi, en) for code, (vi, en) in TITLES.items())

_COLOURS = ["match", ["get", "status"], "accepted", "#b3261e", "dismissed", "#8a8f98", "#e8710a"]


def findings_spec() -> CollectionSpec:
    """What everybody who may see findings sees of them."""
    return CollectionSpec(
        id=FINDINGS,
        title_vi="Phát hiện biến động xây dựng",
        title_en="Construction findings",
        description_vi="Thay đổi không khớp giấy phép hoặc quy hoạch, do máy phát hiện, chờ người xem xét.",
        description_en="Changes that fit no permit or plan, found by machine, for a person to judge.",
        theme="change",
        geometry_type="Polygon",
        fields=_FINDING_FIELDS,
        style={
            "layers": [
                {"id": "fill", "type": "fill", "paint": {"fill-color": _COLOURS, "fill-opacity": 0.25}},
                {"id": "outline", "type": "line", "paint": {"line-color": _COLOURS, "line-width": 2}},
            ]
        },
        package="change_detection",
    )


_FINDING_FIELDS = (
    Field("finding", "string", "Mã phát hiện", "Finding", role="key", required=True),
    Field("change_class", "string", "Loại biến động", "Class of change", codes=CLASSES),
    Field("area_m2", "number", "Diện tích", "Area", unit="m2"),
    Field("score", "number", "Điểm tin cậy", "Score"),
    Field("probability", "number", "Xác suất đúng", "Probability"),
    Field("reason", "string", "Lý do", "Reason", codes=_REASONS),
    Field("reason_share", "number", "Mức chắc của lý do", "How sure the reason is"),
    Field("reasons", "string", "Mọi lý do", "All reasons"),
    Field("status", "string", "Trạng thái", "Status", codes=_STATUSES),
    Field("certainty", "string", "Mức chắc chắn", "Certainty", codes=_CERTAINTIES),
    Field("before", "date-time", "Ảnh trước", "Earlier scene"),
    Field("after", "date-time", "Ảnh sau", "Later scene"),
    Field("residual_m", "number", "Sai số nắn chỉnh", "Registration residual", unit="m"),
    Field("parcel", "string", "Thửa đất", "Parcel", role="code"),
    Field("address", "string", "Địa chỉ", "Address", role="title"),
    Field("zone", "string", "Ô quy hoạch", "Planning zone"),
    Field("permit_no", "string", "Số giấy phép", "Permit number"),
    Field("area_code", "string", "Mã phường, xã", "Area code"),
    Field("area_name", "string", "Phường, xã", "Area"),
    Field("run", "string", "Lần so sánh", "Run"),
    Field("model", "string", "Mô hình", "Model"),
)


def scene_spec(scene: Scene, *, public: bool) -> CollectionSpec:
    """The imagery collection of one scene: its footprint as the only feature, its COG as the coverage."""
    return CollectionSpec(
        id=scene.collection_id,
        title_vi=scene.title_vi,
        title_en=scene.title_en,
        theme="imagery",
        geometry_type="Polygon",
        fields=(
            Field("scene", "string", "Mã ảnh", "Scene", role="key", required=True),
            Field("title", "string", "Tên ảnh", "Title", role="title"),
            Field("acquired", "date-time", "Ngày chụp", "Acquired", role="instant"),
            Field("gsd_m", "number", "Độ phân giải mặt đất", "Ground sample distance", unit="m"),
            Field("sensor", "string", "Thiết bị chụp", "Sensor"),
            Field("view_angle_deg", "number", "Góc nhìn", "View angle", unit="deg"),
            Field("cloud_share", "number", "Tỷ lệ mây che", "Share under cloud"),
        ),
        style={"layers": [{"id": "footprint", "type": "line", "paint": {"line-color": "#5b6470", "line-width": 1}}]},
        storage_crs=scene.crs if scene.crs in SUPPORTED_CRS else STORAGE_CRS,
        package="change_detection",
        public=public,
        coverage=scene.asset_key,
    )
