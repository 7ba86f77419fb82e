"""What the text of a column could become, judged by how all of its values are spelled."""

from typing import Any

from ..rows.repeats import KEY_NAME
from .kinds import ISO, NUMBERS, SLASHED
from .tally import Tally
from .words import NO, YES

MOSTLY = 0.95
"""Share of the cells that must look like dates; the others are faults of their rows."""

Conversion = dict[str, Any]
"""As plain JSON: "to" (a type), then what `convert` needs: "decimal" and "group", or "order" and "zoned".

"plain": nobody could read it otherwise. "ask": it could be read in two ways. "unit": of all values.
"""


def find_conversion(column: Tally) -> Conversion | None:
    """How the text of a column becomes something else; None if it is text.

    "plain": nobody could read it otherwise. "ask": it could be read in two ways.
    """
    if column.kinds["zeros"] or (KEY_NAME.search(column.title) and column.share("integer") == 1):
        return None  # a code, even where all of its letters are digits
    if column.share("boolean") == 1:
        values = {str(value).strip().lower() for value in column.distinct or ()}
        return {"to": "boolean", "plain": True} if values & YES and values & NO else None
    if column.share(*ISO) == 1:
        timed = column.kinds["iso_time"] + column.kinds["iso_zoned"]
        to = "date-time" if timed else "date"
        return {"to": to, "order": "ymd", "plain": True, "zoned": bool(column.kinds["iso_zoned"])}
    if column.share(*SLASHED) >= MOSTLY:
        return _date(column)
    return number_conversion(column) if column.share(*NUMBERS) == 1 else None


def _date(column: Tally) -> Conversion:
    first, second = column.first_over_12, column.second_over_12
    conversion: Conversion = {
        "to": "date-time" if column.kinds["slashed_time"] else "date",
        "order": "mdy" if second and not first else "dmy",
        "plain": False,
        "short_years": column.short_years,
    }
    if bool(first) == bool(second):
        conversion["ask"] = "both" if first else "either"
    return conversion


def number_conversion(column: Tally) -> Conversion | None:
    """How the numbers of a column are spelled; None if they are spelled in two ways or have several units."""
    kinds = column.kinds + column.styles
    comma, point = kinds["comma"] + kinds["dots"] + kinds["spaced_comma"], kinds["point"] + kinds["commas"]
    if (comma and point) or len({unit for _, unit in column.units if unit}) > 1:
        return None
    spaced = kinds["spaced"] + kinds["spaced_comma"]
    whole = kinds["integer"] and not (comma or point or kinds["point3"] or kinds["comma3"] or spaced)
    conversion: Conversion = {"to": "integer" if whole else "number", "decimal": ".", "group": "", "plain": True}
    if spaced:
        conversion |= {"group": " ", "decimal": "," if comma else ".", "plain": False}
    elif comma or kinds["dots"]:
        conversion |= {"decimal": ",", "group": "." if kinds["dots"] or kinds["point3"] else "", "plain": False}
    elif kinds["commas"]:
        conversion |= {"group": ",", "plain": False}
    elif kinds["comma3"]:
        conversion |= {"decimal": ",", "plain": False} | ({} if point else {"ask": "thousands"})
        if point:
            conversion |= {"decimal": ".", "group": ","}
    elif kinds["point3"] and not point:
        conversion |= {"plain": False, "ask": "thousands"}
    if column.units:
        conversion |= {"plain": False, "unit": _unit(column)}
    return conversion


def _unit(column: Tally) -> str:
    units = [unit for (_, unit), _ in column.units.most_common() if unit]
    return units[0] if units else "mm"
