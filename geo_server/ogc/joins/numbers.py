"""Numbers as people write them in tables: 1234.5, 1.234,5 (Vietnam), 1,234.5; one way per column."""

import re
from collections.abc import Callable, Sequence

WHOLE = re.compile(r"-?(0|[1-9]\d{0,17})")
POINT = re.compile(r"-?(0|[1-9]\d{0,17})(\.\d{1,15})?([eE][+-]?\d{1,2})?")
COMMA = re.compile(r"-?(0|[1-9]\d{0,2}(\.\d{3}){0,5}|[1-9]\d{0,17})(,\d{1,15})?")
GROUPED = re.compile(r"-?[1-9]\d{0,2}(,\d{3}){1,5}(\.\d{1,15})?")

Cell = int | float | str | None


def typed_column(texts: Sequence[str]) -> list[Cell]:
    """The cells of a column as numbers if all of them are numbers written in one way, else as texts; empty: None.

    A number with leading zeros ("00123") is a code and stays text, and so does its whole column. If a comma occurs, it
    is the decimal sign unless every comma stands before exactly three digits and points follow it ("1,234.5"). Columns
    with points alone are read as decimal points: "1.234" is one and a bit.
    """
    filled = [text for text in texts if text]
    read = _reading_of(filled)
    return [None if not text else read(text) for text in texts]


def _reading_of(texts: Sequence[str]) -> Callable[[str], Cell]:
    if not texts:
        return str
    if all(WHOLE.fullmatch(text) for text in texts):
        return int
    if all(POINT.fullmatch(text) for text in texts):
        return float
    if all(GROUPED.fullmatch(text) or POINT.fullmatch(text) for text in texts) and any("." in t for t in texts):
        return lambda text: float(text.replace(",", ""))
    if all(COMMA.fullmatch(text) for text in texts):
        return lambda text: float(text.replace(".", "").replace(",", "."))
    return str
