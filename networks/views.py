"""The page of scorecards, and the same rows as JSON."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from geo_server.core import clock

from .selectors.scorecards import Scorecard, scorecards

WORDS = {
    "kind": "Kind",
    "owner": "Owner",
    "status": "Status",
    "material": "Material",
    "year": "Year",
    "diameter": "Diameter",
    "survey_class": "Survey class",
}


def show_scorecards(request: HttpRequest) -> HttpResponse:
    """A row for each network that the caller may know; `f=json` for programs."""
    cards = scorecards(request.subject, today=clock.now().date())  # type: ignore[attr-defined]
    if request.GET.get("f") == "json":
        return JsonResponse({"networks": [_document(card) for card in cards]})
    english = (get_language() or "vi").startswith("en")
    rows = [_row(card, english=english) for card in cards]
    return render(request, "networks/scorecards.html", {"rows": rows, "today": clock.now()})


def _row(card: Scorecard, *, english: bool) -> dict[str, Any]:
    spec = card.network
    return {
        "title": spec.title_en if english else spec.title_vi,
        "card": card,
        "completeness": None if card.completeness is None else 100 * card.completeness,
        "filled": [(_(WORDS[name]), 100 * share) for name, share in card.filled],
        "surveyed": [(name or "?", 100 * share) for name, share in card.surveyed],
        "errors": None if card.errors is None else dict(card.errors),
        "per_km": card.per_km("error"),
    }


def _document(card: Scorecard) -> dict[str, Any]:
    return {
        "network": card.network.id,
        "owner": card.network.owner,
        "links": card.links,
        "length_km": round(card.length_km, 3),
        "completeness": card.completeness,
        "filled": dict(card.filled),
        "mean_age_years": card.age,
        "survey_class_share": dict(card.surveyed),
        "errors": None if card.errors is None else dict(card.errors),
        "errors_per_km": card.per_km("error"),
        "updated": card.updated.isoformat() if card.updated else None,
    }
