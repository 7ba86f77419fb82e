"""The sentences of the reasons."""

import pytest

from change_detection.matching.reasons import TITLES, Reason, ReasonCode
from change_detection.matching.wording import explain


def test_vietnamese_reads_with_decimal_comma_and_day_first():
    reason = Reason(
        ReasonCode.PERMIT_EXPIRED, {"permit_no": "GP-1", "expires": "2025-03-09", "untouched": "2026-02-10"}
    )
    assert explain(reason).vi == "Giấy phép GP-1 hết hạn ngày 09/03/2025, đến ngày 10/02/2026 vẫn chưa xây."
    thin = Reason(ReasonCode.WITHIN_REGISTRATION_ERROR, {"width_m": 0.39, "residual_m": 0.4})
    assert explain(thin).vi == "Thay đổi chỉ rộng 0,39 m, hẹp hơn sai số nắn chỉnh 0,4 m giữa hai ảnh."
    assert "0.39 m wide" in explain(thin).en


def test_a_missing_register_has_its_own_sentence():
    reason = Reason(ReasonCode.PERMIT_GEOMETRY_UNCERTAIN, {"register": "missing"})
    assert explain(reason).en == "This server holds no register of building permits, so nothing could be compared."


@pytest.mark.parametrize("code", list(ReasonCode))
def test_every_code_has_a_title_in_both_languages(code: ReasonCode):
    vi, en = TITLES[code]
    assert vi
    assert en
    assert vi != en


def test_an_area_is_told_with_its_band_and_without_tenths_it_cannot_have():
    numbers = {"road": "Tô Ký", "overlap_m2": 40.4, "overlap_low_m2": 8.5, "overlap_high_m2": 51.2}
    sure = Reason(ReasonCode.OUTSIDE_RED_LINE, {**numbers, "overlap_percent": 33.3})
    assert explain(sure).vi == "40 m² (8,5–51 m²), tức 33 %, nằm trên đất dành cho đường Tô Ký."


def test_a_reason_in_doubt_says_how_far():
    reason = Reason(ReasonCode.NO_PERMIT, {"built_m2": 96.0}, share=0.625)
    assert explain(reason).en.endswith("Not certain: true for 62 % of the places where the walls may stand.")


def test_the_plans_limits_are_told_with_the_storeys_that_break_them():
    numbers = {
        "because": "plan", "zone": "R-1", "floors_that_break": 3, "allowed_floors": 2, "allowed_height_m": None,
        "allowed_ratio": 1.6, "parcel": "12/345", "parcel_m2": 120.0, "footprint_m2": 80.0, "footprint_low_m2": 70.0,
        "footprint_high_m2": 90.0,
    }  # fmt: skip
    said = explain(Reason(ReasonCode.NEEDS_HEIGHT_CHECK, numbers)).en
    assert "From 3 storeys on the building breaks the plan of zone R-1 (at most 2 storeys; floor area ratio 1.6" in said
    assert "parcel 120 m², footprint 80 m² (70–90 m²))" in said
