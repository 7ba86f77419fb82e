"""Columns as they come from a driver, made into the six types that the rest of the way knows; and their names."""

import json
import re
from collections.abc import Iterable, Sequence

import pyarrow as pa
import pyarrow.compute as pc

from ..kinds import GEOMETRY, ROW, ColumnType

ARROW: dict[ColumnType, pa.DataType] = {
    "integer": pa.int64(),
    "number": pa.float64(),
    "string": pa.string(),
    "boolean": pa.bool_(),
    "date": pa.date32(),
    "date-time": pa.timestamp("us"),
}
LONGEST_NAME = 255
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_STEERING = re.compile(r"[\x80-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069]")


def type_of(given: pa.DataType) -> ColumnType | None:
    """The type that a column will have; None for bytes, which are no attribute of a thing on a map."""
    if pa.types.is_dictionary(given):
        return type_of(given.value_type)
    if pa.types.is_boolean(given):
        return "boolean"
    if pa.types.is_integer(given):
        return "integer"
    if pa.types.is_floating(given) or pa.types.is_decimal(given):
        return "number"
    if pa.types.is_date(given):
        return "date"
    if pa.types.is_timestamp(given):
        return "date-time"
    if pa.types.is_binary(given) or pa.types.is_large_binary(given) or pa.types.is_fixed_size_binary(given):
        return None
    return "string"


def arrow_type(given: pa.DataType, kind: ColumnType) -> pa.DataType:
    """The Arrow type of a column; a time keeps whether its zone is known, as UTC."""
    return pa.timestamp("us", "UTC") if kind == "date-time" and getattr(given, "tz", None) else ARROW[kind]


def converted(column: pa.Array, kind: ColumnType, wanted: pa.DataType) -> pa.Array:
    """The values in their new type.

    Raises:
        pa.ArrowInvalid: a value does not fit, such as a whole number beyond 64 bits.
    """
    if pa.types.is_dictionary(column.type):
        column = column.dictionary_decode()
    if column.type == wanted:
        return column
    if pa.types.is_nested(column.type):
        return pa.array([None if v is None else json.dumps(v, ensure_ascii=False, default=str)
                         for v in column.to_pylist()], wanted)  # fmt: skip
    return column.cast(wanted, safe=kind != "date-time")


def repaired_text(column: pa.Array) -> tuple[pa.Array, list[int]]:
    """Text in which every value is UTF-8 and has no NUL, and the places of the values that were changed."""
    try:
        column.validate(full=True)
    except pa.ArrowInvalid:
        pass
    else:
        with_nul = pc.match_substring(column, "\x00")
        if not pc.any(with_nul).as_py():
            return column, []
    values = column.cast(pa.binary()).to_pylist()
    repaired = [None if v is None else v.replace(b"\x00", b"").decode("utf-8", "replace") for v in values]
    changed = [
        n for n, (old, new) in enumerate(zip(values, repaired, strict=True)) if old and old != (new or "").encode()
    ]
    return pa.array(repaired, pa.string()), changed


def distinct_names(given: Iterable[str], *, raw: bool = False, fallback: str = "column") -> list[str]:
    """Names as the file writes them, each once: the second "Tên" becomes "Tên_2", an empty one "column_3".

    Signs that steer a terminal or turn the writing direction go. Undecoded names keep bytes from 0x80 on.
    """
    taken = {ROW, GEOMETRY}
    names = []
    for number, text in enumerate(given, start=1):
        name = base = plain(text, raw=raw) or f"{fallback}_{number}"
        again = 2
        while name in taken:
            name = f"{base}_{again}"
            again += 1
        taken.add(name)
        names.append(name)
    return names


def plain(text: str, *, raw: bool = False) -> str:
    """A name on one line, without signs that steer."""
    text = _CONTROL.sub(" ", text)
    if not raw:
        text = " ".join(_STEERING.sub("", text).split())
    return text.strip(" ")[:LONGEST_NAME]


def longest_text(columns: Sequence[pa.Array]) -> int:
    """Bytes of the longest text in some columns."""
    lengths = (pc.max(pc.binary_length(c)).as_py() or 0 for c in columns if pa.types.is_string(c.type))
    return max(lengths, default=0)
