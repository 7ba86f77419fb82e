"""Shares of a band, worked out by hand."""

import pytest

from change_detection.matching.spread import Spread


@pytest.mark.parametrize(
    ("limit", "share"),
    [
        (3.9, 1.0),  # below all three
        (10.0, 0.5),  # the likeliest itself: the outer half of the band is above it
        (7.0, 0.75),  # half of the way from 4 to 10 is above 7, and all of the way from 10 to 18
        (14.0, 0.25),  # half of the way from 10 to 18
        (18.0, 0.0),
    ],
)
def test_the_share_of_the_band_above_a_limit(limit: float, share: float):
    assert Spread(4.0, 10.0, 18.0).share_above(limit) == pytest.approx(share)


def test_a_value_without_doubt_is_above_or_not():
    assert Spread.sure(5.0).share_above(4.9) == 1.0
    assert Spread.sure(5.0).share_above(5.0) == 0.0


def test_a_measure_may_also_shrink_outwards():
    # From 10 down to 6 inside the likeliest wall: a quarter of that way is above 9. From 6 up to 12: half of it.
    assert Spread(10.0, 6.0, 12.0).share_above(9.0) == pytest.approx((0.25 + 0.5) / 2)
    assert (Spread(10.0, 6.0, 12.0).low, Spread(10.0, 6.0, 12.0).high) == (6.0, 12.0)


def test_spreads_add_and_scale_end_by_end():
    assert Spread(1, 2, 3) + Spread(10, 20, 30) - Spread.sure(1) == Spread(10, 21, 32)
    assert Spread(1, 2, 3) * 2 == Spread(2, 4, 6)
