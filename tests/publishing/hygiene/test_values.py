"""Words for nothing, numbers in Vietnamese spelling, dates in either order: found, asked about only where two readings
are possible, converted, and reported where a cell does not fit."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from .conftest import CITY, MakeLayer, cleaned, proposals_of


def _column(make_layer: MakeLayer, values: list[Any], **decisions: str) -> list[Any]:
    table, _ = cleaned(make_layer({"cot": values, "dong": [f"r{i}" for i in range(len(values))]}), CITY, **decisions)
    out: list[Any] = table.column("cot").to_pylist()
    return out


@pytest.mark.parametrize(
    "word", ["<Null>", "NULL", "-", "n/a", "N/A", "không có", "Không rõ", "--", "chưa có", "00/00/0000", "#N/A", "NaN"]
)
def test_words_for_nothing_become_nothing(word: str, make_layer: MakeLayer) -> None:
    layer = make_layer({"cot": ["gang", "thép", f" {word} ", "", None]})
    assert proposals_of(layer)["nulls"].evidence["columns"] == {"cot": {word: 1}}
    assert cleaned(layer)[0].column("cot").to_pylist() == ["gang", "thép", None, None, None]


def test_words_for_nothing_may_be_kept(make_layer: MakeLayer) -> None:
    assert _column(make_layer, ["gang", "-", "thép"], nulls="keep") == ["gang", "-", "thép"]


@pytest.mark.parametrize("word", ["NA", "Không", "No", "0", "X", "Nam", "Nullarbor"])
def test_words_that_mean_something_stay(word: str, make_layer: MakeLayer) -> None:
    assert "nulls" not in proposals_of(make_layer({"cot": ["gang", "thép", word]}))


def test_minus_9999_is_nothing_where_all_else_is_positive(make_layer: MakeLayer) -> None:
    assert _column(make_layer, [1.5, 2.5, -9999.0]) == [1.5, 2.5, None]
    assert _column(make_layer, [-1.5, 2.5, -9999.0]) == [-1.5, 2.5, -9999.0]
    assert _column(make_layer, [3, -9999, 4]) == [3, None, 4]


def test_spaces_and_control_characters_are_tidied(make_layer: MakeLayer) -> None:
    values = ["  Ống  thép ", "van\x00 cổng", "hố\u00a0ga", "bể\tchứa"]
    assert _column(make_layer, values) == ["Ống thép", "van cổng", "hố ga", "bể chứa"]
    assert _column(make_layer, values, spaces="keep") == values


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (["12,5", "0,75", "100"], [12.5, 0.75, 100.0]),
        (["1.234,5", "12.000,25", "7,1"], [1234.5, 12000.25, 7.1]),
        (["1.234.567", "2.000.000", "500"], [1_234_567.0, 2_000_000.0, 500.0]),
        (["1,234.5", "12,000.25", "7.1"], [1234.5, 12000.25, 7.1]),
        (["1 234,5", "12 000,25"], [1234.5, 12000.25]),
        (["Ø110", "Ø 63", "ø90"], [110.0, 63.0, 90.0]),
        (["DN100", "DN 150", "D200"], [100.0, 150.0, 200.0]),
        (["12 m", "7,5 m", "3m"], [12.0, 7.5, 3.0]),
        (["22kV", "110 kV"], [22.0, 110.0]),
        (["85 %", "12,5%"], [85.0, 12.5]),
    ],
)
def test_numbers_in_other_spellings(values: list[str], expected: list[float], make_layer: MakeLayer) -> None:
    layer = make_layer({"cot": values})
    assert proposals_of(layer)["numbers"].sure
    assert _column(make_layer, values) == expected
    assert _column(make_layer, values, numbers="keep") == values


def test_the_unit_goes_with_the_column(make_layer: MakeLayer) -> None:
    layer = make_layer({"dk": ["Ø110", "Ø63"], "dai": ["12 m", "3,5 m"]})
    proposal = proposals_of(layer)["numbers"]
    assert {name: how["unit"] for name, how in proposal.evidence["columns"].items()} == {"dk": "mm", "dai": "m"}


def test_two_units_in_one_column_stay_text(make_layer: MakeLayer) -> None:
    values = ["12 m", "300 mm"]
    assert _column(make_layer, values) == values


@pytest.mark.parametrize(
    ("choice", "expected"),
    [("thousands", [1234.0, 12_500.0]), ("decimal", [1.234, 12.5]), ("keep", ["1.234", "12.500"])],
)
def test_a_thousand_or_one_and_a_bit_is_asked(choice: str, expected: list[Any], make_layer: MakeLayer) -> None:
    layer = make_layer({"cot": ["1.234", "12.500"]})
    proposal = proposals_of(layer)["numbers:cot"]
    assert not proposal.sure
    assert "1.234" in proposal.text_vi
    assert _column(make_layer, ["1.234", "12.500"], **{"numbers:cot": choice}) == expected


def test_another_column_with_decimal_commas_answers_it(make_layer: MakeLayer) -> None:
    layer = make_layer({"dien_tich": ["1.234", "12.500"], "cao": ["2,5", "3,75"]})
    assert all(proposal.sure for proposal in proposals_of(layer).values())
    assert cleaned(layer)[0].column("dien_tich").to_pylist() == [1234.0, 12_500.0]


def test_plain_numbers_of_an_untyped_file_become_numbers(make_layer: MakeLayer) -> None:
    layer = make_layer({"tang": ["1", "2", ""], "cao": ["3.5", "10.25", "-4"]})
    assert set(proposals_of(layer)) == {"types"}
    table, _ = cleaned(layer)
    assert table.column("tang").to_pylist() == [1, 2, None]
    assert table.column("cao").to_pylist() == [3.5, 10.25, -4.0]


def test_digits_that_a_typed_file_calls_text_stay_text(make_layer: MakeLayer) -> None:
    assert proposals_of(make_layer({"cap": ["1", "2"], "cao": [3.5, 4.5]})) == {}


@pytest.mark.parametrize(
    ("title", "values"),
    [
        ("so_dien_thoai", ["0903123456", "0281234567"]),
        ("ma_phuong", ["26740", "26743"]),
        ("so_nha", ["12", "12A", "12/3"]),
        ("ho_so", ["24-015513", "24-020768"]),
        ("dia_chi", ["12 đường số 7", "5 Lê Lợi"]),
        ("ma_so", ["1234567890123456789", "1234567890123456780"]),
        ("loai", ["T", "T", "T"]),
        ("phien_ban", ["1.2.3", "1.10.0"]),
    ],
)
def test_what_only_looks_like_numbers_stays_text(title: str, values: list[str], make_layer: MakeLayer) -> None:
    layer = make_layer({title: values, "dong": [f"r{i}" for i in range(len(values))]})
    assert proposals_of(layer) == {}
    assert cleaned(layer)[0].column(title).to_pylist() == values


def test_dates_with_a_day_over_twelve_tell_their_order(make_layer: MakeLayer) -> None:
    assert _column(make_layer, ["01/02/2024", "31/12/2023"]) == [date(2024, 2, 1), date(2023, 12, 31)]
    assert _column(make_layer, ["01/02/2024", "12/31/2023"]) == [date(2024, 1, 2), date(2023, 12, 31)]
    assert _column(make_layer, ["01-02-2024", "31.12.2023"]) == [date(2024, 2, 1), date(2023, 12, 31)]
    assert proposals_of(make_layer({"ngay": ["01/02/2024", "31/12/2023"]}))["dates"].sure


def test_dates_that_could_be_either_are_asked_about_unless_another_column_tells(make_layer: MakeLayer) -> None:
    layer = make_layer({"ngay": ["01/02/2024", "03/04/2023"]})
    assert not proposals_of(layer)["dates:ngay"].sure
    assert _column(make_layer, ["01/02/2024"], **{"dates:cot": "dmy"}) == [date(2024, 2, 1)]
    assert _column(make_layer, ["01/02/2024"], **{"dates:cot": "mdy"}) == [date(2024, 1, 2)]
    assert _column(make_layer, ["01/02/2024"], **{"dates:cot": "keep"}) == ["01/02/2024"]
    two = make_layer({"ngay": ["01/02/2024", "03/04/2023"], "han": ["25/12/2024", "01/01/2025"]})
    assert all(proposal.sure for proposal in proposals_of(two).values())
    assert cleaned(two)[0].column("ngay").to_pylist() == [date(2024, 2, 1), date(2023, 4, 3)]


def test_years_of_two_digits_lie_around_the_present(make_layer: MakeLayer) -> None:
    assert _column(make_layer, ["31/12/24", "15/06/99", "20/01/36", "20/01/37"]) == [
        date(2024, 12, 31),
        date(1999, 6, 15),
        date(2036, 1, 20),
        date(1937, 1, 20),
    ]


def test_iso_dates_and_moments(make_layer: MakeLayer) -> None:
    assert _column(make_layer, ["2024-10-03", "2024/10/04"]) == [date(2024, 10, 3), date(2024, 10, 4)]
    assert _column(make_layer, ["2024/10/03 00:00:00+00", "2024/10/04 00:00:00+00"]) == [
        date(2024, 10, 3),
        date(2024, 10, 4),
    ]
    assert _column(make_layer, ["2024-10-03T07:30:00+07:00"]) == [datetime(2024, 10, 3, 0, 30, tzinfo=UTC)]
    assert _column(make_layer, ["2024-10-03 07:30"]) == [datetime(2024, 10, 3, 7, 30)]


def test_day_numbers_of_a_spreadsheet_are_asked_about(make_layer: MakeLayer) -> None:
    layer = make_layer({"ngay_cap": [45_292, 45_657, None], "so": [45_292, 45_657, 1]})
    assert {name for name in proposals_of(layer) if name.startswith("dates")} == {"dates:ngay_cap"}
    table, _ = cleaned(layer)
    assert table.column("ngay_cap").to_pylist() == [date(2024, 1, 1), date(2024, 12, 31), None]
    assert cleaned(layer, CITY, **{"dates:ngay_cap": "keep"})[0].column("ngay_cap").to_pylist() == [
        45_292,
        45_657,
        None,
    ]


def test_a_day_that_no_calendar_has_is_a_fault_of_its_row(make_layer: MakeLayer) -> None:
    values = [f"{day:02d}/05/2024" for day in range(1, 31)] + ["31/02/2024"]
    table, faults = cleaned(make_layer({"ngay": values}))
    assert table.num_rows == 30
    [fault] = faults
    assert (fault.row, fault.column, fault.rule, fault.value) == (31, "ngay", "date", "31/02/2024")
    assert "31/02/2024" in fault.vi


def test_yes_and_no(make_layer: MakeLayer) -> None:
    assert _column(make_layer, ["có", "Không", "có", ""]) == [True, False, True, None]
    assert _column(make_layer, ["True", "False"]) == [True, False]
    assert _column(make_layer, ["x", "", "x"]) == ["x", None, "x"]
    assert _column(make_layer, ["T", "V", "T"]) == ["T", "V", "T"]  # codes: nothing says no


def test_a_few_words_among_numbers_are_shown_and_kept(make_layer: MakeLayer) -> None:
    values = [str(i) for i in range(200)] + ["hỏng"]
    layer = make_layer({"chi_so": values})
    proposal = proposals_of(layer)["mixed:chi_so"]
    assert proposal.rows == (201,)
    assert cleaned(layer)[0].column("chi_so").to_pylist() == values
    table, faults = cleaned(layer, CITY, **{"mixed:chi_so": "convert"})
    assert table.num_rows == 200
    assert [(fault.row, fault.value) for fault in faults] == [(201, "hỏng")]
