"""The limit of the gate by the side of a pixel."""

import pytest

from change_detection.engine.registration.gate import limit_of


@pytest.mark.parametrize(
    ("gsd_m", "limit_m"), [(0.05, 0.05), (0.2, 0.2), (0.5, 0.5), (0.554, 0.5), (1.0, 0.5), (2.0, 1.0), (10.0, 5.0)]
)
def test_the_limit_is_a_pixel_and_half_a_metre_and_half_a_coarse_pixel(gsd_m, limit_m):
    assert limit_of(gsd_m) == pytest.approx(limit_m)
