"""Rows without shapes as CSV and as a workbook; values stay as the sender wrote them, to be corrected."""

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pyarrow as pa


def write_csv(path: Path, batches: "Iterator[pa.RecordBatch]") -> Path:
    """A CSV file in UTF-8 with the mark that Excel needs to read Vietnamese."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        for number, batch in enumerate(batches):
            if number == 0:
                writer.writerow(batch.schema.names)
            writer.writerows(zip(*(column.to_pylist() for column in batch.columns), strict=True))
    return path


def write_workbook(path: Path, batches: "Iterator[pa.RecordBatch]") -> Path:
    """An Excel workbook of one sheet; no text becomes a formula."""
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell

    book = Workbook(write_only=True)
    sheet = book.create_sheet("rejected")

    def cell(value: Any) -> Any:
        made = WriteOnlyCell(sheet, value=value)
        if isinstance(value, str):
            made.data_type = "s"
        return made

    for number, batch in enumerate(batches):
        if number == 0:
            sheet.append(batch.schema.names)
        for row in zip(*(column.to_pylist() for column in batch.columns), strict=True):
            sheet.append([cell(value) for value in row])
    book.save(path)
    return path
