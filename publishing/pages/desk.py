"""The first page of the desk: what was handed in, and a form to hand in more."""

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from geo_server.core import clock
from geo_server.core.errors import DomainError

from ..errors import BadRequestBody
from ..rest.view import moment_in, subject_of
from ..selectors.submissions import PAGE, list_submissions
from ..selectors.targets import list_targets
from ..services import receiving
from .forms import HandInForm


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def desk(request: HttpRequest) -> HttpResponse:
    """What the subject may see of what was handed in; a POST hands in a file."""
    subject = subject_of(request)
    if subject.is_anonymous:
        return redirect_to_login(request.get_full_path())
    if request.method != "POST":
        return _page(request, HandInForm(subject=subject, initial=_initial(request)))
    form = HandInForm(request.POST, request.FILES, subject=subject)
    if not form.is_valid():
        return _page(request, form, status=400)
    file: UploadedFile = form.cleaned_data["file"]
    try:
        made = receiving.hand_in(
            file.chunks(), file_name=file.name or "file", order=form.order(), by=subject, now=clock.now()
        )
    except DomainError as error:
        return _page(request, form, error=error, status=400)
    messages.success(request, _("The file has arrived."))
    return redirect("publishing:submission-page", submission_id=made)


def _initial(request: HttpRequest) -> dict[str, str]:
    """A link may say for which collection."""
    return {name: request.GET[name] for name in ("collection", "mode", "contract") if name in request.GET}


def _page(
    request: HttpRequest, form: HandInForm, *, error: DomainError | None = None, status: int = 200
) -> HttpResponse:
    subject = subject_of(request)
    before = request.GET.get("before")
    try:
        found = list_submissions(subject, before=moment_in(before) if before else None, limit=PAGE)
    except BadRequestBody as wrong:
        found, error = list_submissions(subject, limit=PAGE), wrong
    context = {
        "form": form,
        "error": error,
        "submissions": found,
        "older": found[-1].created_at.isoformat() if len(found) == PAGE else None,
        "targets": list_targets(subject),
        "may_hand_in": not subject.read_only,
    }
    return render(request, "publishing/desk.html", context, status=status)
