"""Rows that are no objects: left over from scraping, headers in the middle, sums at the end."""

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

USUALLY_FILLED = 0.9
FEWEST_COLUMNS = 3
FOOTER = 5
ERROR_TEXT = (
    r"(?i)<html|<!doctype|<script|traceback \(most recent|exception:|http error|error [45]\d\d\b"
    r"|^#(ref|value|name|div/0)[!?]?$"
)
TOTAL = r"(?i)^\s*(tổng( cộng| số)?|cộng|grand total|total|sum)\s*:?\s*$"


@dataclass
class Junk:
    """Rows that are no objects, by the reason; a row is listed once.

    Attributes:
        expected: columns that nearly all rows fill.
        hollow: rows in which at least half of the expected columns are empty.
        errors: rows with a page of HTML, a trace of a program or an error of a spreadsheet for a value.
        headers: rows that repeat the names of the columns.
        totals: rows that add up others.
    """

    expected: tuple[str, ...]
    hollow: list[int] = field(default_factory=list)
    errors: list[int] = field(default_factory=list)
    headers: list[int] = field(default_factory=list)
    totals: list[int] = field(default_factory=list)

    def add(self, columns: dict[str, pa.Array], filled: dict[str, Any], titles: dict[str, str], rows: Any) -> None:
        """Look at some rows.

        Args:
            columns: name to decoded values, of text only.
            filled: name to a mask, of every column: where it holds something.
            titles: name to the decoded name.
            rows: their numbers in the file.
        """
        count = len(rows)
        errors, named, total = np.zeros(count, bool), np.zeros(count, np.int32), np.zeros(count, bool)
        for name, values in columns.items():
            errors |= _true(pc.match_substring_regex(values, ERROR_TEXT))
            named += _true(pc.equal(values, titles[name]))
            total |= _true(pc.match_substring_regex(values, TOTAL))
        headers = (named >= 2) & (named * 2 >= len(columns)) & ~errors
        empty = sum((~filled[name] for name in self.expected), np.zeros(count, np.int32))
        totals = total & (empty > 0) & ~errors & ~headers
        hollow = (empty >= FEWEST_COLUMNS) & (2 * empty >= len(self.expected)) & ~errors & ~headers & ~totals
        for kept, mask in (
            (self.errors, errors),
            (self.headers, headers),
            (self.totals, totals),
            (self.hollow, hollow),
        ):
            kept += rows[mask].tolist()

    def close(self, last: int) -> None:
        """Say that the file ends with this row: only sums at its end are sums, in the middle they are a category."""
        self.totals = [row for row in self.totals if row > last - FOOTER]

    def all_rows(self) -> list[int]:
        """Every row named, in the order of the file."""
        return sorted({*self.hollow, *self.errors, *self.headers, *self.totals})


def expected_columns(sample: dict[str, Any]) -> tuple[str, ...]:
    """The columns that nearly all rows of a sample fill; `sample` is name to a mask."""
    return tuple(name for name, mask in sample.items() if len(mask) and mask.mean() >= USUALLY_FILLED)


def _true(mask: Any) -> Any:
    return np.asarray(pc.fill_null(mask, False).to_numpy(zero_copy_only=False), dtype=bool)
