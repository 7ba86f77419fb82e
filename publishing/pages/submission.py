"""The page of one submission: it grows with it, and every act on it begins here."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from geo_server.core import clock
from geo_server.core.errors import DomainError
from layers import api as layers

from ..errors import NotThereYet
from ..rest.parts import KINDS
from ..rest.view import moment_in, subject_of
from ..selectors import drafts
from ..selectors.submissions import SubmissionDetail, get_submission
from ..services import deciding, publication, reviewing
from ..states import State
from . import sheets

ROWS = 25
Said = dict[str, Any]
Doing = Callable[[SubmissionDetail, Said, Said], object]


def _text(said: Said, name: str) -> str:
    return str(said.get(name, "")).strip()


ACTS: dict[str, Doing] = {
    "decide": lambda d, said, who: deciding.decide(d.id, sheets.said_decisions(d, said), **who),
    "mapping": lambda d, said, who: deciding.choose_mapping(d.id, sheets.said_mapping(d, said), **who),
    "layer": lambda d, said, who: deciding.amend(d.id, {"layer": _text(said, "layer")}, **who),
    "leave-out": lambda d, _said, who: deciding.amend(d.id, {"leave_out_faulty": True}, **who),
    "submit": lambda d, said, who: reviewing.submit(d.id, why=_text(said, "why"), **who),
    "approve": lambda d, said, who: reviewing.approve(d.id, why=_text(said, "why"), override="override" in said, **who),
    "refuse": lambda d, said, who: reviewing.refuse(d.id, why=_text(said, "why"), **who),
    "publish": lambda d, _said, who: publication.publish(d.id, **who),
    "schedule": lambda d, said, who: publication.schedule(d.id, at=moment_in(_text(said, "at")), **who),
    "unschedule": lambda d, said, who: publication.unschedule(d.id, why=_text(said, "why"), **who),
    "retry": lambda d, _said, who: deciding.try_again(d.id, **who),
    "withdraw": lambda d, said, who: deciding.withdraw(d.id, why=_text(said, "why"), **who),
}
"""What the buttons of the page do; each takes the submission, what was filled in, and who acts when."""


@require_safe
@never_cache
def submission_page(request: HttpRequest, submission_id: UUID) -> HttpResponse:
    """All that there is to know of a submission, and what the subject may do next."""
    if subject_of(request).is_anonymous:
        return redirect_to_login(request.get_full_path())
    return _page(request, submission_id)


@require_POST
def submission_act(request: HttpRequest, submission_id: UUID, act: str) -> HttpResponse:
    """Do one act; what is wrong with it is said on the page, with the words typed so far."""
    subject = subject_of(request)
    address = reverse("publishing:submission-page", args=[submission_id])
    if subject.is_anonymous:
        return redirect_to_login(address)
    detail = get_submission(subject, submission_id=submission_id)
    try:
        ACTS[act](detail, request.POST.dict(), {"by": subject, "now": clock.now()})
    except DomainError as error:
        return _page(request, submission_id, error=error, act=act, status=400)
    messages.success(request, _("Done."))
    return redirect(address)


def _page(
    request: HttpRequest, submission_id: UUID, *, error: DomainError | None = None, act: str = "", status: int = 200
) -> HttpResponse:
    subject = subject_of(request)
    detail = get_submission(subject, submission_id=submission_id)
    context = {
        "submission": detail,
        "working": sheets.is_working(detail),
        "stages": sheets.stages(detail),
        "proposals": sheets.proposals(detail),
        "settled": sheets.settled(detail),
        "fields": sheets.field_choices(detail),
        "layer": next((one for one in detail.layers if one["name"] == detail.layer), None),
        "error": error,
        "failed_act": act,
        "typed": request.POST,
        **_difference(request, detail),
        **_published(request, detail),
    }
    return render(request, "publishing/submission.html", context, status=status)


def _difference(request: HttpRequest, detail: SubmissionDetail) -> Said:
    """Counts, and one page of changed rows; nothing where there is no difference, or it is out of date."""
    if detail.difference is None or sheets.ended(detail):
        return {}
    kind = next((one for one in KINDS if one == request.GET.get("kind")), None)
    after = request.GET.get("after", "0")
    try:
        rows = drafts.difference_page(
            subject_of(request),
            submission_id=detail.id,
            kind=kind,
            after=int(after) if after.isascii() and after.isdigit() and len(after) < 15 else 0,
            limit=ROWS,
        )
    except NotThereYet as wrong:
        return {"difference_gone": wrong}
    return {"rows": rows, "kind": kind, "next_rows": rows[-1].number if len(rows) == ROWS else None}


def _published(request: HttpRequest, detail: SubmissionDetail) -> Said:
    """Where the published collection can be seen by the reader."""
    if detail.state is not State.PUBLISHED:
        return {}
    known = [one for one in layers.list_collections(subject_of(request)) if one.id == detail.collection]
    return {"collection": known[0] if known else None, "origin": request.build_absolute_uri("/").rstrip("/")}
