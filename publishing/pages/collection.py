"""The page of a collection's publications: what was published when, the way back, and what its owner asks for."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from geo_server.core import clock
from geo_server.core.errors import DomainError
from layers import api as layers
from layers.errors import UnknownCollection

from ..errors import BadRequestBody
from ..policy import find_collection, may_hand_in
from ..rest.view import moment_in, subject_of
from ..rules import Rule, rule_for
from ..selectors.publications import list_publications, may_set_rules
from ..services import owner_rules, returning


class RuleForm(forms.Form):
    """What the owner asks for before a new version is published."""

    approval_needed = forms.BooleanField(label=gettext_lazy("Another person must approve"), required=False)
    approver_organisation = forms.CharField(label=gettext_lazy("Approver's organisation (code)"), required=False)
    approver_role = forms.CharField(label=gettext_lazy("Approver's role"), required=False)
    look_again = forms.BooleanField(
        label=gettext_lazy("Look again if the collection changed meanwhile"), required=False
    )


def _roll_back(collection_id: str, said: dict[str, Any], who: dict[str, Any]) -> None:
    to = str(said.get("to", "")).strip()
    target = int(to) if to.isascii() and to.isdigit() and len(to) < 16 else moment_in(to)
    returning.roll_back(collection_id, to=target, reason=said.get("reason", ""), **who)


def _set_rule(collection_id: str, said: dict[str, Any], who: dict[str, Any]) -> None:
    known = find_collection(collection_id)
    form = RuleForm(said)
    if known is None or not form.is_valid():
        raise BadRequestBody("The rule cannot be read.", "Không đọc được quy tắc.")
    owner_rules.set_rule(Rule(known.owner, collection_id, **form.cleaned_data), **who)


ACTS: dict[str, Callable[[str, dict[str, Any], dict[str, Any]], None]] = {
    "roll-back": _roll_back,
    "retire": lambda which, said, who: returning.retire(which, reason=said.get("reason", ""), **who),
    "rule": _set_rule,
}


@require_safe
@never_cache
def collection_page(request: HttpRequest, collection_id: str) -> HttpResponse:
    """What was published of a collection, and what the subject may do with it."""
    return _page(request, collection_id)


@require_POST
def collection_act(request: HttpRequest, collection_id: str, act: str) -> HttpResponse:
    """Roll back, retire, or set the rule; what is wrong is said on the page."""
    subject = subject_of(request)
    address = reverse("publishing:collection-page", args=[collection_id])
    if subject.is_anonymous:
        return redirect_to_login(address)
    try:
        ACTS[act](collection_id, request.POST.dict(), {"by": subject, "now": clock.now()})
    except UnknownCollection:
        raise
    except DomainError as error:
        return _page(request, collection_id, error=error, act=act, status=400)
    messages.success(request, _("Done."))
    return redirect("publishing:desk" if act == "retire" else address)


def _page(
    request: HttpRequest, collection_id: str, *, error: DomainError | None = None, act: str = "", status: int = 200
) -> HttpResponse:
    subject = subject_of(request)
    collection = layers.get_collection(subject, collection_id=collection_id)
    rule = rule_for(collection.owner, collection_id)
    context = {
        "collection": collection,
        "publications": list_publications(subject, collection_id=collection_id),
        "may_hand_in": not subject.is_anonymous and not subject.read_only and may_hand_in(subject, collection),
        "may_take_back": not subject.read_only
        and (subject.is_administrator or (bool(collection.owner) and subject.organisation == collection.owner)),
        "rule": rule,
        "rule_form": RuleForm(request.POST if act == "rule" else None, initial=vars(rule)),
        "may_set_rules": may_set_rules(subject, collection.owner),
        "error": error,
        "failed_act": act,
        "typed": request.POST,
    }
    return render(request, "publishing/collection.html", context, status=status)
