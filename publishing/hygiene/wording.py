"""Figures and lists as people write them, and the choices that many rules offer."""

from collections.abc import Iterable, Sequence

from ..kinds import Choice

NAMED = 5

LEAVE_OUT = Choice("leave_out", "Bỏ các dòng này, ghi vào tệp loại", "Leave these rows out, into the reject file")
NO_PLACE = Choice("no_place", "Giữ dòng, bỏ vị trí", "Keep the row without a place")
KEEP = Choice("keep", "Giữ nguyên", "Keep as it is")


def vi(number: float, digits: int = 0) -> str:
    """1.234,5 as Vietnamese readers expect it."""
    return f"{number:,.{digits}f}".translate(str.maketrans(",.", ".,"))


def en(number: float, digits: int = 0) -> str:
    """1,234.5 as English readers expect it."""
    return f"{number:,.{digits}f}"


def listed(names: Iterable[str]) -> str:
    """The first few names, and how many more there are."""
    known = list(names)
    shown = ", ".join(f"“{name}”" for name in known[:NAMED])
    return f"{shown} (+{len(known) - NAMED})" if len(known) > NAMED else shown


def row_list(rows: Sequence[int]) -> str:
    """The first few row numbers, and how many more there are."""
    shown = ", ".join(str(row) for row in rows[:NAMED])
    return f"{shown} … (+{len(rows) - NAMED})" if len(rows) > NAMED else shown


def rows_evidence(rows: Sequence[int]) -> dict[str, object]:
    """All rows that a decision takes, as plain JSON."""
    return {"count": len(rows), "rows": [int(row) for row in rows]}
