"""Names of columns as offices write them, and what they call."""

import pytest

from publishing.contracts.words import factor, likeness, plain, without_unit

SAME = [
    ("Đường kính", "duong kinh"),
    ("DUONG_KINH", "duong kinh"),
    ("DuongKinh", "duong kinh"),
    ("DK_mm", "duong kinh"),
    ("đk (mm)", "dk"),
    ("VL", "vat lieu"),
    ("NamLD", "nam lap dat"),
    ("nam_ld", "nam ld"),
    ("folderstat", "folderstatusdesc"),
    ("vatlieuong", "vật liệu ống"),
    ("Tinh trang ong", "tinh trang"),
    ("diamter", "diameter"),
]
DIFFERENT = [
    ("ten", "dien"),
    ("x", "xa"),
    ("note", "node"),
    ("so nha", "so thua"),
    ("year", "ear"),
    ("width", "depth"),
    ("stt", "tt"),
    ("area", "ward"),
]


@pytest.mark.parametrize(("name", "alias"), SAME, ids=[name for name, _ in SAME])
def test_a_column_is_known_however_its_name_is_written(name: str, alias: str) -> None:
    assert likeness(name, alias) >= 0.7


@pytest.mark.parametrize(("name", "alias"), DIFFERENT, ids=[name for name, _ in DIFFERENT])
def test_likeness_does_not_mistake_short_words(name: str, alias: str) -> None:
    assert likeness(name, alias) < 0.7


def test_letters_lose_case_diacritics_and_signs_alone() -> None:
    assert plain("Số hiệu trụ điện (110kV)_Q.12") == "so hieu tru dien 110kv q 12"
    assert plain("Đặng") == plain("ĐẶNG") == "dang"
    assert plain("") == ""


def test_units_are_read_from_names() -> None:
    assert without_unit("length_km") == ("length", "km")
    assert without_unit("Diện tích (m²)") == ("dien tich", "m2")
    assert without_unit("m") == ("m", ""), "a single word is a name"
    assert factor("km", "m") == 1000
    assert factor("ha", "m2") == 10_000
    assert factor("mm", "m2") is None
