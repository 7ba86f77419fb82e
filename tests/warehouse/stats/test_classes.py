"""Values fall into the classes that their method promises."""

from collections import Counter

import pytest

from warehouse.stats.classes import NO_DATA, make_classes


def test_quantiles_hold_the_same_number_of_areas():
    values = [float(n * n) for n in range(1, 101)]
    classes = make_classes(values, method="quantiles", count=5)
    assert Counter(classes.number_of(value) for value in values) == {1: 20, 2: 20, 3: 20, 4: 20, 5: 20}


def test_equal_intervals_have_equal_width():
    classes = make_classes([0.0, 1.0, 7.0, 9.0, 10.0, 2.0], method="equal_interval", count=5)
    assert classes.breaks == pytest.approx((2, 4, 6, 8, 10))


def test_the_upper_end_belongs_to_the_class():
    classes = make_classes([0.0, 1.0, 7.0, 9.0, 10.0, 2.0], method="equal_interval", count=5)
    assert [classes.number_of(v) for v in (0, 2, 2.001, 10)] == [1, 1, 2, 5]


def test_unknown_values_have_class_zero():
    classes = make_classes([1.0, 2.0, 3.0], method="quantiles", count=5)
    assert classes.number_of(None) == NO_DATA
    assert classes.number_of(float("nan")) == NO_DATA


def test_fewer_distinct_values_make_fewer_classes():
    classes = make_classes([5.0, 5.0, 8.0], method="quantiles", count=5)
    assert classes.spans() == [(1, 5.0, 5.0), (2, 5.0, 8.0)]


def test_repeated_values_do_not_make_empty_classes():
    values = [0.0] * 50 + [1.0, 2.0, 3.0, 4.0, 5.0, 6.0]
    classes = make_classes(values, method="quantiles", count=5)
    assert {classes.number_of(value) for value in values} == {number for number, _, _ in classes.spans()}


def test_nothing_known_cannot_be_classified():
    with pytest.raises(ValueError, match="no value is known"):
        make_classes([], method="quantiles", count=5)
