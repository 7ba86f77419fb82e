"""A CSV table as offices write it: UTF-8 or Excel's Unicode, commas or semicolons, codes with leading zeros."""

import codecs
import csv
import io
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from geo_server.core.errors import Fault

from .errors import BadTable
from .numbers import Cell, typed_column

DELIMITERS = (",", ";", "\t", "|")
MOST_BYTES = 5_000_000
MOST_ROWS = 20_000
MOST_COLUMNS = 50
LONGEST_CELL = 1_000
LONGEST_KEY = 200
MOST_FAULTS = 100


@dataclass(frozen=True, kw_only=True)
class Reading:
    """How to read a table.

    Attributes:
        key: name of the column that holds the keys.
        values: names of the columns to join, None for all others.
        delimiter: None to find out.
        header_row, data_row: counted from 1.
    """

    key: str
    values: tuple[str, ...] | None = None
    delimiter: str | None = None
    header_row: int = 1
    data_row: int | None = None


@dataclass(frozen=True)
class Table:
    """What was read.

    Attributes:
        columns: names of the value columns, as in the file.
        rows: key to the values in the order of `columns`; of a key that occurs twice, the first.
        duplicates: keys that occur more than once.
    """

    columns: tuple[str, ...]
    rows: dict[str, list[Cell]]
    duplicates: tuple[str, ...]


def read_table(body: bytes, reading: Reading) -> Table:
    """The table in a CSV file; raises BadTable naming every fault."""
    lines = _lines(_text(body), reading)
    names = [unicodedata.normalize("NFC", name.strip()) for name in lines[reading.header_row - 1]]
    chosen = _chosen(names, reading)
    first = max(reading.data_row or 0, reading.header_row + 1)
    filled = [(number, row) for number, row in enumerate(lines[first - 1 :], first) if any(row)]
    _check_rows(filled, names, key=reading.key)
    place = names.index(reading.key)
    keys = [unicodedata.normalize("NFC", row[place].strip()) for _, row in filled]
    columns = [typed_column([row[names.index(name)].strip() for _, row in filled]) for name in chosen]
    found: dict[str, list[Cell]] = {}
    duplicates: dict[str, None] = {}
    for key, *values in zip(keys, *columns, strict=True):
        if key in found:
            duplicates[key] = None
        else:
            found[key] = list(values)
    return Table(tuple(chosen), found, tuple(duplicates))


def _text(body: bytes) -> str:
    """The text of a file: by its byte order mark, else UTF-8."""
    if len(body) > MOST_BYTES:
        raise _bad("table", f"is larger than {MOST_BYTES} bytes", f"lớn hơn {MOST_BYTES} byte")
    wide = body.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    try:
        text = body.decode("utf-16" if wide else "utf-8-sig")
    except UnicodeDecodeError as error:
        raise _bad(
            "table",
            "is not in UTF-8. In Excel save it as 'CSV UTF-8'",
            "không phải UTF-8. Trong Excel hãy lưu 'CSV UTF-8'",
        ) from error
    if "\x00" in text:
        raise _bad("table", "holds NUL characters; it is no text", "có ký tự NUL; không phải tệp chữ")
    return text


def _lines(text: str, reading: Reading) -> list[list[str]]:
    """The cells of all lines; raises BadTable if there are too many, or no header and data."""
    delimiter = reading.delimiter or _delimiter(text, reading.header_row)
    try:
        lines = list(islice(csv.reader(io.StringIO(text), delimiter=delimiter), MOST_ROWS + reading.header_row + 1))
    except csv.Error as error:
        raise _bad("table", f"is no CSV ({error})", f"không phải CSV ({error})") from error
    if len(lines) > MOST_ROWS + reading.header_row:
        raise _bad("table", f"has more than {MOST_ROWS} rows", f"có hơn {MOST_ROWS} dòng")
    if len(lines) <= reading.header_row:
        raise _bad("table", "has no rows below its header", "không có dòng nào dưới dòng tiêu đề")
    return lines


def _delimiter(text: str, header_row: int) -> str:
    """The sign that occurs most often in the header."""
    header = next(islice(io.StringIO(text), header_row - 1, None), "")
    return max(DELIMITERS, key=header.count)


def _chosen(names: Sequence[str], reading: Reading) -> list[str]:
    """The value columns; raises BadTable for names that are missing, empty, double or too many."""
    wanted = [name for name in names if name != reading.key] if reading.values is None else list(reading.values)
    there = ", ".join(names)[:500]
    faults = [
        Fault(
            "header",
            f"has no column '{name[:100]}'; there are: {there}",
            f"không có cột '{name[:100]}'; hiện có: {there}",
        )
        for name in (reading.key, *wanted)
        if name not in names
    ]
    if "" in names or len(set(names)) < len(names):
        faults.append(
            Fault("header", "has a column without a name, or a name twice", "có cột không tên hoặc trùng tên")
        )
    if not 0 < len(wanted) <= MOST_COLUMNS or len(set(wanted)) < len(wanted):
        faults.append(Fault("header", f"choose 1 to {MOST_COLUMNS} columns", f"hãy chọn từ 1 đến {MOST_COLUMNS} cột"))
    if any(len(name) > LONGEST_KEY for name in names):
        faults.append(Fault("header", "has a name that is too long", "có tên cột quá dài"))
    if faults:
        raise BadTable(faults)
    return wanted


def _check_rows(rows: Sequence[tuple[int, list[str]]], names: Sequence[str], *, key: str) -> None:
    place, faults = list(names).index(key), []
    for number, row in rows:
        where = f"row {number}"
        if len(row) != len(names):
            faults.append(
                Fault(where, f"has {len(row)} cells, not {len(names)}", f"có {len(row)} ô, không phải {len(names)}")
            )
        elif not row[place].strip():
            faults.append(Fault(where, f"has no key in '{key}'", f"không có khóa trong cột '{key}'"))
        elif len(row[place]) > LONGEST_KEY or max(map(len, row)) > LONGEST_CELL:
            faults.append(Fault(where, "has a cell that is too long", "có ô quá dài"))
    if not rows:
        faults.append(Fault("table", "has no rows", "không có dòng nào"))
    if faults:
        raise BadTable(faults[:MOST_FAULTS])


def _bad(where: str, en: str, vi: str) -> BadTable:
    return BadTable([Fault(where, f"{en}.", f"{vi}.")])
