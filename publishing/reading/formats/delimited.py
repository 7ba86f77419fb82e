"""Delimited text (CSV, TSV): its separator, its header, its rows, without guessing what the values mean.

Every column is text: hygiene decides about numbers, dates and encodings. Only a byte order mark names an encoding.
"""

import csv
import io
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pyarrow as pa

from ...errors import OverLimit, UnreadableFile
from ...kinds import SourceLayer
from ..columns import plain
from ..header import LOOKS_AT, Header, find_header
from ..sources import Source
from ..writer import BATCH, Budget
from .tables import Batch, columns_of, write_table

_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_SEPARATORS = ",;\t|"
_SAMPLE = 64 * 1024


class _Ragged:
    """Rows that have more or fewer values than the table has columns."""

    def __init__(self) -> None:
        self.longer: list[int] = []
        self.shorter: list[int] = []

    def noticed(self) -> Iterator[tuple[str, list[int]]]:
        yield "longer_rows", self.longer
        yield "shorter_rows", self.shorter


def read_delimited(source: Source, budget: Budget) -> list[SourceLayer]:
    """The one table of a delimited text.

    Raises:
        UnreadableFile: no text, a quotation mark that nobody closes.
        OverLimit: a value, the columns or the rows are too many.
    """
    codec = _declared(source.file)
    raw = codec == "latin-1"
    with source.file.open(encoding=codec, errors="replace", newline="") as file:
        sample = file.read(_SAMPLE)
        if "\x00" in sample:
            raise UnreadableFile(budget.name, "it is no text: it has NUL bytes.", "không phải văn bản: có byte NUL.")
        separator = find_separator(sample)
        file.seek(0)
        csv.field_size_limit(budget.limits.text)
        records = _numbered(csv.reader(file, delimiter=separator), budget)
        top = [record for _, record in zip(range(LOOKS_AT), records, strict=False)]
        width = _width([record for _, record in top])
        budget.limits.require("columns", width, budget.name)
        header = find_header([(record + [""] * width)[:width] for _, record in top])
        columns = columns_of(header, ["string"] * len(header.names), raw=raw)
        ragged = _Ragged()
        batches = _batches([*top[header.rows :]], records, len(columns), ragged)
        charset = "" if raw else codec.removesuffix("-sig").upper()
        layer = write_table(source.name, columns, batches, budget, charset=charset, noticed=ragged.noticed())
    _require_table(layer, header, budget)
    return [layer]


def find_separator(sample: str) -> str:
    """The separator that cuts most lines into the same number of values, more than one; else a comma."""
    best, score = ",", 0.0
    lines = sample.splitlines(keepends=True)
    lines = lines[:-1] if len(lines) > 1 and len(sample) >= _SAMPLE else lines
    for separator in _SEPARATORS:
        try:
            widths = Counter(len(r) for r in csv.reader(io.StringIO("".join(lines[:200])), delimiter=separator) if r)
        except csv.Error:
            continue
        width, times = max(widths.items(), key=lambda item: (item[1] * (item[0] > 1), item[0]), default=(1, 0))
        share = times / max(sum(widths.values()), 1)
        if width > 1 and share * (1 + width / 1_000) > score:
            best, score = separator, share * (1 + width / 1_000)
    return best


def _declared(path: Path) -> str:
    """The codec that a byte order mark names; else every byte is a letter, and nobody has decoded anything."""
    with path.open("rb") as file:
        head = file.read(4)
    return next((codec for mark, codec in _MARKS if head.startswith(mark)), "latin-1")


def _numbered(reader: Iterator[list[str]], budget: Budget) -> Iterator[tuple[int, list[str]]]:
    """Records with their numbers as a spreadsheet shows them; blank lines count, but are no rows."""
    number = 0
    try:
        for record in reader:
            number += 1
            if record:
                yield number, record
    except csv.Error as error:
        if "field larger" in str(error):
            most = budget.limits.text
            raise OverLimit(
                budget.name,
                f"row {number + 1} has a value of more than {most:,} characters. Is a quotation mark not closed?",
                f"dòng {number + 1} có giá trị dài hơn {most:,} ký tự; có thể thiếu dấu ngoặc kép đóng.",
            ) from error
        why = plain(str(error))
        raise UnreadableFile(
            budget.name, f"row {number + 1} is damaged ({why}).", f"dòng {number + 1} bị hỏng ({why})."
        ) from error


def _width(top: list[list[str]]) -> int:
    """The number of columns: what most of the first records have, or the very first if that has more."""
    usual = Counter(map(len, top)).most_common(1)
    return max(usual[0][0], len(top[0])) if usual else 0


def _batches(
    first: list[tuple[int, list[str]]], records: Iterator[tuple[int, list[str]]], width: int, ragged: _Ragged
) -> Iterator[Batch]:
    waiting = first
    while True:
        for record in records:
            waiting.append(record)
            if len(waiting) >= BATCH:
                break
        if not waiting:
            return
        yield _batch(waiting, width, ragged)
        waiting = []


def _batch(records: list[tuple[int, list[str]]], width: int, ragged: _Ragged) -> Batch:
    numbers = [number for number, _ in records]
    rows = [record for _, record in records]
    if any(len(row) != width for row in rows):
        ragged.longer += [n for n, row in records if any(row[width:])]
        ragged.shorter += [n for n, row in records if len(row) < width]
        rows = [row[:width] + [None] * (width - len(row)) for row in rows]  # type: ignore[list-item]
    columns = [pa.array(values, pa.string()) for values in zip(*rows, strict=True)]
    return np.array(numbers, np.int64), columns


def _require_table(layer: SourceLayer, header: Header, budget: Budget) -> None:
    """One column of prose is a letter, not a table."""
    if len(layer.columns) == 1 and not layer.places and (layer.rows == 0 or not header.names[0]):
        raise UnreadableFile(
            budget.name,
            "it is a text without columns. A table has a first line with their names, and a comma or a tab between.",
            "văn bản không có cột. Bảng phải có dòng đầu là tên cột, ngăn cách bằng dấu phẩy hoặc tab.",
        )
