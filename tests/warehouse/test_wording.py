"""Numbers are written as their readers write them."""

from warehouse.wording import number_words


def test_vietnamese_groups_with_points_and_has_a_decimal_comma():
    assert number_words(1234567.891, decimals=1, english=False) == "1.234.567,9"


def test_english_groups_with_commas_and_has_a_decimal_point():
    assert number_words(1234567.891, decimals=1, english=True) == "1,234,567.9"


def test_what_is_not_known_is_a_dash():
    assert number_words(None, decimals=0, english=False) == "–"
