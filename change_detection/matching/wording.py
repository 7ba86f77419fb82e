"""The sentence of a reason, in Vietnamese and English, with the numbers behind it."""

from dataclasses import dataclass
from datetime import date

from .reasons import Number, Reason, ReasonCode


@dataclass(frozen=True)
class Wording:
    """One reason as a person reads it."""

    vi: str
    en: str


_SENTENCES: dict[str, tuple[str, str]] = {
    "WITHIN_REGISTRATION_ERROR": (
        "Thay đổi chỉ rộng {width_m} m, hẹp hơn sai số nắn chỉnh {residual_m} m giữa hai ảnh.",
        "The change is only {width_m} m wide, thinner than the {residual_m} m residual between the scenes.",
    ),
    "OUTSIDE_RED_LINE": (
        "{overlap_m2} m² ({overlap_percent} %) nằm trên đất dành cho đường {road}.",
        "{overlap_m2} m² ({overlap_percent} %) stand on land reserved for the road {road}.",
    ),
    "ZONE_FORBIDS": (
        "{overlap_m2} m² ({overlap_percent} %) nằm trong ô quy hoạch {zone}, nơi không được xây dựng.",
        "{overlap_m2} m² ({overlap_percent} %) lie in planning zone {zone}, where building is not allowed.",
    ),
    "WRONG_PARCEL": (
        "Giấy phép {permit_no} cấp cho thửa {permit_parcel}, nhưng {overlap_m2} m² nằm trên thửa {parcel}.",
        "Permit {permit_no} was issued for parcel {permit_parcel}, but {overlap_m2} m² stand on parcel {parcel}.",
    ),
    "TEMPORARY_PERMIT_EXPIRED": (
        "Giấy phép tạm {permit_no} hết hạn ngày {expires}, công trình vẫn còn ngày {seen}.",
        "Temporary permit {permit_no} ended on {expires}; the building was still there on {seen}.",
    ),
    "PERMIT_EXPIRED": (
        "Giấy phép {permit_no} hết hạn ngày {expires}, đến ngày {untouched} vẫn chưa xây.",
        "Permit {permit_no} ended on {expires}; on {untouched} nothing had been built yet.",
    ),
    "PERMIT_LATER_THAN_CHANGE": (
        "Giấy phép {permit_no} cấp ngày {issued}, công trình đã có từ ngày {seen}.",
        "Permit {permit_no} was issued on {issued}; the building was already there on {seen}.",
    ),
    "FOOTPRINT_EXCEEDS": (
        "Xây {built_m2} m², vượt giấy phép {permit_no} ({permitted_m2} m²) khoảng {excess_m2} m² ({excess_percent} %).",
        "{built_m2} m² were built, {excess_m2} m² ({excess_percent} %) beyond permit {permit_no} ({permitted_m2} m²).",
    ),
    "PERMIT_GEOMETRY_UNCERTAIN": (
        "Giấy phép {permit_no} cách đó {distance_m} m, chưa rõ có phải cho công trình này không.",
        "Permit {permit_no} lies {distance_m} m away; whether it is meant for this building is not certain.",
    ),
    "PERMIT_GEOMETRY_UNCERTAIN/register": (
        "Máy chủ chưa có lớp giấy phép xây dựng nên không thể đối chiếu.",
        "This server holds no register of building permits, so nothing could be compared.",
    ),
    "NEEDS_HEIGHT_CHECK": (
        "Chỉ mái thay đổi ({area_m2} m²); có thể đã thêm tầng bên dưới, cần kiểm tra chiều cao.",
        "Only the roof changed ({area_m2} m²); a floor may have been added under it, check the height.",
    ),
    "EXEMPT/demolition": (
        "Công trình {area_m2} m² đã bị phá dỡ; phá dỡ không cần giấy phép xây dựng.",
        "A building of {area_m2} m² was demolished; demolition needs no building permit.",
    ),
    "EXEMPT/bare_land": (
        "Mặt đất {area_m2} m² thay đổi, không thấy công trình ở cả hai ảnh.",
        "{area_m2} m² of ground changed; no building is seen on either scene.",
    ),
    "EXEMPT/land_code": (
        "Thửa đất loại {land_code} được miễn giấy phép xây dựng.",
        "Land of code {land_code} is exempt from building permits.",
    ),
    "EXEMPT/detail_plan": (
        "Ô {zone} đã có quy hoạch chi tiết được duyệt, được miễn giấy phép xây dựng.",
        "Zone {zone} has an approved detail plan, so no building permit is needed.",
    ),
    "NO_PERMIT": (
        "Không tìm thấy giấy phép xây dựng nào cho {built_m2} m² này.",
        "No building permit was found for these {built_m2} m².",
    ),
    "MATCH_OK": ("Phù hợp giấy phép {permit_no}.", "It matches permit {permit_no}."),
}
_DAYS = frozenset({"expires", "issued", "seen", "untouched"})


def explain(reason: Reason) -> Wording:
    """The sentence of one reason: decimal comma and dd/mm/yyyy in Vietnamese."""
    vi, en = _SENTENCES[_key(reason)]
    return Wording(
        vi=vi.format(**{name: _in_vietnamese(name, value) for name, value in reason.numbers.items()}),
        en=en.format(**reason.numbers),
    )


def _key(reason: Reason) -> str:
    if reason.code == ReasonCode.EXEMPT:
        return f"EXEMPT/{reason.numbers['because']}"
    if "register" in reason.numbers:
        return f"{reason.code}/register"
    return str(reason.code)


def _in_vietnamese(name: str, value: Number) -> str:
    if isinstance(value, float):
        return f"{value:g}".replace(".", ",") if value < 1e5 else f"{value:.0f}"
    if name in _DAYS:
        return date.fromisoformat(str(value)).strftime("%d/%m/%Y")
    return str(value)
