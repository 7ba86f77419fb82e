"""The inspector's pages: his alerts, one alert with its proof, his decision."""

from typing import Literal
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from geo_server.core import clock
from geo_server.core.errors import DomainError
from geo_server.core.subject import Subject

from .errors import AlreadyDecided, NoteRequired
from .selectors.alert_list import list_page
from .selectors.alert_page import alert_picture_path, alert_proof
from .services import decisions


def _subject(request: HttpRequest) -> Subject:
    subject: Subject = request.subject  # type: ignore[attr-defined]
    return subject


@require_GET
def alert_list(request: HttpRequest) -> HttpResponse:
    """The alerts that the subject's organisation answers for, narrowed by state and area."""
    if _subject(request).is_anonymous:
        return redirect_to_login(request.get_full_path())
    page = list_page(_subject(request), wanted=request.GET, now=clock.now())
    return render(request, "ocm/alert_list.html", {"page": page})


@require_GET
def alert_page(request: HttpRequest, alert_id: UUID) -> HttpResponse:
    """One alert with its proof; opening it marks it as seen."""
    if _subject(request).is_anonymous:
        return redirect_to_login(request.get_full_path())
    decisions.mark_seen(str(alert_id), subject=_subject(request), now=clock.now())
    return _proof(request, alert_id)


@require_GET
def alert_picture(request: HttpRequest, alert_id: UUID, which: Literal["before", "after"]) -> FileResponse:
    """The picture of the place before or after, for those who may see the alert."""
    path = alert_picture_path(_subject(request), alert_id=str(alert_id), which=which)
    response = FileResponse(path.open("rb"), content_type="image/png")
    response.headers["Cache-Control"] = "private, max-age=86400"  # a finding's pictures never change
    return response


@require_POST
def alert_decision(request: HttpRequest, alert_id: UUID) -> HttpResponse:
    """Accept or dismiss an alert; what is missing is said on the page, with the words typed so far."""
    subject = _subject(request)
    if subject.is_anonymous:
        return redirect_to_login(reverse("ocm:alert", args=[alert_id]))
    verdict, note = request.POST.get("verdict", ""), request.POST.get("note", "")
    try:
        decisions.decide(str(alert_id), verdict=verdict, note=note, subject=subject, now=clock.now())
    except NoteRequired as error:
        return _proof(request, alert_id, error=error, status=400)
    except AlreadyDecided as error:
        return _proof(request, alert_id, error=error, status=409)
    messages.success(request, _("Your decision has been stored."))
    return redirect("ocm:alert", alert_id=alert_id)


def _proof(
    request: HttpRequest, alert_id: UUID, *, error: DomainError | None = None, status: int = 200
) -> HttpResponse:
    proof = alert_proof(_subject(request), alert_id=str(alert_id), now=clock.now())
    context = {"proof": proof, "error": error, "note": request.POST.get("note", "")}
    return render(request, "ocm/alert_page.html", context, status=status)
