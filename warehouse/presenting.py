"""How a table twin is shown: words in one language for the page, plain columns for CSV."""

import csv
import io
from dataclasses import dataclass
from typing import Any

from .selectors import Table
from .wording import number_words

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


@dataclass(frozen=True)
class ShownRow:
    """One line of the page's table, as people read it; `number` is the class, 0 for no data."""

    code: str
    name: str
    value: str
    amount: str
    surface: str
    number: int
    color: str
    estimated: bool


def shown(table: Table, *, english: bool) -> dict[str, Any]:
    """The context of the page: one language, numbers written out, colours beside the rows."""
    tongue = "en" if english else "vi"
    legend = table.legend
    people = [row.amount for row in table.rows if row.amount is not None]
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
        "rows": _shown_rows(table, english=english),
        "total_amount": number_words(sum(people), decimals=table.base.decimals, english=english),
        "total_surface": number_words(sum(row.surface_km2 for row in table.rows), decimals=1, english=english),
        "estimated": sum(row.estimated for row in table.rows if row.value is not None),
    }


def _shown_rows(table: Table, *, english: bool) -> list[ShownRow]:
    legend = table.legend
    colours = {entry["number"]: entry["color"] for entry in legend["classes"]} | {0: legend["no_data"]["color"]}
    return [
        ShownRow(
            code=row.code,
            name=row.name,
            value=number_words(row.value, decimals=table.indicator.decimals, english=english),
            amount=number_words(row.amount, decimals=table.base.decimals, english=english),
            surface=number_words(row.surface_km2, decimals=2, english=english),
            number=row.number,
            color=colours[row.number],
            estimated=row.estimated,
        )
        for row in table.rows
    ]


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
