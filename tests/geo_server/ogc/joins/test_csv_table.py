"""Tables as offices write them."""

import pytest

from geo_server.ogc.joins.csv_table import MOST_ROWS, Reading, read_table
from geo_server.ogc.joins.errors import BadTable


def read(text: str | bytes, **how: object) -> object:
    body = text.encode() if isinstance(text, str) else text
    return read_table(body, Reading(key="code", **how))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("cells", "read_as"),
    [
        (["1", "20", ""], [1, 20, None]),
        (["1.5", "-2"], [1.5, -2.0]),
        (["1.234,5", "12"], [1234.5, 12.0]),
        (["0,25", "3"], [0.25, 3.0]),
        (["1,234.5", "2,000"], [1234.5, 2000.0]),
        (["1.234", "2.5"], [1.234, 2.5]),
        (["00123", "4"], ["00123", "4"]),
        (["12%", "4"], ["12%", "4"]),
        (["", ""], [None, None]),
        (["12345678901234567890"], ["12345678901234567890"]),
        (["1e999"], ["1e999"]),
    ],
)
def test_numbers_are_read_in_the_way_of_their_column(cells: list[str], read_as: list[object]) -> None:
    text = "code;n\n" + "".join(f"k{number};{cell}\n" for number, cell in enumerate(cells))
    assert [values[0] for values in read(text).rows.values()] == read_as  # type: ignore[attr-defined]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_vietnamese_text_survives_in_the_encodings_of_excel(encoding: str) -> None:
    table = read("code\ttên\n00123\tBến Nghé\n".encode(encoding))
    assert table.columns == ("tên",)  # type: ignore[attr-defined]
    assert table.rows == {"00123": ["Bến Nghé"]}, "a code keeps its zeros"  # type: ignore[attr-defined]


def test_letters_made_of_two_signs_are_the_letters_of_one() -> None:
    table = read("code,te\u0302n\ne\u0302,1\n")
    assert (table.columns, table.rows) == (("tên",), {"ê": [1]})  # type: ignore[attr-defined]


def test_the_first_row_of_a_key_counts_and_the_key_is_told() -> None:
    table = read("code,n\na,1\na,2\nb,3\n")
    assert (table.rows, table.duplicates) == ({"a": [1], "b": [3]}, ("a",))  # type: ignore[attr-defined]


def test_title_rows_above_and_below_the_header_are_skipped() -> None:
    table = read("Bảng 3\ncode,n\n(mã),(người)\na,1\n", header_row=2, data_row=4)
    assert table.rows == {"a": [1]}  # type: ignore[attr-defined]


def test_all_faults_are_told_at_once_with_their_rows() -> None:
    with pytest.raises(BadTable) as caught:
        read("code,n\na\n,2\nc,3\n" + f"d,{'x' * 2000}\n")
    assert [fault.where for fault in caught.value.faults] == ["row 2", "row 3", "row 5"]


@pytest.mark.parametrize(
    "text",
    [
        b"", b"code,n\n", b"other,n\na,1\n", b"code\na\n", b"code,n,n\na,1,2\n", b"code,\na,1\n", b"\xff\xfe\x00",
        b"code,n\n\xe1,1\n", b"code,n\na\x00,1\n", b"code,n\n" + b"a,1\n" * (MOST_ROWS + 1), b"code,n\n\n\n",
        b'code,n\n"a,1\n' + b"x" * 200_000,
    ],
)  # fmt: skip
def test_what_is_no_table_is_refused_in_words(text: bytes) -> None:
    with pytest.raises(BadTable) as caught:
        read(text)
    assert caught.value.faults[0].vi
