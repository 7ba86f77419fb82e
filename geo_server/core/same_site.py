"""Writes with a session cookie come from our own pages only: another web page must not act for whoever visits it."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.csrf import CsrfViewMiddleware

from .errors import FromAnotherSite


class _Check(CsrfViewMiddleware):
    """Django's own check, which says what is wrong instead of answering with a page."""

    def _reject(self, request: HttpRequest, reason: str) -> HttpResponse:
        raise FromAnotherSite(str(reason))


def refuse_other_sites(request: HttpRequest) -> None:
    """Raise FromAnotherSite for a request that is known by its cookie only and carries no CSRF token of ours.

    A token or password in the request proves enough: no other site has it.
    """
    if settings.SESSION_COOKIE_NAME not in request.COOKIES or getattr(request, "_dont_enforce_csrf_checks", False):
        return
    check = _Check(_no_answer)
    check.process_request(request)
    check.process_view(request, _no_answer, (), {})


def _no_answer(request: HttpRequest) -> HttpResponseBase:
    return HttpResponse()
