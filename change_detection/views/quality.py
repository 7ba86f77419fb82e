"""How good the findings are, by the verdicts on them: a page, CSV, JSON; and the choice of the detector."""

import csv
from datetime import datetime, time

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.dateparse import parse_date
from django.utils.timezone import make_aware
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from change_detection import api
from change_detection.engine.errors import BrokenModel, UnknownModel
from change_detection.errors import EmptyNote
from change_detection.quality.errors import UnreadableDay
from geo_server.core import clock
from geo_server.core.errors import DomainError

from .asker import subject_of
from .quality_tables import advice_curves, tables

_COLUMNS = ("findings", "accepted", "lawful", "no_change", "dismissed_unsaid", "undecided")
_SHARES = ("true_change", "worth_a_case")


@require_safe
@never_cache
def quality_page(request: HttpRequest) -> HttpResponse:
    """Precision from verdicts, with intervals, and advice on the score."""
    if subject_of(request).is_anonymous:
        return redirect_to_login(request.get_full_path())
    return _page(request)


@require_safe
@never_cache
def quality_json(request: HttpRequest) -> JsonResponse:
    """The same for programs."""
    return JsonResponse(api.verdict_statistics(subject_of(request), since=_since(request)).as_dict())


@require_safe
@never_cache
def quality_csv(request: HttpRequest) -> HttpResponse:
    """One row per group."""
    statistics = api.verdict_statistics(subject_of(request), since=_since(request))
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="quality.csv"'
    writer = csv.writer(response)
    ends = [f"{share}{end}" for share in _SHARES for end in ("", "_low", "_high")]
    writer.writerow(["dimension", "key", *_COLUMNS, *ends])
    rows = [("total", "", statistics.total)]
    rows += [(name, group.key, group.tally) for name, groups in statistics.groups.items() for group in groups]
    for name, key, counted in rows:
        shares = [getattr(counted, share).as_dict() for share in _SHARES]
        figures = [share[figure] for share in shares for figure in ("value", "low", "high")]
        writer.writerow([name, key, *(getattr(counted, column) for column in _COLUMNS), *figures])
    return response


@require_POST
def choose_detector(request: HttpRequest) -> HttpResponse:
    """An administrator says which detector compares from now on."""
    subject = subject_of(request)
    if subject.is_anonymous:
        return redirect_to_login(reverse("change_detection:quality"))
    try:
        api.choose_detector(
            request.POST.get("model", ""), note=request.POST.get("note", ""), by=subject, now=clock.now()
        )
    except (EmptyNote, UnknownModel, BrokenModel) as error:
        return _page(request, error=error, status=400)
    messages.success(request, _("Comparisons use this detector from now on."))
    return redirect(f"{reverse('change_detection:quality')}#detector")


def _page(request: HttpRequest, *, error: DomainError | None = None, status: int = 200) -> HttpResponse:
    subject, language = subject_of(request), get_language() or "vi"
    statistics = api.verdict_statistics(subject, since=_since(request))
    context = {
        "statistics": statistics,
        "tables": tables(statistics, language=language),
        "curves": advice_curves(statistics.advice),
        "since": request.GET.get("since", ""),
        "query": request.GET.urlencode(),
        "may_choose": subject.is_administrator,
        "cards": api.list_models() if subject.is_administrator else [],
        "choices": api.list_detector_choices() if subject.is_administrator else [],
        "chosen": api.chosen_model(),
        "error": error.message(language) if error else "",
        "note": request.POST.get("note", ""),
    }
    return render(request, "change_detection/quality.html", context, status=status)


def _since(request: HttpRequest) -> datetime | None:
    """The day from which findings are counted; raises UnreadableDay."""
    text = request.GET.get("since", "").strip()
    if not text:
        return None
    try:
        day = parse_date(text)
    except ValueError:
        day = None
    if day is None:
        raise UnreadableDay(text)
    return make_aware(datetime.combine(day, time.min))
