"""The page of remote sources: how they are, and forms to add, ask, rest and forget them."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from geo_server.core import clock
from geo_server.core.errors import DomainError

from ..models import Source
from ..names import plain_name
from ..rest.view import subject_of
from ..selectors.contracts import contract_choices
from ..selectors.sources import list_sources
from ..services import sources

KINDS = (
    (Source.Kind.FILE.value, gettext_lazy("A file at an address")),
    *((kind.value, kind.label) for kind in Source.Kind if kind is not Source.Kind.FILE),
)
EVERY = (
    (60, gettext_lazy("every hour")),
    (60 * 24, gettext_lazy("every day")),
    (60 * 24 * 7, gettext_lazy("every week")),
)


class SourceForm(forms.Form):
    """Where something is kept by somebody else, and what shall become of it here."""

    title = forms.CharField(label=gettext_lazy("Name"), max_length=200)
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=KINDS)
    url = forms.CharField(label=gettext_lazy("Address"), max_length=2000, widget=forms.URLInput)
    layer = forms.CharField(label=gettext_lazy("Layer, if it has several"), max_length=200, required=False)
    collection = forms.CharField(label=gettext_lazy("Id of the collection here"), max_length=50, required=False)
    mode = forms.ChoiceField(
        label=gettext_lazy("What it brings"),
        choices=[
            ("replace", gettext_lazy("The whole new content")),
            ("upsert", gettext_lazy("Changes and additions, told by a key")),
        ],
    )
    key = forms.CharField(label=gettext_lazy("Key column"), max_length=200, required=False)
    contract_id = forms.ChoiceField(label=gettext_lazy("Contract"), required=False)
    every_minutes = forms.TypedChoiceField(label=gettext_lazy("Ask"), choices=EVERY, coerce=int, initial=60 * 24)
    directly = forms.BooleanField(label=gettext_lazy("Publish without a person"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = [(name, f"{vi} ({name})") for name, (vi, _en) in contract_choices().items()]
        self.fields["contract_id"].choices = [("", gettext_lazy("made from what comes")), *known]  # type: ignore[attr-defined]

    def order(self) -> sources.SourceOrder:
        """The order of a valid form."""
        said = dict(self.cleaned_data)
        said["collection"] = said["collection"].strip() or plain_name(said["title"], fallback="layer")
        return sources.SourceOrder(**said)


ACTS: dict[str, Callable[[str, dict[str, Any]], object]] = {
    "ask": lambda which, who: sources.ask_now(which, **who),
    "rest": lambda which, who: sources.change_source(which, {"enabled": False}, **who),
    "wake": lambda which, who: sources.change_source(which, {"enabled": True}, **who),
    "forget": lambda which, who: sources.remove_source(which, **who),
}


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def source_page(request: HttpRequest) -> HttpResponse:
    """The sources of the subject's organisation; a POST adds one."""
    subject = subject_of(request)
    if subject.is_anonymous:
        return redirect_to_login(request.get_full_path())
    if request.method != "POST":
        return _page(request, SourceForm())
    form = SourceForm(request.POST)
    if not form.is_valid():
        return _page(request, form, status=400)
    try:
        sources.add_source(form.order(), by=subject, now=clock.now())
    except DomainError as error:
        return _page(request, form, error=error, status=400)
    messages.success(request, _("The source is asked for the first time within a minute."))
    return redirect("publishing:source-page")


@require_POST
def source_act(request: HttpRequest, source_id: UUID, act: str) -> HttpResponse:
    """Ask, rest, wake or forget a source."""
    subject = subject_of(request)
    if subject.is_anonymous:
        return redirect_to_login(reverse("publishing:source-page"))
    try:
        ACTS[act](str(source_id), {"by": subject, "now": clock.now()})
    except DomainError as error:
        return _page(request, SourceForm(), error=error, status=400)
    messages.success(request, _("Done."))
    return redirect("publishing:source-page")


def _page(
    request: HttpRequest, form: SourceForm, *, error: DomainError | None = None, status: int = 200
) -> HttpResponse:
    subject = subject_of(request)
    context = {"sources": list_sources(subject), "form": form, "error": error, "may_add": not subject.read_only}
    return render(request, "publishing/sources.html", context, status=status)
