"""Columns of a batch as fields of a contract: unit, code and type, all rows at once; what does not fit is marked."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from layers import api as layers

from .codes import known_spellings
from .contract import ContractField
from .mapping import Match
from .words import plain

if TYPE_CHECKING:
    import pyarrow as pa

YES = frozenset({"true", "co", "yes", "y", "x", "1", "dung", "t"})
NO = frozenset({"false", "khong", "no", "n", "0", "sai", "f"})


@dataclass(frozen=True)
class Cast:
    """A column as its field stores it.

    Attributes:
        values: of the field's type; null where there is no value, or none that fits.
        bad: for each row, True where there is a value that does not fit.
        rule: what such a value breaks, "type" or "code_list".
    """

    values: "pa.Array"
    bad: Any
    rule: str


def arrow_type(field: layers.Field) -> "pa.DataType":
    """The Arrow type of a field's values."""
    import pyarrow as pa

    made: dict[str, pa.DataType] = {
        "integer": pa.int64(),
        "number": pa.float64(),
        "string": pa.string(),
        "boolean": pa.bool_(),
        "date": pa.date32(),
        "date-time": pa.timestamp("us", tz="UTC"),
    }
    return made[field.type]


def cast(column: "pa.Array", known: ContractField, match: Match, *, zone: str) -> Cast:
    """The column as its field stores it.

    Args:
        column: of a cleaned batch.
        known: the field.
        match: how the column becomes the field.
        zone: name of the time zone in which a time without one is meant.
    """
    column = _without_blanks(column)
    if known.field.codes:
        return _to_codes(column, known, match)
    if match.factor != 1.0:
        import pyarrow.compute as pc

        column = pc.multiply(column.cast("float64"), match.factor)
    made = _CASTS[known.field.type](column, zone)
    bad = _filled(column) & ~_filled(made)
    return Cast(made, bad, "type")


def _without_blanks(column: "pa.Array") -> "pa.Array":
    """A text of nothing but blanks is no value."""
    import pyarrow as pa
    import pyarrow.compute as pc

    if not pa.types.is_string(column.type):
        return column
    return pc.if_else(pc.equal(pc.utf8_length(pc.utf8_trim_whitespace(column)), 0), None, column)


def _filled(column: "pa.Array") -> Any:
    return np.asarray(column.is_valid())


def _to_codes(column: "pa.Array", known: ContractField, match: Match) -> Cast:
    """Each different value is looked up once; a value that means "none" becomes null."""
    spellings = known_spellings(known)

    def meaning(value: Any) -> tuple[str | None, bool]:
        text = str(value)
        if text in match.values:
            return match.values[text], True
        found = spellings.get(plain(text))
        return found, found is not None or not plain(text)

    return _by_value(column, meaning, known.field)


def _by_value(column: "pa.Array", meaning: Callable[[Any], tuple[Any, bool]], field: layers.Field) -> Cast:
    import pyarrow as pa

    encoded = column.dictionary_encode()
    found = [meaning(value) for value in _whole_numbers(encoded.dictionary).to_pylist()]
    convert: Callable[[str], Any] = int if field.type == "integer" else str
    values = pa.array([None if value is None else convert(value) for value, _ in found], type=arrow_type(field))
    fits = np.array([fit for _, fit in found] + [True])
    places = encoded.indices.fill_null(len(found)).to_numpy(zero_copy_only=False)
    return Cast(values.take(encoded.indices), ~fits[places], "code_list")


def _whole_numbers(column: "pa.Array") -> "pa.Array":
    """Numbers without a fraction as integers, so that a code reads `1` and not `1.0`."""
    import pyarrow as pa
    import pyarrow.compute as pc

    if not pa.types.is_floating(column.type):
        return column
    is_whole = pc.all(pc.equal(pc.floor(column), column), min_count=0).as_py()
    largest = pc.max(pc.abs(column)).as_py()
    return column.cast("int64") if is_whole and (largest is None or largest < 2**53) else column


def _to_string(column: "pa.Array", _: str) -> "pa.Array":
    return _whole_numbers(column).cast("string")


def _to_number(column: "pa.Array", _: str) -> "pa.Array":
    import pyarrow as pa
    import pyarrow.compute as pc

    if pa.types.is_string(column.type):
        text = pc.utf8_trim_whitespace(column)
        written = pc.match_substring_regex(text, r"^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,3})?$")
        column = pc.if_else(written, text, None)
    elif not (pa.types.is_integer(column.type) or pa.types.is_floating(column.type)):
        return pa.nulls(len(column), "float64")
    numbers = column.cast("float64")
    return pc.if_else(pc.is_finite(numbers), numbers, None)


def _to_integer(column: "pa.Array", zone: str) -> "pa.Array":
    import pyarrow as pa
    import pyarrow.compute as pc

    if pa.types.is_integer(column.type):
        return column.cast("int64")
    numbers = _to_number(column, zone)
    whole = pc.and_(pc.equal(pc.floor(numbers), numbers), pc.less(pc.abs(numbers), 2.0**53))
    return pc.if_else(whole, numbers, None).cast("int64")


def _to_boolean(column: "pa.Array", _: str) -> "pa.Array":
    import pyarrow as pa

    if pa.types.is_boolean(column.type):
        return column
    encoded = column.dictionary_encode()
    words = [plain(str(value)) for value in _whole_numbers(encoded.dictionary).to_pylist()]
    meant = [True if word in YES else False if word in NO else None for word in words]
    return pa.array(meant, type=pa.bool_()).take(encoded.indices)


def _to_date(column: "pa.Array", zone: str) -> "pa.Array":
    import pyarrow as pa
    import pyarrow.compute as pc

    if pa.types.is_date(column.type):
        return column.cast("date32")
    if pa.types.is_timestamp(column.type):
        local = pc.local_timestamp(column.cast(pa.timestamp("us", tz=zone))) if column.type.tz else column
        return pc.floor_temporal(local, unit="day").cast(pa.timestamp("s")).cast("date32")
    return (
        _to_moment(column, zone).cast("date32") if pa.types.is_string(column.type) else pa.nulls(len(column), "date32")
    )


def _to_moment(column: "pa.Array", zone: str) -> "pa.Array":
    """Texts that are an ISO date, with a time or without, as times without a zone."""
    import pyarrow.compute as pc

    text = pc.utf8_trim_whitespace(column)
    return pc.coalesce(*(_written_as(text, form) for form in ("%Y-%m-%d", "%Y-%m-%dT%H:%M:%S")))


def _written_as(text: "pa.Array", form: str) -> "pa.Array":
    """Times that are written so; Arrow reads 29 February of any year, so each is written again and compared."""
    import pyarrow.compute as pc

    read = pc.strptime(text, format=form, unit="s", error_is_null=True)
    return pc.if_else(pc.equal(pc.strftime(read, format=form), text), read, None)


def _to_datetime(column: "pa.Array", zone: str) -> "pa.Array":
    import pyarrow as pa
    import pyarrow.compute as pc

    wanted = pa.timestamp("us", tz="UTC")
    if pa.types.is_string(column.type):
        column = _to_moment(column, zone)
    elif pa.types.is_date(column.type):
        column = column.cast(pa.timestamp("us"))
    elif not pa.types.is_timestamp(column.type):
        return pa.nulls(len(column), wanted)
    if column.type.tz:
        return column.cast(wanted)
    return pc.assume_timezone(column, zone, ambiguous="earliest", nonexistent="latest").cast(wanted)


_CASTS: dict[str, Callable[["pa.Array", str], "pa.Array"]] = {
    "string": _to_string,
    "integer": _to_integer,
    "number": _to_number,
    "boolean": _to_boolean,
    "date": _to_date,
    "date-time": _to_datetime,
}
