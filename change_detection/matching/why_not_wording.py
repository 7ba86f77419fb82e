"""The sentence that says why something near a change did not count, in Vietnamese and English."""

from .spoken import Language, spoken
from .why_not import Register, WhyNot, WhyNotCode
from .wording import Wording

_SENTENCES: dict[str, tuple[str, str]] = {
    WhyNotCode.REVOKED: (
        "Giấy phép {permit_no} (cách {distance_m}) đã bị thu hồi.",
        "Permit {permit_no} ({distance_m} away) has been revoked.",
    ),
    WhyNotCode.TOO_FAR: (
        "Giấy phép {permit_no} chỉ có địa chỉ, cách {distance_m}; xa hơn {reach_m} thì không tính.",
        "Permit {permit_no} is known by its address only, {distance_m} away; beyond {reach_m} it does not count.",
    ),
    WhyNotCode.DRAWN_ELSEWHERE: (
        "Giấy phép {permit_no} có bản vẽ ở chỗ khác, cách {distance_m}.",
        "Permit {permit_no} is drawn elsewhere, {distance_m} away.",
    ),
    WhyNotCode.OTHER_PARCEL: (
        "Giấy phép {permit_no} cách {distance_m}, cấp cho thửa {permit_parcel}, không phải thửa {parcel}.",
        "Permit {permit_no}, {distance_m} away, was issued for parcel {permit_parcel}, not for parcel {parcel}.",
    ),
    WhyNotCode.OTHER_BUILDING: (
        "Giấy phép {permit_no} cấp cho công trình khác trên cùng thửa {permit_parcel}, bản vẽ cách {distance_m}.",
        "Permit {permit_no} is for another building on the same parcel {permit_parcel}, drawn {distance_m} away.",
    ),
    WhyNotCode.COVERS_TOO_LITTLE: (
        "Bản vẽ của giấy phép {permit_no} chỉ phủ {overlap_m2}, tức {overlap_percent}; cần {needed_percent}.",
        "The drawing of permit {permit_no} covers only {overlap_m2}, that is {overlap_percent}; {needed_percent} are"
        " needed.",
    ),
    WhyNotCode.BETTER_SPEAKS: (
        "Giấy phép {permit_no} chỉ có địa chỉ, cách {distance_m}; giấy phép {chosen} phù hợp hơn.",
        "Permit {permit_no} is known by its address only, {distance_m} away; permit {chosen} fits better.",
    ),
    WhyNotCode.FITS_LESS: (
        "Giấy phép {permit_no} kém phù hợp hơn giấy phép {chosen}.",
        "Permit {permit_no} fits less well than permit {chosen}.",
    ),
    WhyNotCode.ENDED_BETWEEN: (
        "Giấy phép {permit_no} hết hạn ngày {expires}, giữa hai ảnh ({before} và {after}); chưa rõ đã xây trước hay sau"
        " ngày đó nên không tính là hết hạn.",
        "Permit {permit_no} ended on {expires}, between the scenes of {before} and {after}; nobody knows whether it was"
        " built before that day, so it does not count as expired.",
    ),
    WhyNotCode.ISSUED_BETWEEN: (
        "Giấy phép {permit_no} cấp ngày {issued}, giữa hai ảnh ({before} và {after}); chưa rõ đã xây trước hay sau ngày"
        " đó nên không tính là cấp muộn.",
        "Permit {permit_no} was issued on {issued}, between the scenes of {before} and {after}; nobody knows whether it"
        " was built before that day, so it does not count as late.",
    ),
    f"{Register.PARCELS}/{WhyNotCode.BRUSHED}": (
        "Chỉ {overlap_m2} nằm trên thửa {key}; dưới {needed_m2} thì không tính.",
        "Only {overlap_m2} lie on parcel {key}; below {needed_m2} they do not count.",
    ),
    f"{Register.ZONING}/{WhyNotCode.BRUSHED}": (
        "Chỉ {overlap_m2}, tức {overlap_percent}, nằm trong ô quy hoạch {key}; dưới {needed_percent} thì không tính.",
        "Only {overlap_m2}, that is {overlap_percent}, lie in planning zone {key}; below {needed_percent} they do not"
        " count.",
    ),
    f"{Register.RED_LINES}/{WhyNotCode.BRUSHED}": (
        "Chỉ {overlap_m2} nằm trên đất dành cho đường {key}; dưới {needed_m2} thì không tính.",
        "Only {overlap_m2} stand on land reserved for the road {key}; below {needed_m2} they do not count.",
    ),
}


def explain_why_not(one: WhyNot) -> Wording:
    """The sentence of one thing that did not count."""
    key = f"{one.register}/{one.code}" if one.code == WhyNotCode.BRUSHED else one.code
    return Wording(vi=_say(key, one, "vi"), en=_say(key, one, "en"))


def _say(key: str, one: WhyNot, language: Language) -> str:
    return _SENTENCES[key][0 if language == "vi" else 1].format(**spoken(one.numbers, language))
