"""CSV for spreadsheets: lines that Excel reads as they are meant, Vietnamese included."""

import csv
from collections.abc import Iterable, Sequence
from io import StringIO
from typing import Any

BYTE_ORDER_MARK = "\ufeff"  # Excel needs it to read UTF-8
STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def csv_lines(rows: Iterable[Sequence[Any]]) -> str:
    """Rows as CRLF lines (RFC 4180), each cell harmless."""
    text = StringIO(newline="")
    csv.writer(text).writerows([harmless(cell) for cell in row] for row in rows)
    return text.getvalue()


def harmless(value: Any) -> Any:
    """A text that a spreadsheet would run as a formula gets an apostrophe in front (OWASP, CSV injection)."""
    if isinstance(value, str):
        return f"'{value}" if value.startswith(STARTS_A_FORMULA) else value
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.isoformat() if hasattr(value, "isoformat") else value
