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
