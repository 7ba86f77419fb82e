"""The table twin of each choropleth: as a page and as CSV."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language

from .presenting import as_csv, shown
from .selectors import published_indicators, table_of


def list_indicators(request: HttpRequest) -> HttpResponse:
    """The indicators that have a map the caller may see."""
    indicators = published_indicators(request.subject)  # type: ignore[attr-defined]
    return render(request, "warehouse/indicators.html", {"indicators": indicators, "english": _english()})


def show_indicator(request: HttpRequest, indicator_id: str) -> HttpResponse:
    """One indicator with unit, period, area version, class method and a row per area."""
    table = table_of(request.subject, indicator_id=indicator_id)  # type: ignore[attr-defined]
    return render(request, "warehouse/indicator.html", shown(table, english=_english()))


def download_indicator(request: HttpRequest, indicator_id: str) -> HttpResponse:
    """The same rows as UTF-8 CSV with a byte-order mark, so that spreadsheets show the letters."""
    table = table_of(request.subject, indicator_id=indicator_id)  # type: ignore[attr-defined]
    disposition = f'attachment; filename="{indicator_id}.csv"'
    return HttpResponse(
        as_csv(table), content_type="text/csv; charset=utf-8", headers={"Content-Disposition": disposition}
    )


def _english() -> bool:
    return (get_language() or "vi").startswith("en")
