"""The header of a table as offices draw it: banners above, several rows joined, units and numbers of columns below.

Looked for in the first rows only; what a cell says decides, and where a workbook tells it, which cells are merged.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta

LOOKS_AT = 40
"""Rows in which a header is looked for."""
Cell = str | float | int | bool | date | time | timedelta | None
Merged = tuple[tuple[int, int], tuple[int, int]]
"""First and last cell (row, column) of a merged range."""
_BLANKS = re.compile(r"[ \t\r\n\f\v]+")
_MACHINE_NAME = re.compile(r"[a-z][a-z0-9_]{0,62}")
_UNIT = re.compile(
    r"""\(?\s*(?:
        [<>≤≥£=~]\s*-?[\d.,]+ | [\d.,]+\s*[-–÷]\s*[\d.,]+ | % | ‰ | °C? | [µm]?g/[lL] | mg/m3 | [mk]?m[²³23]? | cm |
        mm | km[²2]? | ha | [kM]?W | [kM]?V | [kM]?VA | kWh | m3/s | l/s | bar | atm | tấn | kg | người | hộ | cái |
        chiếc | căn | đồng | (?:nghìn|triệu|tỷ)\s+đồng | VND | USD | năm | người/km[²2] | MPN.* | Bq/l
    )\s*\)?""",
    re.X | re.I,
)
_IN_BRACKETS = re.compile(r"\(([^()]+)\)\s*$")


@dataclass(frozen=True)
class Header:
    """Where the rows begin, and what the columns are called.

    Attributes:
        rows: of the sheet before the first row of data.
        names: one per column; empty where nothing stands over it.
        titles: what stands over it in words, where the name is another.
        units: of each column, "" without.
        banners: rows above the header that say something else.
    """

    rows: int
    names: tuple[str, ...]
    titles: tuple[str, ...]
    units: tuple[str, ...]
    banners: int = 0


def text_of(cell: Cell) -> str:
    """What a cell shows, on one line; only blanks of ASCII, since 0xA0 may be half a letter that nobody decoded."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return _BLANKS.sub(" ", str(cell)).strip(" ")


def find_header(rows: Sequence[Sequence[Cell]], merged: Iterable[Merged] = ()) -> Header:
    """The header in the first rows of a table.

    Args:
        rows: the first rows, all of one width.
        merged: ranges of merged cells among them.
    """
    rows, merged = rows[:LOOKS_AT], [m for m in merged if m[0][0] < LOOKS_AT]
    width = max((len(row) for row in rows), default=0)
    first = _first_row(rows, width, merged)
    if first is None or _is_data(rows, first):
        start = 0 if first is None else first
        return Header(start, ("",) * width, ("",) * width, ("",) * width, _said(rows[:start]))
    filled = _fill(rows, merged)
    last, machine = _last_row(filled, first, merged)
    block = list(range(first, last + 1))
    units = [r for r in block[1:] if r != machine and _is_units(filled[r])]
    words = [r for r in block if r not in units and r != machine and not _is_numbering(filled[r])]
    return _named(filled, words, units, machine, width, last + 1, _said(rows[:first]))


def _said(rows: Sequence[Sequence[Cell]]) -> int:
    return sum(any(map(text_of, row)) for row in rows)


def _named(
    rows: list[list[str]], words: list[int], units: list[int], machine: int | None, width: int, end: int, banners: int
) -> Header:
    titles = [_joined(rows[r][c] for r in words) for c in range(width)]
    names = [rows[machine][c] if machine is not None else titles[c] for c in range(width)]
    said = [_unit(titles[c], [rows[r][c] for r in units]) for c in range(width)]
    only_other = [title if title != name else "" for title, name in zip(titles, names, strict=True)]
    return Header(end, tuple(names), tuple(only_other), tuple(said), banners)


def _joined(texts: Iterable[str]) -> str:
    return " / ".join(dict.fromkeys(text for text in texts if text))


def _unit(title: str, below: list[str]) -> str:
    """The unit in brackets at the end of the title, else what the row of units says."""
    in_brackets = _IN_BRACKETS.search(title)
    if in_brackets and _UNIT.fullmatch(in_brackets.group(1).strip()):
        return in_brackets.group(1).strip()
    return next((text.strip("() ") for text in below if text), "")


def _first_row(rows: Sequence[Sequence[Cell]], width: int, merged: list[Merged]) -> int | None:
    """The first row that is filled about as widely as the table; what stands above it is a banner."""
    filled = [sum(bool(text_of(cell)) for cell in row) for row in _fill(rows, merged)]
    distinct = [len({text_of(cell) for cell in row} - {""}) for row in rows]
    for number, (cells, different) in enumerate(zip(filled, distinct, strict=True)):
        if cells >= max(1, width * 0.5) and different >= min(2, width):
            return number
    return next((number for number, cells in enumerate(filled) if cells), None)


def _fill(rows: Sequence[Sequence[Cell]], merged: list[Merged]) -> list[list[str]]:
    """The texts of the cells, with a cell that is merged sideways repeated over its columns."""
    width = max((len(row) for row in rows), default=0)
    texts = [[text_of(cell) for cell in row] + [""] * (width - len(row)) for row in rows]
    for (top, left), (_, right) in merged:
        if top < len(texts) and left < width:
            for column in range(left, min(right + 1, width)):
                texts[top][column] = texts[top][column] or texts[top][left]
    return texts


def _last_row(rows: list[list[str]], first: int, merged: list[Merged]) -> tuple[int, int | None]:
    """The last row of the header that starts at `first`, and the row of machine names if there is one."""
    last = first
    for (top, _), (bottom, _) in sorted(merged):
        if first <= top <= last and bottom < len(rows):
            last = max(last, bottom)
    for number in range(first + 1, min(first + 8, len(rows))):
        if _is_machine_names(rows, number) and all(
            number - 1 <= last or not any(rows[r]) or _is_units(rows[r]) or _is_numbering(rows[r]) or _is_under(rows, r)
            for r in range(last + 1, number)
        ):
            return number, number
    while last + 1 < len(rows) and (
        _is_units(rows[last + 1]) or _is_numbering(rows[last + 1]) or _is_under(rows, last + 1)
    ):
        last += 1
    return last, None


def _is_machine_names(rows: list[list[str]], number: int) -> bool:
    """Short names for a program, all different, over nearly every column, and over numbers in at least one."""
    row, below = rows[number], [r for r in rows[number + 1 :] if any(r)]
    over_numbers = any(all(_is_number(r[c]) for r in below) for c, text in enumerate(row) if text) and bool(below)
    said = [text for text in row if text]
    enough = len(said) >= max(2, 0.8 * len(row))
    return (
        over_numbers and enough and len(set(said)) == len(said) and all(_MACHINE_NAME.fullmatch(text) for text in said)
    )


def _is_units(row: list[str]) -> bool:
    """Units or limits, in words that are units; a number may stand among them, the first column stays empty."""
    said = [text for text in row if text]
    units = sum(bool(_UNIT.fullmatch(text)) for text in said)
    plain = sum(_is_number(text) for text in said)
    return bool(units) and units + plain == len(said) and not (row and _is_number(row[0]))


def _is_numbering(row: list[str]) -> bool:
    """Numbers of columns as forms have them: 1, 2, 3 ... or (1), (2), (3) ..., letters in the first ones."""
    said = [text.strip("()") for text in row if text]
    numbers = [int(text) for text in said if text.isdigit()]
    letters = [text for text in said if re.fullmatch(r"[A-D]", text)]
    return len(numbers) >= 3 and len(numbers) + len(letters) == len(said) and numbers == list(
        range(numbers[0], numbers[0] + len(numbers))
    ) and numbers[0] in (0, 1)  # fmt: skip


def _is_under(rows: list[list[str]], number: int) -> bool:
    """A second row of words: below a header cell that spans several columns, empty where the first row was enough."""
    above, row = rows[number - 1], rows[number]
    said = [c for c, text in enumerate(row) if text]
    if not said or len(said) == len(row) or any(_is_number(row[c]) for c in said) or row[0]:
        return False
    gaps = [c for c in said if not above[c] or above[c] in (above[c - 1] if c else "", *above[c + 1 : c + 2])]
    return len(gaps) >= 0.5 * len(said) and number + 1 < len(rows) and bool(rows[number + 1][0])


def _is_number(text: str) -> bool:
    return bool(re.fullmatch(r"[-+]?[\d.,]*\d[\d.,]*(?:[eE][-+]?\d+)?", text))


def _is_data(rows: Sequence[Sequence[Cell]], first: int) -> bool:
    """There is no header: the first row has numbers where the rows below have them, and they are no years."""
    here = [text_of(cell) for cell in rows[first]]
    below = [[text_of(cell) for cell in row] for row in rows[first + 1 : first + 11]]
    numeric = [c for c in range(len(here)) if below and all(c < len(row) and _is_number(row[c]) for row in below)]
    if not numeric or not all(_is_number(here[c]) for c in numeric):
        return False
    return not all(re.fullmatch(r"(?:19|20)\d\d", here[c]) for c in numeric)
