"""The sentence of a reason, in Vietnamese and English, with the numbers behind it."""

from dataclasses import dataclass

from .reasons import Reason, ReasonCode
from .spoken import Language, spoken


@dataclass(frozen=True)
class Wording:
    """One sentence as a person reads it."""

    vi: str
    en: str


_SENTENCES: dict[str, tuple[str, str]] = {
    "WITHIN_REGISTRATION_ERROR": (
        "Thay đổi chỉ rộng {width_m}, hẹp hơn sai số nắn chỉnh {residual_m} giữa hai ảnh.",
        "The change is only {width_m} wide, thinner than the {residual_m} residual between the scenes.",
    ),
    "OUTSIDE_RED_LINE": (
        "{overlap_m2}, tức {overlap_percent}, nằm trên đất dành cho đường {road}.",
        "{overlap_m2}, that is {overlap_percent}, stand on land reserved for the road {road}.",
    ),
    "ZONE_FORBIDS": (
        "{overlap_m2}, tức {overlap_percent}, nằm trong ô quy hoạch {zone}, nơi không được xây dựng.",
        "{overlap_m2}, that is {overlap_percent}, lie in planning zone {zone}, where building is not allowed.",
    ),
    "WRONG_PARCEL": (
        "Giấy phép {permit_no} cấp cho thửa {permit_parcel}, nhưng {overlap_m2} nằm trên thửa {parcel}.",
        "Permit {permit_no} was issued for parcel {permit_parcel}, but {overlap_m2} stand on parcel {parcel}.",
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
        "Xây {built_m2}, vượt giấy phép {permit_no} ({permitted_m2}) khoảng {excess_m2}, tức {excess_percent}.",
        "{built_m2} were built, {excess_m2}, that is {excess_percent}, beyond permit {permit_no} ({permitted_m2}).",
    ),
    "FOOTPRINT_EXCEEDS/coverage": (
        "Thửa {parcel} ({parcel_m2}) đã xây {covered_percent}; ô quy hoạch {zone} cho phép {allowed_percent}, vượt"
        " khoảng {excess_m2}.",
        "{covered_percent} of parcel {parcel} ({parcel_m2}) are built on; zone {zone} allows {allowed_percent}, that is"
        " {excess_m2} too much.",
    ),
    "PERMIT_GEOMETRY_UNCERTAIN": (
        "Giấy phép {permit_no} cách đó {distance_m}, chưa rõ có phải cho công trình này không.",
        "Permit {permit_no} lies {distance_m} away; whether it is meant for this building is not certain.",
    ),
    "PERMIT_GEOMETRY_UNCERTAIN/register": (
        "Máy chủ chưa có lớp giấy phép xây dựng nên không thể đối chiếu.",
        "This server holds no register of building permits, so nothing could be compared.",
    ),
    "NEEDS_HEIGHT_CHECK": (
        "Chỉ mái thay đổi ({area_m2}); có thể đã thêm tầng bên dưới, cần kiểm tra chiều cao.",
        "Only the roof changed ({area_m2}); a floor may have been added under it, check the height.",
    ),
    "NEEDS_HEIGHT_CHECK/plan": (
        "Từ {floors_that_break} tầng trở lên công trình vượt quy hoạch của ô {zone}{limits}; ảnh không cho biết số"
        " tầng, cần kiểm tra.",
        "From {floors_that_break} storeys on the building breaks the plan of zone {zone}{limits}; a picture does not"
        " show the storeys, count them.",
    ),
    "EXEMPT/demolition": (
        "Công trình {area_m2} đã bị phá dỡ; phá dỡ không cần giấy phép xây dựng.",
        "A building of {area_m2} was demolished; demolition needs no building permit.",
    ),
    "EXEMPT/bare_land": (
        "Mặt đất {area_m2} thay đổi, không thấy công trình ở cả hai ảnh.",
        "{area_m2} of ground changed; no building is seen on either scene.",
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
        "Không tìm thấy giấy phép xây dựng nào cho {built_m2} này.",
        "No building permit was found for these {built_m2}.",
    ),
    "MATCH_OK": ("Phù hợp giấy phép {permit_no}.", "It matches permit {permit_no}."),
}
_DOUBT = (
    " Chưa chắc chắn: đúng với {share} vị trí tường có thể có.",
    " Not certain: true for {share} of the places where the walls may stand.",
)
_LIMITS = {
    "allowed_floors": ("tối đa {allowed_floors} tầng", "at most {allowed_floors} storeys"),
    "allowed_height_m": ("cao tối đa {allowed_height_m}", "at most {allowed_height_m} high"),
    "allowed_ratio": (
        "hệ số sử dụng đất {allowed_ratio}, thửa {parcel_m2}, nền {footprint_m2}",
        "floor area ratio {allowed_ratio}, parcel {parcel_m2}, footprint {footprint_m2}",
    ),
}


def explain(reason: Reason) -> Wording:
    """The sentence of one reason; where its measure is in doubt, a second one says how far."""
    return Wording(vi=_say(reason, "vi"), en=_say(reason, "en"))


def _say(reason: Reason, language: Language) -> str:
    place = 0 if language == "vi" else 1
    words = spoken(reason.numbers, language)
    sentence = _SENTENCES[_key(reason)][place].format(**words, limits=_limits(reason, words, place))
    if reason.is_sure:
        return sentence
    return sentence + _DOUBT[place].format(share=f"{100 * reason.share:.0f} %")


def _limits(reason: Reason, words: dict[str, str], place: int) -> str:
    """What the plan allows, in brackets; empty for a reason that is not about the plan's height."""
    said = [
        pair[place].format(**{"parcel_m2": "?", "footprint_m2": "?"} | words)
        for name, pair in _LIMITS.items()
        if reason.numbers.get(name) is not None
    ]
    return f" ({'; '.join(said)})" if said else ""


def _key(reason: Reason) -> str:
    because = reason.numbers.get("because")
    if because is not None:
        return f"{reason.code}/{because}"
    if "register" in reason.numbers:
        return f"{reason.code}/register"
    return str(ReasonCode(reason.code))
