"""Intervals of shares."""

import pytest
from scipy.stats import binomtest

from change_detection.quality.intervals import Share


@pytest.mark.parametrize(("part", "whole"), [(0, 5), (3, 5), (29, 30), (500, 1000)])
def test_the_interval_is_wilsons(part: int, whole: int):
    independent = binomtest(part, whole).proportion_ci(confidence_level=0.95, method="wilson")
    assert Share(part, whole).interval == pytest.approx((independent.low, independent.high), abs=1e-9)


def test_without_cases_nothing_is_known():
    nothing = Share(0, 0)
    assert (nothing.value, nothing.interval) == (None, (0.0, 1.0))
    assert nothing.as_dict()["value"] is None
