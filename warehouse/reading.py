"""Read population tables (CSV) into observations; every fault of the file is named with its row."""

import csv
import math
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path

from geo_server.core.errors import Fault

from .errors import RejectedObservations
from .kinds import ObservationRow, Period


def read_wide_csv(
    path: Path, *, indicator_id: str, code: str, valid_from: date, columns: Mapping[str, Period]
) -> list[ObservationRow]:
    """Rows of a CSV with one row per area and one column per period ("Pop_2009", "Pop_2019").

    Args:
        path: UTF-8, with a header row.
        indicator_id: what the numbers are; named in the error.
        code: column of the area codes.
        valid_from: first day of the area version that the file speaks of.
        columns: period by column name.

    Raises:
        RejectedObservations: a column is missing or a cell is no number; all faults together.
    """
    with path.open(encoding="utf-8-sig", newline="") as file:
        table = csv.DictReader(file)
        missing = [name for name in (code, *columns) if name not in (table.fieldnames or ())]
        if missing:
            raise RejectedObservations(indicator_id, [_missing_column(name) for name in missing])
        cells = [
            (f"row {number}, {column}", record[code].strip(), period, record[column])
            for number, record in enumerate(table, start=2)
            for column, period in columns.items()
        ]
    return _rows_of(cells, indicator_id=indicator_id, valid_from=valid_from)


def _rows_of(
    cells: Iterable[tuple[str, str, Period, str]], *, indicator_id: str, valid_from: date
) -> list[ObservationRow]:
    rows, faults = [], []
    for where, code, period, text in cells:
        value = _number(text)
        if value is None:
            faults.append(Fault(where, f"'{text}' is not a number.", f"'{text}' không phải là số."))
        else:
            rows.append(ObservationRow((code, valid_from), period, value, where=where))
    if faults:
        raise RejectedObservations(indicator_id, faults)
    return rows


def _number(text: str | None) -> float | None:
    """The finite number in a cell, or None."""
    try:
        value = float((text or "").strip())
    except ValueError:
        return None
    return value if math.isfinite(value) else None


def _missing_column(name: str) -> Fault:
    return Fault("header", f"The column '{name}' is missing.", f"Thiếu cột '{name}'.")
