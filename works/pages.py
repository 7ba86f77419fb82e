"""The pages: requests, one request with its answer, the form, and what owners read."""

from collections.abc import Mapping

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from geo_server.core import clock, storage
from geo_server.core.subject import Subject

from .digging.rules import rules_of_city
from .errors import MayNotAsk, WrongDeviation, WrongRequest
from .paper.ground import ground_of
from .records import RequestValues
from .selectors.answers import readable_answer
from .selectors.disclosures import list_disclosures
from .selectors.owners import deviation_photo, list_deviations, list_views
from .selectors.requests import get_request, list_requests
from .services.answers import answer_again, submit_request
from .services.deviations import Find, decide_deviation, report_deviation
from .services.disclosure import disclose, set_contact
from .services.pages import RequestPage, request_page
from .services.requests import draft_request, take_step
from .states import State

PAGE_SIZE = 50
LAST_PAGE = 1_000_000
STEPS = {"begin": State.IN_PROGRESS, "close": State.CLOSED, "withdraw": State.WITHDRAWN}


def subject_of(request: HttpRequest) -> Subject:
    """Who asks."""
    subject: Subject = request.subject  # type: ignore[attr-defined]
    return subject


def must_sign_in(request: HttpRequest) -> HttpResponse | None:
    """The way to the login for the public, None for everybody else."""
    return redirect_to_login(request.get_full_path()) if subject_of(request).is_anonymous else None


@require_GET
def show_list(request: HttpRequest) -> HttpResponse:
    """The requests that the reader may know of."""
    if away := must_sign_in(request):
        return away
    asked = request.GET.get("page", "")
    number = min(max(int(asked), 1), LAST_PAGE) if asked.isdecimal() and len(asked) < 10 else 1
    found = list_requests(subject_of(request), limit=PAGE_SIZE + 1, offset=(number - 1) * PAGE_SIZE)
    context = {
        "requests": found[:PAGE_SIZE],
        "previous": number - 1 if number > 1 else None,
        "next": number + 1 if len(found) > PAGE_SIZE else None,
        "may_ask": bool(subject_of(request).organisation),
    }
    return render(request, "works/list.html", context)


@require_http_methods(["GET", "POST"])
def make_request(request: HttpRequest) -> HttpResponse:
    """The form; a request that holds is submitted and answered at once."""
    if away := must_sign_in(request):
        return away
    subject = subject_of(request)
    if not subject.organisation:
        raise MayNotAsk
    if request.method == "GET":
        return _form(request, RequestValues(area=request.GET.get("area", "")))
    values = values_of(request.POST.dict())
    try:
        request_id = draft_request(values, by=subject, now=clock.now())
    except WrongRequest as error:
        return _form(request, values, error=error)
    submit_request(request_id, by=subject, now=clock.now())
    return redirect("works:request", request_id=request_id)


def values_of(sent: Mapping[str, object]) -> RequestValues:
    """The fields of a request among what was sent, as texts."""
    names = RequestValues.__dataclass_fields__
    return RequestValues(**{name: str(value) for name, value in sent.items() if name in names})


def _form(request: HttpRequest, values: RequestValues, error: WrongRequest | None = None) -> HttpResponse:
    rules = rules_of_city()
    domains = sorted({domain for pair in rules.clearances for domain in pair})
    faults = {fault.where: fault for fault in error.faults} if error else {}
    context = {"values": values, "faults": faults, "limits": rules.limits, "domains": domains}
    return render(request, "works/form.html", context, status=400 if error else 200)


@require_GET
def show_request(request: HttpRequest, request_id: int) -> HttpResponse:
    """One request with its answer, as the reader may see it; looking at the answer is logged."""
    if away := must_sign_in(request):
        return away
    return render(request, "works/request.html", {"page": _page(request, request_id), "error": None})


def _page(request: HttpRequest, request_id: int) -> RequestPage:
    ground = reverse("works:ground", args=[request_id])
    return request_page(subject_of(request), request_id, ground=ground, door="page", now=clock.now())


@require_GET
def show_ground(request: HttpRequest, request_id: int) -> HttpResponse:
    """The public base map beneath the answer."""
    _, answer = readable_answer(subject_of(request), request_id, now=clock.now())
    picture = ground_of(answer)
    if picture is None:
        return HttpResponse(status=204)
    return HttpResponse(picture, content_type="image/png", headers={"Cache-Control": "private, max-age=3600"})


@require_GET
def show_paper(request: HttpRequest, request_id: int) -> HttpResponseBase:
    """The signed PDF."""
    if away := must_sign_in(request):
        return away
    from .services.papers import answer_paper  # the printing weighs too much for a worker that never prints

    path = answer_paper(subject_of(request), request_id, now=clock.now())
    number = get_request(subject_of(request), request_id).number
    response = FileResponse(path.open("rb"), content_type="application/pdf", filename=f"{number}.pdf")
    response.headers["Cache-Control"] = "private, no-store"
    return response


@require_POST
def step(request: HttpRequest, request_id: int) -> HttpResponse:
    """Begin, close, withdraw, or ask again."""
    if away := must_sign_in(request):
        return away
    subject, wanted = subject_of(request), request.POST.get("step", "")
    if wanted == "again":
        answer_again(request_id, by=subject, now=clock.now())
    elif wanted in STEPS:
        take_step(request_id, STEPS[wanted], by=subject, now=clock.now())
    return redirect("works:request", request_id=request_id)


@require_POST
def report(request: HttpRequest, request_id: int) -> HttpResponse:
    """Report a find from the site."""
    if away := must_sign_in(request):
        return away
    subject = subject_of(request)
    try:
        report_deviation(request_id, find_of(request), by=subject, now=clock.now())
    except WrongDeviation as error:
        context = {"page": _page(request, request_id), "error": error, "sent": request.POST}
        return render(request, "works/request.html", context, status=400)
    messages.success(request, _("Thank you. The owner has been told."))
    return redirect("works:request", request_id=request_id)


def find_of(request: HttpRequest) -> Find:
    """What a form says of a find."""
    sent, photo = request.POST, request.FILES.get("photo")
    return Find(
        place=sent.get("place", ""),
        text=sent.get("text", ""),
        depth_m=sent.get("depth_m", ""),
        asset=sent.get("asset", ""),
        owner=sent.get("owner", ""),
        photo=photo.read() if photo else None,
    )


@require_GET
def show_views(request: HttpRequest) -> HttpResponse:
    """Who has looked at the assets of the reader's organisation."""
    if away := must_sign_in(request):
        return away
    return render(request, "works/views.html", {"views": list_views(subject_of(request), limit=500)})


@require_GET
def show_deviations(request: HttpRequest) -> HttpResponse:
    """What was found on site: of the reader's assets, and what his people reported."""
    if away := must_sign_in(request):
        return away
    subject = subject_of(request)
    context = {"deviations": list_deviations(subject, limit=500), "organisation": subject.organisation}
    return render(request, "works/deviations.html", context)


@require_GET
def show_photo(request: HttpRequest, deviation_id: int) -> FileResponse:
    """The photo of a find."""
    path = storage.path_of(deviation_photo(subject_of(request), deviation_id))
    kind = "image/png" if path.suffix == ".png" else "image/jpeg"
    return FileResponse(path.open("rb"), content_type=kind, headers={"X-Content-Type-Options": "nosniff"})


@require_POST
def decide(request: HttpRequest, deviation_id: int) -> HttpResponse:
    """The owner's word on a find."""
    accept, note = request.POST.get("verdict") == "accept", request.POST.get("note", "")
    decide_deviation(deviation_id, accept=accept, note=note, by=subject_of(request), now=clock.now())
    return redirect("works:deviations")


@require_http_methods(["GET", "POST"])
def show_rules(request: HttpRequest) -> HttpResponse:
    """What the reader's organisation lets those who dig see, and whom they should call."""
    if away := must_sign_in(request):
        return away
    subject, sent = subject_of(request), request.POST
    if request.method == "POST":
        if "collection" in sent:
            columns = sent.getlist("columns") if sent.get("mode") == "shown" else []
            disclose(
                collection=sent["collection"], mode=sent.get("mode", ""), columns=columns, by=subject, now=clock.now()
            )
        else:
            told = {name: sent.get(name, "") for name in ("phone", "emergency_phone", "email")}
            set_contact(subject.organisation or "", by=subject, now=clock.now(), **told)
        messages.success(request, _("Your decision has been stored."))
        return redirect("works:rules")
    return render(request, "works/rules.html", {"page": list_disclosures(subject)})
