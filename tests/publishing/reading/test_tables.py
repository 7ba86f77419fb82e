"""Text and workbooks as offices write them: header, separator, encoding, types, footers."""

from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from shapely.geometry import Point

from publishing.errors import UnreadableFile
from publishing.kinds import SourceLayer
from publishing.reading.formats.delimited import find_separator
from tests.publishing.reading.conftest import Reads, rows_of


def workbook(path: Path, rows: list[list[Any]], *, merged: tuple[str, ...] = (), sheet: str = "Sheet1") -> Path:
    book = openpyxl.load_workbook(path) if path.exists() else openpyxl.Workbook()
    page = book.create_sheet(sheet) if path.exists() else book.active
    assert page is not None
    page.title = sheet
    for row in rows:
        page.append(row)
    for cells in merged:
        page.merge_cells(cells)
    book.save(path)
    return path


def names(layer: SourceLayer) -> list[str]:
    return [column.name for column in layer.columns]


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"], ids=["comma", "semicolon", "tab", "bar"])
@pytest.mark.parametrize(
    ("codec", "raw", "charset"),
    [("utf-8", True, ""), ("utf-8-sig", False, "UTF-8"), ("utf-16", False, "UTF-16"), ("cp1258", True, "")],
)
def test_text_is_cut_at_its_separator_and_decoded_only_if_it_says_how(
    tmp_path: Path, take: Reads, separator: str, codec: str, raw: bool, charset: str
) -> None:
    path = tmp_path / "cho.csv"
    lines = [["ten", "so", "gia"], ["Cho a", "1", "1,5"], ['Bến "Thành"', "2", ""]]
    quoted = ["" + separator.join('"' + v.replace('"', '""') + '"' for v in line) for line in lines]
    text = "\r\n".join(quoted)
    if codec == "cp1258":
        text = text.replace("ế", "ê\u0301").replace("à", "a\u0300")  # CP1258 has letters with marks apart
    path.write_bytes(text.encode(codec))
    [layer] = take(path).layers
    assert (names(layer), layer.charset) == (["ten", "so", "gia"], charset)
    assert [(c.raw, c.type) for c in layer.columns] == [(raw, "string")] * 3
    values = rows_of(layer).columns
    assert values["row"] == [2, 3]
    assert values["gia"] == ["1,5", ""]
    second = values["ten"][1]
    expected = 'Bến "Thành"'.encode(codec if raw else "utf-8") if codec != "cp1258" else text.split("\r\n")[2]
    if codec == "cp1258":
        assert second.encode("latin-1").decode("cp1258") == 'Bê\u0301n "Tha\u0300nh"'
    else:
        assert (second.encode("latin-1") if raw else second.encode()) == expected


def test_no_byte_of_an_undecoded_name_is_lost(tmp_path: Path, take: Reads) -> None:
    path = tmp_path / "x.csv"
    path.write_text("Hàng hóa, Tên à ,Đ…\n1,2,3\n", "utf-8")
    decoded = [name.encode("latin-1").decode("utf-8") for name in names(take(path).layers[0])]
    assert decoded == ["Hàng hóa", "Tên à", "Đ…"]


def test_a_comma_inside_numbers_does_not_beat_the_semicolon() -> None:
    assert find_separator("a;b;c\n1,5;2,5;3,5\n1;2,25;3\n") == ";"
    assert find_separator("one column\nno separator\n") == ","


def test_a_quoted_value_may_hold_separators_and_line_ends(tmp_path: Path, take: Reads) -> None:
    path = tmp_path / "x.csv"
    path.write_text('id,note\n1,"a, b\nc"\n\n2,d\n')
    rows = rows_of(take(path).layers[0]).columns
    assert rows["note"] == ["a, b\nc", "d"]
    assert rows["row"] == [2, 4], "a spreadsheet shows the blank line as row 3"


def test_rows_of_another_length_are_kept_and_named(tmp_path: Path, take: Reads) -> None:
    path = tmp_path / "x.csv"
    path.write_text("a,b\n1,2\n3\n4,5,6\n7,8,\n")
    [layer] = take(path).layers
    assert rows_of(layer).columns == {"row": [2, 3, 4, 5], "a": ["1", "3", "4", "7"], "b": ["2", None, "5", "8"]}
    assert {r.id: r.rows for r in layer.remarks} == {"longer_rows": (4,), "shorter_rows": (3,)}


def test_names_that_repeat_or_are_missing_get_a_number(tmp_path: Path, take: Reads) -> None:
    path = tmp_path / "x.csv"
    path.write_text("a,,a,row\nx,y,z,w\n")
    assert names(take(path).layers[0]) == ["a", "column_2", "a_2", "row_2"]


def test_a_table_without_a_header_keeps_its_first_row(tmp_path: Path, take: Reads) -> None:
    path = tmp_path / "x.csv"
    path.write_text("P1,106.7,10.8\nP2,106.8,10.9\nP3,106.6,10.7\n")
    [layer] = take(path).layers
    assert (names(layer), layer.rows) == (["column_1", "column_2", "column_3"], 3)


def test_years_over_numbers_are_a_header(tmp_path: Path, take: Reads) -> None:
    path = tmp_path / "x.csv"
    path.write_text("Quận,2009,2019\nQuận 1,180225,142625\nQuận 3,190553,190375\n")
    [layer] = take(path).layers
    assert (names(layer)[1:], layer.rows) == (["2009", "2019"], 2)


def test_a_letter_is_no_table(tmp_path: Path, take: Reads) -> None:
    path = tmp_path / "letter.csv"
    path.write_text("Kính gửi Ủy ban nhân dân thành phố")
    with pytest.raises(UnreadableFile, match="without columns"):
        take(path)


def test_a_workbook_has_a_layer_per_sheet_with_a_table(tmp_path: Path, take: Reads) -> None:
    path = workbook(tmp_path / "w.xlsx", [["a", "b"], [1, "x"]], sheet="Một")
    workbook(path, [["c"], [1.5], [2]], sheet="Hai")
    workbook(path, [], sheet="Trống")
    assert {(layer.name, layer.rows) for layer in take(path).layers} == {("w Một", 1), ("w Hai", 2)}


def test_columns_of_a_workbook_have_one_type_if_all_cells_agree(tmp_path: Path, take: Reads) -> None:
    when, day = datetime(2026, 7, 1, 8, 30), date(2026, 7, 1)
    rows = [
        ["whole", "real", "mixed", "yes", "day", "moment", "code"],
        [1, 1.5, 7, True, day, when, "007"],
        [2, 2, "bảy", False, None, day, "012"],
    ]
    [layer] = take(workbook(tmp_path / "w.xlsx", rows)).layers
    kinds = [c.type for c in layer.columns]
    assert kinds == ["integer", "number", "string", "boolean", "date", "date-time", "string"]
    values = rows_of(layer).columns
    assert (values["mixed"], values["code"]) == (["7", "bảy"], ["007", "012"])
    assert (values["day"], values["moment"]) == ([day, None], [when, datetime(2026, 7, 1)])
    assert values["row"] == [2, 3]


def test_a_form_with_banner_merged_header_units_numbering_and_total(tmp_path: Path, take: Reads) -> None:
    rows = [
        ["BÁO CÁO HIỆN TRẠNG CẤP NƯỚC NĂM 2026", None, None, None, None],
        [],
        ["STT", "Tên tuyến", "Đường ống", None, "Ghi chú"],
        [None, None, "Đường kính", "Chiều dài", None],
        [None, None, "mm", "m", None],
        ["(1)", "(2)", "(3)", "(4)", "(5)"],
        [1, "Lê Lợi", 110, 520.5, None],
        [2, "Nguyễn Huệ", 200, 310, "mới"],
        [None, "Tổng cộng", None, 830.5, None],
        [None, None, None, None, None],
        ["Người lập biểu", None, None, None, None],
    ]
    merged = ("A1:E1", "A3:A5", "B3:B5", "E3:E5", "C3:D3")
    [layer] = take(workbook(tmp_path / "w.xlsx", rows, merged=merged)).layers
    assert names(layer) == ["STT", "Tên tuyến", "Đường ống / Đường kính", "Đường ống / Chiều dài", "Ghi chú"]
    assert [c.unit for c in layer.columns] == ["", "", "mm", "m", ""]
    values = rows_of(layer).columns
    assert values["Tên tuyến"] == ["Lê Lợi", "Nguyễn Huệ"]
    assert values["Đường ống / Chiều dài"] == [520.5, 310.0]
    assert values["row"] == [7, 8]
    assert [(r.id, r.rows) for r in layer.remarks] == [("left_out_lines", (9, 11))]


def test_short_last_rows_that_are_data_stay(tmp_path: Path, take: Reads) -> None:
    rows = [["code", "a", "b", "c"], ["x", 1, 2, 3], ["y", None, None, None]]
    assert take(workbook(tmp_path / "w.xlsx", rows)).layers[0].rows == 2


COORDINATES = [
    ("id,lon,lat", "1,106.7,10.8", ("lon", "lat"), "EPSG:4326", Point(106.7, 10.8)),
    ("id,Kinh độ,Vĩ độ", "1,106.7,10.8", ("Kinh độ", "Vĩ độ"), "EPSG:4326", Point(106.7, 10.8)),
    ("id;kinh_do;vi_do", '1;"106,75";"10,5"', ("kinh_do", "vi_do"), "EPSG:4326", Point(106.75, 10.5)),
    ("X,Y,id", "603000.5,1190000.25,1", ("X", "Y"), "", Point(603000.5, 1190000.25)),
    ("id;x;y", "1;603.000,5;1.190.000,25", ("x", "y"), "", Point(603000.5, 1190000.25)),
    ("id;tọa độ", "1;10.8, 106.7", ("tọa độ",), "EPSG:4326", Point(106.7, 10.8)),
    ("id;lonlat", "1;106.7 10.8", ("lonlat",), "EPSG:4326", Point(106.7, 10.8)),
    ("id;location", "1;(10.8,106.7)", ("location",), "EPSG:4326", Point(106.7, 10.8)),
    ("id;wkt", "1;POINT (106.7 10.8)", ("wkt",), "", Point(106.7, 10.8)),
    ("id;shape", "1;SRID=4326;POINT (106.7 10.8)".replace("4326;", "4326,"), (), "", None),
    ("id,lng,lat", "1,106°42'00\"E,10°48'00\"N", ("lng", "lat"), "EPSG:4326", Point(106.7, 10.8)),
    ("id;lng;lat", "1;106 42 36 E;10 48 18 N", ("lng", "lat"), "EPSG:4326", Point(106.71, 10.805)),
    ("id,lng,lat", "1,71°30'W,33°S", ("lng", "lat"), "EPSG:4326", Point(-71.5, -33)),
    ("name_vi,long_name", "10,106", (), "", None),
]


@pytest.mark.parametrize(
    ("header", "row", "places", "crs", "expected"), COORDINATES, ids=[c[0] + c[1] for c in COORDINATES]
)
def test_places_are_found_in_the_columns_of_a_table(
    tmp_path: Path, take: Reads, header: str, row: str, places: tuple[str, ...], crs: str, expected: Point | None
) -> None:
    path = tmp_path / "x.csv"
    path.write_text(f"\ufeff{header}\n{row}\n", encoding="utf-8")
    [layer] = take(path).layers
    assert (layer.places, layer.crs) == (places, crs)
    if expected is None:
        assert layer.geometry_types == ()
    else:
        [shape] = rows_of(layer).shapes
        assert shape.equals_exact(expected, 1e-9)
        assert set(places) <= set(names(layer)), "they stay columns too"


def test_rows_without_readable_coordinates_are_kept_and_named(tmp_path: Path, take: Reads) -> None:
    path = tmp_path / "x.csv"
    good = "".join(f"{n},106.7,10.8\n" for n in range(20))
    path.write_text(f"id,lon,lat\n{good}a,chưa có,\nb,nan,10\nc,inf,10\n")
    [layer] = take(path).layers
    assert [(r.id, r.count, r.rows) for r in layer.remarks] == [("no_place", 3, (22, 23, 24))]
    assert rows_of(layer).shapes[20:] == [None, None, None]
