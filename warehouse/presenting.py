"""How a table twin is shown: words in one language for the page, plain columns for CSV."""

import csv
import io
from typing import Any

from .selectors import Table

CSV_COLUMNS = (
    "code",
    "valid_from",
    "name",
    "value",
    "unit",
    "amount",
    "amount_unit",
    "surface_km2",
    "class",
    "period_start",
    "period_end",
    "status",
)


def shown(table: Table, *, english: bool) -> dict[str, Any]:
    """The context of the page: one language, colours beside the rows."""
    tongue = "en" if english else "vi"
    legend = table.legend
    colours = {entry["number"]: entry["color"] for entry in legend["classes"]} | {0: legend["no_data"]["color"]}
    return {
        "indicator": table.indicator,
        "title": legend["title"][tongue],
        "unit": legend["unit"][tongue],
        "period": legend["period"],
        "area_version": legend["area_version"][tongue],
        "method": legend["method"][tongue],
        "base_title": getattr(table.base, f"title_{tongue}"),
        "base_unit": getattr(table.base, f"unit_{tongue}"),
        "classes": [entry | {"label": entry["label"][tongue]} for entry in legend["classes"]],
        "no_data": legend["no_data"] | {"label": legend["no_data"]["label"][tongue]},
        "rows": [(row, colours[row.number]) for row in table.rows],
        "total_amount": sum(row.amount or 0.0 for row in table.rows),
        "total_surface_km2": sum(row.surface_km2 for row in table.rows),
        "estimated": sum(row.estimated for row in table.rows if row.value is not None),
        "decimals": f"{table.indicator.decimals}g",
    }


def as_csv(table: Table) -> bytes:
    """One row per area, in the order of the page; numbers with a decimal point, empty where nothing is known."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(CSV_COLUMNS)
    start, end = table.legend["period_days"]
    for row in table.rows:
        status = "" if row.value is None else "E" if row.estimated else "A"
        writer.writerow(
            [
                row.code,
                row.valid_from,
                row.name,
                "" if row.value is None else row.value,
                table.indicator.unit_vi,
                "" if row.amount is None else row.amount,
                table.base.unit_vi,
                row.surface_km2,
                row.number,
                start,
                end,
                status,
            ]
        )
    return b"\xef\xbb\xbf" + text.getvalue().encode()
