"""The page of labels of a comparison: draw, bring, withdraw, take away as GeoJSON."""

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from change_detection import api
from geo_server.core import clock
from geo_server.core.errors import DomainError

from .asker import subject_of

_MOST_BYTES = 2_000_000


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def label_page(request: HttpRequest, run_id: str) -> HttpResponse:
    """The labels of a run's two scenes; a POST adds what was drawn, pasted or brought as a file."""
    subject = subject_of(request)
    if subject.is_anonymous:
        return redirect_to_login(request.get_full_path())
    if request.method != "POST":
        return _page(request, run_id)
    try:
        added = api.add_labels(
            run_id,
            text=_shapes(request),
            kind=request.POST.get("kind", ""),
            note=request.POST.get("note", ""),
            by=subject,
            now=clock.now(),
        )
    except DomainError as error:
        return _page(request, run_id, error=error, status=400)
    told = ngettext("%(count)s label was added.", "%(count)s labels were added.", added)
    messages.success(request, told % {"count": added})
    return redirect("change_detection:labels", run_id=run_id)


@require_POST
def withdraw_label(request: HttpRequest, run_id: str, label_id: str) -> HttpResponse:
    """A label does not hold any more; it stays in the list."""
    subject = subject_of(request)
    if subject.is_anonymous:
        return redirect_to_login(reverse("change_detection:labels", args=[run_id]))
    api.withdraw_label(label_id, by=subject, now=clock.now())
    messages.success(request, _("The label was withdrawn."))
    return redirect("change_detection:labels", run_id=run_id)


@require_safe
@never_cache
def labels_geojson(request: HttpRequest, run_id: str) -> JsonResponse:
    """Verdicts and labels of a run's two scenes."""
    document = api.labels_as_geojson(subject_of(request), run_id=run_id)
    response = JsonResponse(document, content_type="application/geo+json", json_dumps_params={"ensure_ascii": False})
    response.headers["Content-Disposition"] = f'attachment; filename="labels-{run_id}.geojson"'
    return response


def _shapes(request: HttpRequest) -> str:
    """The file if one was brought, else what was drawn or pasted."""
    upload = request.FILES.get("file")
    if upload is None:
        return request.POST.get("shapes", "")
    content: bytes = upload.read(_MOST_BYTES)
    return content.decode("utf-8-sig", errors="replace")


def _page(request: HttpRequest, run_id: str, *, error: DomainError | None = None, status: int = 200) -> HttpResponse:
    subject, language = subject_of(request), get_language() or "vi"
    run = api.get_visible_run(subject, run_id=run_id)
    west, south, east, north = run.after.bbox
    labels = api.list_labels(subject, run_id=run_id)
    context = {
        "run": run,
        "labels": labels,
        "holding": sum(label.withdrawn_at is None for label in labels),
        "center": f"{(west + east) / 2:.6f},{(south + north) / 2:.6f}",
        "error": error,
        "sentence": error.message(language) if error else "",
        "faults": [fault.en if language.startswith("en") else fault.vi for fault in error.faults] if error else [],
        "given": request.POST,
    }
    return render(request, "change_detection/labels.html", context, status=status)
