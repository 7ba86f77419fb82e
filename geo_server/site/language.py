"""Which language a page speaks: the one in the link, else the one chosen before, else Vietnamese.

Browsers in Vietnam often announce English because nobody set them, so a page for people does not follow
Accept-Language; a program that sends it does get what it asked for.
"""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import patch_vary_headers

PARAMETER = "lang"
HEADERS_KEPT = 1_000
_read: dict[str, str] = {}


def language_in_link(request: HttpRequest) -> str | None:
    """The language that the address names, None if it names none that we speak."""
    language = request.GET.get(PARAMETER, "")
    return language if language in dict(settings.LANGUAGES) else None


def language_of(request: HttpRequest) -> str:
    """The language to answer in."""
    if language := language_in_link(request):
        return language
    chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
    if chosen in dict(settings.LANGUAGES):
        return chosen
    if "text/html" in request.headers.get("Accept", ""):
        return settings.LANGUAGE_CODE
    return _announced(request)


def _announced(request: HttpRequest) -> str:
    """The language that Accept-Language asks for; each wording of it is read once."""
    header = request.headers.get("Accept-Language", "")
    language = _read.get(header)
    if language is None:
        if len(_read) >= HEADERS_KEPT:
            _read.clear()
        language = _read[header] = translation.get_language_from_request(request)
    return language


class LanguageMiddleware:
    """Speaks the language of the request and remembers one chosen by a link (`?lang=en`)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        language = language_of(request)
        request.LANGUAGE_CODE = language
        with translation.override(language):
            response = self.get_response(request)
        patch_vary_headers(response, ("Accept-Language", "Cookie"))
        response.headers.setdefault("Content-Language", language)
        if language_in_link(request):
            response.set_cookie(settings.LANGUAGE_COOKIE_NAME, language, max_age=365 * 86400, samesite="Lax")
        return response
