"""What the page of a comparison says about how well its scenes fit."""

from typing import Any

import pytest
from affine import Affine
from django.template.loader import render_to_string
from django.utils import translation

from change_detection.engine.registration import BlockShift, Registration
from change_detection.models import Run
from change_detection.selectors.registration import registration_info


def told(*, found_m: float, left_m: float, confidence: float = 0.9, corrected: bool = False) -> dict[str, Any]:
    blocks = (
        BlockShift(0, 0, 3.0, 0.0, 5.0, True),
        BlockShift(0, 744, 3.0, 0.0, 4.0, True),
        BlockShift(744, 0, 20, 9, 1),
    )
    correction = Affine.translation(-1.5, 0) if corrected else None
    return Registration(left_m, 2 * left_m, left_m, 0.0, confidence, 0.5, found_m, correction, 256, blocks).as_dict()


def page(registration: dict[str, Any], language: str = "en") -> str:
    info = registration_info(Run(rows=1000, cols=1000, registration=registration))
    with translation.override(language):
        return render_to_string("change_detection/registration.html", {"registration": info})


def test_scenes_that_fit_are_called_good():
    assert "Good: the scenes lie 0.12 m apart" in page(told(found_m=0.12, left_m=0.12))


def test_scenes_that_do_not_fit_are_an_alert_with_both_numbers():
    shown = page(told(found_m=1.5, left_m=1.5))
    assert 'role="alert"' in shown
    assert "1.50 m apart, more than the 0.50 m" in shown


def test_a_correction_says_what_was_found_and_what_is_left():
    shown = page(told(found_m=1.5, left_m=0.04, corrected=True))
    assert "as delivered, the scenes lay 1.50 m apart" in shown
    assert "0.04 m are left" in shown


def test_unknown_ground_has_no_numbers():
    shown = page(told(found_m=0.0, left_m=0.0, confidence=0.0))
    assert "Unknown:" in shown
    assert "0.00 m" not in shown


def test_a_vietnamese_reader_has_the_sentence_with_decimal_commas():
    assert "hai ảnh lệch nhau 1,50 m, quá mức cho phép 0,50 m" in page(told(found_m=1.5, left_m=1.5), "vi")


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_drawing_has_arrows_where_blocks_agree_and_points_for_the_program_not_the_reader(language):
    shown = page(told(found_m=1.5, left_m=1.5), language)
    assert shown.count("<line") == 2
    assert shown.count("<circle") == 1
    assert 'x1="12.80" y1="12.80" x2="23.80" y2="12.80"' in shown  # 3 px right are the longest arrow, 11 of 100


def test_the_direction_is_a_point_of_the_compass():
    info = registration_info(Run(rows=1000, cols=1000, registration=told(found_m=1.5, left_m=1.5)))
    assert info is not None
    assert info.towards == "E"


def test_a_run_that_is_not_planned_yet_tells_nothing():
    assert registration_info(Run(rows=10, cols=10)) is None
