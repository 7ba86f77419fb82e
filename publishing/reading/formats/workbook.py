"""Excel workbooks: every sheet with a table in it is a layer; header, footer and types by what the cells hold."""

import zipfile
from collections import deque
from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any

import numpy as np
import pyarrow as pa

from ...errors import UnreadableFile
from ...kinds import ColumnType, SourceLayer
from ..columns import ARROW, plain
from ..header import LOOKS_AT, Cell, Header, find_header, text_of
from ..sources import Source, shown
from ..unpack import prove
from ..writer import BATCH, Budget
from .tables import Batch, columns_of, write_table

_FOOTERS = (
    "tổng", "cộng", "total", "sum", "ghi chú", "nguồn", "người lập", "note", "source", "ngày", "thủ trưởng", "lập biểu"
)  # fmt: skip
_FEW = 0.6
"""Share of what rows usually fill that a line below the table fills at most."""
FOOTER_ROWS = 50


def read_workbook(source: Source, budget: Budget) -> list[SourceLayer]:
    """The tables of a workbook, one per sheet that has one.

    Raises:
        UnreadableFile: damaged, with a password, or without any table.
        OverLimit: a sheet spans too many cells, or the zip is a bomb.
    """
    from python_calamine import CalamineError, PasswordError, load_workbook

    if zipfile.is_zipfile(source.file):
        prove(source.file, name=budget.name, limits=budget.limits)
    try:
        with source.file.open("rb") as file:
            book = load_workbook(file)
            layers = [_read_sheet(book, name, source, budget) for name in book.sheet_names]
    except PasswordError as error:
        raise UnreadableFile(
            budget.name, "it has a password. Save it without.", "tệp có mật khẩu. Hãy lưu không mật khẩu."
        ) from error
    except (CalamineError, OSError, ValueError, zipfile.BadZipFile) as error:
        why = plain(str(error))[:200]
        raise UnreadableFile(
            budget.name, f"it is a damaged workbook ({why}).", f"bảng tính bị hỏng ({why})."
        ) from error
    found = [layer for layer in layers if layer is not None]
    if not found:
        raise UnreadableFile(budget.name, "no sheet holds a table.", "không trang tính nào có bảng dữ liệu.")
    return found


def _read_sheet(book: Any, sheet_name: str, source: Source, budget: Budget) -> SourceLayer | None:
    sheet = book.get_sheet_by_name(sheet_name)
    if sheet.start is None or sheet.end is None:
        return None
    height, width = sheet.end[0] + 1, sheet.end[1] + 1
    budget.limits.require("columns", width, budget.name)
    budget.limits.require("cells", height * width, budget.name)
    rows = _Rows(sheet)
    top = [row for _, row in zip(range(LOOKS_AT), rows, strict=False)]
    header = find_header(top, sheet.merged_cell_ranges or ())
    types, last, left_out = _look_over(rows, header, width)
    if last < header.rows:
        return None
    columns = columns_of(header, types, raw=False)
    name = source.name if len(book.sheet_names) == 1 else shown(f"{source.name} {sheet_name}")
    return write_table(
        name, columns, _batches(rows, header.rows, last, types), budget, noticed=[("left_out_lines", left_out)]
    )


class _Rows:
    """The rows of a sheet from its first cell on, as often as they are asked for; an empty cell is None."""

    def __init__(self, sheet: Any) -> None:
        self.sheet = sheet
        self.above, self.left = sheet.start

    def __iter__(self) -> Iterator[list[Cell]]:
        width = int(self.sheet.end[1]) + 1
        for _ in range(self.above):
            yield [None] * width
        for row in self.sheet.iter_rows():
            cells = [None] * (width - len(row)) + list(row) if len(row) < width else list(row)
            yield [None if cell == "" else cell for cell in cells]


def _look_over(rows: _Rows, header: Header, width: int) -> tuple[list[ColumnType], int, list[int]]:
    """Types of the columns, the last row of the table (from 0), and the lines below it that are no data."""
    kinds: list[set[str]] = [set() for _ in range(width)]
    filled: list[int] = []
    tail: deque[tuple[int, list[Cell]]] = deque()
    for number, row in enumerate(rows):
        cells = _filled(row)
        if number < header.rows or not cells:
            continue
        filled.append(cells)
        tail.append((number, row))
        if len(tail) > FOOTER_ROWS:
            _note(kinds, tail.popleft()[1])
    footer = _footer([row for _, row in tail], float(np.quantile(filled, 0.75)) if filled else 0)
    data = list(tail)[: len(tail) - footer]
    for _, row in data:
        _note(kinds, row)
    last = data[-1][0] if data else header.rows - 1
    return [_type(kind) for kind in kinds], last, [number + 1 for number, _ in list(tail)[len(data) :]]


def _filled(row: list[Cell]) -> int:
    return sum(bool(text_of(cell)) for cell in row)


def _footer(tail: list[list[Cell]], usual: float) -> int:
    """How many of the last rows stand below the table: emptier than usual, from a "Total" or "Note" on."""
    footer = 0
    for back, row in enumerate(reversed(tail), start=1):
        if _filled(row) > _FEW * usual:
            break
        first = next((text_of(cell) for cell in row if text_of(cell)), "")
        if first.lower().lstrip("*( ").startswith(_FOOTERS):
            footer = back
    return footer


def _note(kinds: list[set[str]], row: list[Cell]) -> None:
    for kind, cell in zip(kinds, row, strict=False):
        if cell is not None:
            kind.add(_kind(cell))


def _kind(cell: Cell) -> str:
    if isinstance(cell, bool):
        return "boolean"
    if isinstance(cell, int | float):
        return "integer" if float(cell).is_integer() and abs(cell) < 2**53 else "number"
    if isinstance(cell, datetime):
        return "date" if cell.time() == time() else "date-time"
    return "date" if isinstance(cell, date) else "string"


def _type(kinds: set[str]) -> ColumnType:
    """One type for a column in which all cells agree, text for one in which they do not."""
    for types in ({"integer"}, {"integer", "number"}, {"boolean"}, {"date"}, {"date", "date-time"}):
        if kinds and kinds <= types:
            widest: ColumnType
            for widest in ("date-time", "date", "boolean", "number", "integer"):
                if widest in kinds:
                    return widest
    return "string"


def _batches(rows: _Rows, first: int, last: int, types: list[ColumnType]) -> Iterator[Batch]:
    numbers: list[int] = []
    waiting: list[list[Cell]] = []
    for number, row in enumerate(rows):
        if number < first or number > last or all(cell is None for cell in row):
            continue
        numbers.append(number + 1)
        waiting.append(row)
        if len(waiting) == BATCH:
            yield np.array(numbers, np.int64), _columns(waiting, types)
            numbers, waiting = [], []
    if waiting:
        yield np.array(numbers, np.int64), _columns(waiting, types)


def _columns(rows: list[list[Cell]], types: list[ColumnType]) -> list[pa.Array]:
    return [
        pa.array([_stored(cell, kind) for cell in cells], ARROW[kind])
        for cells, kind in zip(zip(*rows, strict=True), types, strict=True)
    ]


def _stored(cell: Cell, kind: ColumnType) -> Any:
    if cell is None:
        return None
    if kind == "string":
        return cell if isinstance(cell, str) else text_of(cell)
    if kind == "integer":
        return int(cell)  # type: ignore[arg-type]
    if kind == "date":
        return cell.date() if isinstance(cell, datetime) else cell
    if kind == "date-time" and not isinstance(cell, datetime):
        return datetime.combine(cell, time())  # type: ignore[arg-type]
    return cell
