"""Values of columns, corrected as it was decided."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from ...kinds import ColumnType, RowFault, SourceColumn
from ..text.reading import decode
from ..values.convert import from_serial, tidied, to_booleans, to_dates, to_numbers
from ..values.words import plain

TYPES: dict[ColumnType, tuple[str, str]] = {
    "integer": ("số nguyên", "a whole number"),
    "number": ("số", "a number"),
    "date": ("ngày", "a date"),
    "date-time": ("ngày giờ", "a date and time"),
    "boolean": ("có hoặc không", "yes or no"),
}
VALUE_AT_MOST = 200


@dataclass(frozen=True)
class ColumnPlan:
    """What is done to one column.

    Attributes:
        source: as the file has it.
        result: name, type and unit afterwards.
        encoding: its text is decoded with.
        nulls: words and numbers that stand for nothing.
        tidy: spaces and control characters are removed.
        conversion: how its text becomes something else, as the rule for types found it; empty: it stays text.
        year: the present one, for two-digit years.
    """

    source: SourceColumn
    result: SourceColumn
    encoding: str
    nulls: tuple[str, ...] = ()
    tidy: bool = False
    conversion: Mapping[str, Any] = field(default_factory=dict)
    year: int = 2026

    def clean(self, values: pa.Array, rows: Any) -> tuple[pa.Array, list[RowFault]]:
        """The values as decided, and a fault for each that is not what the others of its column are."""
        if self.source.type != "string":
            numbers = self._numbers(values)
            return (from_serial(numbers) if self.conversion.get("order") == "serial" else numbers), []
        texts = decode(values, self.encoding)
        bare = plain(texts)
        nothing = pc.is_in(bare, value_set=pa.array(["", *(word.strip().lower() for word in self.nulls)]))
        texts = pc.if_else(nothing, pa.scalar(None, pa.string()), tidied(texts) if self.tidy else texts)
        if not self.conversion:
            return texts, []
        converted = convert(texts, self.conversion, self.year)
        lost = np.asarray(pc.and_(texts.is_valid(), pc.invert(converted.is_valid())).to_numpy(zero_copy_only=False))
        return converted, [self._fault(int(rows[i]), texts[int(i)].as_py()) for i in np.flatnonzero(lost)]

    def _numbers(self, values: pa.Array) -> pa.Array:
        if not self.nulls or self.source.type not in ("integer", "number"):
            return values
        nothing = pc.is_in(values.cast(pa.float64()), value_set=pa.array([float(word) for word in self.nulls]))
        return pc.if_else(nothing, pa.scalar(None, values.type), values)

    def _fault(self, row: int, value: str) -> RowFault:
        vi, en = TYPES[self.result.type]
        return RowFault(
            row,
            self.source.name,
            self.result.type,
            value[:VALUE_AT_MOST],
            f"“{value[:VALUE_AT_MOST]}” ở cột “{self.result.name}” không đọc được thành {vi}. Hãy sửa ô này.",
            f"“{value[:VALUE_AT_MOST]}” in “{self.result.name}” cannot be read as {en}. Correct the cell.",
        )


def convert(texts: pa.Array, how: Mapping[str, Any], year: int) -> pa.Array:
    """Text as the rule for types described it; null where it cannot be."""
    match how["to"]:
        case "boolean":
            return to_booleans(texts)
        case "date" | "date-time":
            return _dates(texts, how, year)
        case _:
            whole = how["to"] == "integer"
            return to_numbers(texts, decimal=how["decimal"], group=how["group"], whole=whole)


def _dates(texts: pa.Array, how: Mapping[str, Any], year: int) -> pa.Array:
    return to_dates(texts, how["order"], year=year, time=how["to"] == "date-time", zoned=bool(how.get("zoned")))


def result_of(source: SourceColumn, name: str, conversion: Mapping[str, Any]) -> SourceColumn:
    """A column after cleaning: its name decoded, its type and unit those of the conversion."""
    return replace(
        source,
        name=name,
        raw=False,
        type=conversion.get("to", source.type),
        unit=source.unit or conversion.get("unit", ""),
    )
