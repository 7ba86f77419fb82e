"""The MapLibre style of a choropleth, with a legend that says unit, period, area version, method and "no data"."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Any

from .definitions import Indicator
from .kinds import Period
from .stats.classes import NO_DATA, Classes
from .wording import number_words

NO_DATA_COLOUR = "#d9d9d9"
BORDER_COLOUR = "#5b6b7a"
NO_DATA_TITLE = {"vi": "Không có số liệu", "en": "No data"}
METHOD_TITLES = {
    "quantiles": {
        "vi": "Phân vị: mỗi lớp có số đơn vị gần bằng nhau",
        "en": "Quantiles: about as many areas in each class",
    },
    "equal_interval": {"vi": "Khoảng đều", "en": "Equal intervals"},
    "natural_breaks": {"vi": "Ngắt tự nhiên (Fisher–Jenks)", "en": "Natural breaks (Fisher–Jenks)"},
}


@dataclass(frozen=True)
class Legend:
    """What the map shows.

    Attributes:
        day: the area version is the one in force on this day.
        numbers: the class number of every area, 0 for no data.
    """

    indicator: Indicator
    period: Period
    day: date
    classes: Classes
    numbers: tuple[int, ...]


def choropleth_style(legend: Legend) -> dict[str, Any]:
    """Fill by class, thin borders; the legend stands in the metadata as `diaban:legend`."""
    palette = legend.indicator.palette
    fills: list[Any] = ["match", ["get", "class"]]
    for number, _, _ in legend.classes.spans():
        fills += [number, palette[number - 1]]
    return {
        "metadata": {"diaban:legend": legend_words(legend)},
        "layers": [
            {
                "id": "fill",
                "type": "fill",
                "paint": {"fill-color": [*fills, NO_DATA_COLOUR], "fill-opacity": 0.78},
            },
            {
                "id": "border",
                "type": "line",
                "paint": {"line-color": BORDER_COLOUR, "line-width": 0.6, "line-opacity": 0.7},
            },
        ],
    }


def legend_words(legend: Legend) -> dict[str, Any]:
    """The legend as plain JSON for the map page and the table twin, in both languages."""
    indicator, counted = legend.indicator, Counter(legend.numbers)
    day = legend.day
    return {
        "title": {"vi": indicator.title_vi, "en": indicator.title_en},
        "unit": {"vi": indicator.unit_vi, "en": indicator.unit_en},
        "period": legend.period.label,
        "period_days": [legend.period.start.isoformat(), legend.period.end.isoformat()],
        "area_version": {"vi": f"Địa giới ngày {day:%d/%m/%Y}", "en": f"Areas in force on {day.isoformat()}"},
        "method": METHOD_TITLES[indicator.classes.method if indicator.classes else "quantiles"],
        "table": f"/indicators/{indicator.id}",
        "classes": [
            {
                "number": number,
                "color": indicator.palette[number - 1],
                "label": _span_words(low, high, indicator.decimals),
                "count": counted[number],
            }
            for number, low, high in legend.classes.spans()
        ],
        "no_data": {"color": NO_DATA_COLOUR, "label": NO_DATA_TITLE, "count": counted[NO_DATA]},
    }


def _span_words(low: float, high: float, decimals: int) -> dict[str, str]:
    """A class as people write it: decimal comma in Vietnamese, decimal point in English."""
    return {
        tongue: " – ".join(number_words(end, decimals=decimals, english=tongue == "en") for end in (low, high))
        for tongue in ("vi", "en")
    }
