"""The account page: who I am, and the tokens that my programs (QGIS, scripts) send instead of a password."""

from datetime import timedelta

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import AbstractBaseUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from geo_server.core import clock, tokens

LIFETIMES_DAYS = (30, 90, 365)


class TokenForm(forms.Form):
    """What a new token is for and how long it opens doors."""

    name = forms.CharField(label=gettext_lazy("What is it for?"), max_length=100)
    days = forms.TypedChoiceField(
        label=gettext_lazy("Valid for"),
        choices=[(str(days), f"{days}") for days in LIFETIMES_DAYS],
        coerce=int,
        initial="90",
    )
    may_write = forms.BooleanField(label=gettext_lazy("It may also change data"), required=False)


def _page(request: HttpRequest, form: TokenForm, *, secret: str = "", status: int = 200) -> HttpResponse:
    context = {"form": form, "secret": secret, "now": clock.now(), "tokens": tokens.list_tokens(_owner(request))}
    return render(request, "site/account.html", context, status=status)


def _owner(request: HttpRequest) -> AbstractBaseUser:
    """The signed-in user; the views below let nobody else in."""
    assert isinstance(request.user, AbstractBaseUser)  # noqa: S101
    return request.user


@login_required
@require_safe
@never_cache
def show_account(request: HttpRequest) -> HttpResponse:
    """The page with the tokens and the form for a new one."""
    return _page(request, TokenForm())


@login_required
@require_POST
@never_cache
def create_token(request: HttpRequest) -> HttpResponse:
    """Issue a token and show its secret, this one time; nobody can read it again."""
    form = TokenForm(request.POST)
    if not form.is_valid():
        return _page(request, form, status=400)
    lifetime = timedelta(days=form.cleaned_data["days"])
    scope = tokens.WRITE if form.cleaned_data["may_write"] else tokens.READ
    name = form.cleaned_data["name"]
    secret = tokens.issue_token(_owner(request), name=name, lifetime=lifetime, now=clock.now(), scope=scope)
    return _page(request, TokenForm(), secret=secret)


@login_required
@require_POST
def revoke_token(request: HttpRequest, token_id: int) -> HttpResponse:
    """Close a token of one's own; somebody else's is unknown here."""
    tokens.revoke_token(tokens.get_token(_owner(request), token_id=token_id), now=clock.now())
    messages.success(request, _("The token is revoked. It opens nothing any more."))
    return redirect("account")
