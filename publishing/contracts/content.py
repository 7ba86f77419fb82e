"""How well the values of a column suit a field, whatever the column is called."""

from dataclasses import dataclass

from layers import api as layers

from .codes import hits
from .columns import ColumnFacts
from .contract import ContractField
from .words import factor, without_unit

INCHES = frozenset(
    {
        0.5,
        0.75,
        1,
        1.25,
        1.5,
        2,
        2.5,
        3,
        4,
        5,
        6,
        8,
        10,
        12,
        14,
        15,
        16,
        18,
        20,
        21,
        24,
        27,
        30,
        36,
        42,
        48,
        54,
        60,
        66,
        72,
    }
)
"""Sizes in which pipes are sold in inches."""
GUESSED = ("m", "cm", "km", "in")
TAKEN: dict[str, tuple[str, ...]] = {
    "string": ("string", "integer", "number", "boolean", "date", "date-time"),
    "integer": ("integer", "number"),
    "number": ("integer", "number"),
    "boolean": ("boolean", "integer"),
    "date": ("date", "date-time"),
    "date-time": ("date-time", "date"),
}
"""Type of a field to the types of columns whose values it takes."""


@dataclass(frozen=True)
class Suits:
    """How values suit a field.

    Attributes:
        score: -1 (they cannot be meant) to 1 (they are hardly anything else); 0 says nothing.
        vi, en: what speaks for or against, "" for nothing.
        factor: from the file's unit to the field's.
        guessed: the unit stands nowhere and was guessed by the size of the numbers.
    """

    score: float
    vi: str = ""
    en: str = ""
    factor: float = 1.0
    guessed: bool = False


def suits(column: ColumnFacts, known: ContractField) -> Suits:
    """How well the values of the column suit the field."""
    field = known.field
    if column.filled == 0:
        return Suits(-0.3, "cột trống", "the column is empty")
    if column.type not in TAKEN[field.type]:
        return Suits(-0.7, f"giá trị không phải kiểu {field.type}", f"the values are not of type {field.type}")
    if field.codes:
        return _suits_codes(column, known)
    if field.role == "title" and column.looks_like_ids:
        return Suits(-0.6, "giá trị là mã máy, không phải tên", "the values are ids of machines, not names")
    if field.role == "key" and not column.is_unique:
        return Suits(-0.3, "giá trị bị trùng", "values stand in more than one row")
    if field.type in ("integer", "number") and column.middle is not None:
        return _suits_range(column, known, column.middle)
    if field.role == "key":
        return Suits(0.3, "giá trị không trùng", "no value stands twice")
    return Suits(0.1 if column.type == field.type else 0.0)


def _suits_codes(column: ColumnFacts, known: ContractField) -> Suits:
    share, codes = hits(column.values, known)
    vi, en = f"{share:.0%} dòng có mã đã biết", f"{share:.0%} of the rows have a known code"
    if share >= 0.8:
        return Suits(1.0 if codes > 1 else 0.5, vi, en)
    return Suits(0.3, vi, en) if share >= 0.3 else Suits(-0.6, vi, en)


def _suits_range(column: ColumnFacts, known: ContractField, middle: float) -> Suits:
    times, guessed = _unit(column, known, middle)
    low, high = (column.low or 0.0) * times, (column.high or 0.0) * times
    field = known.field
    outside = (field.minimum is not None and low < field.minimum) or (
        field.maximum is not None and high > field.maximum
    )
    middle_outside = (field.minimum is not None and middle * times < field.minimum) or (
        field.maximum is not None and middle * times > field.maximum
    )
    if middle_outside:
        return Suits(-0.6, "giá trị ngoài khoảng cho phép", "the values lie outside the range", times, guessed)
    vi, en = _spoken(times, guessed, field)
    return Suits(0.0 if outside else 0.2, vi, en, times, guessed)


def _spoken(times: float, guessed: bool, field: layers.Field) -> tuple[str, str]:
    if times == 1.0:
        return "", ""
    unit = field.unit or "1"
    if guessed:
        return f"có lẽ nhân {times:g} mới thành {unit}", f"probably to be multiplied by {times:g} to become {unit}"
    return f"đổi đơn vị: nhân {times:g} thành {unit}", f"another unit: times {times:g} to become {unit}"


def _unit(column: ColumnFacts, known: ContractField, middle: float) -> tuple[float, bool]:
    """The factor to the field's unit, and whether it was guessed."""
    wanted = known.field.unit
    for said in (column.unit, without_unit(column.name)[1], without_unit(column.title)[1]):
        if said and wanted and (times := factor(said, wanted)) is not None:
            return times, False
    if known.usual is None or known.usual[0] <= middle <= known.usual[1]:
        return 1.0, False
    if known.usual == (0, 1) and 1 < middle <= 100:
        return 0.01, True
    units = ("in", *GUESSED) if _in_inches(column) else GUESSED
    for unit in units:
        times = factor(unit, wanted) if wanted else None
        if times is not None and known.usual[0] <= middle * times <= known.usual[1]:
            return times, True
    return 1.0, False


def _in_inches(column: ColumnFacts) -> bool:
    """True if nearly all values are sizes in which pipes are sold in inches."""
    values = [(value, count) for value, count in column.values.items()]
    if not values:
        return column.high is not None and column.low is not None and {column.low, column.high} <= INCHES
    inches = sum(count for value, count in values if _number(value) in INCHES)
    return inches >= 0.9 * sum(count for _, count in values)


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None
