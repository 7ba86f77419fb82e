"""What the middleware of the site adds to an answer, learnt by asking it once instead of at every request.

For an anonymous read it adds the same headers each time: they depend on the host and the language that is asked for,
not on the answer. So an empty answer is sent through it, and what it comes back with is remembered. A middleware that
is added to the site tomorrow is learnt as well.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.core.handlers.wsgi import WSGIRequest
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers
from django.utils.module_loading import import_string
from django.utils.translation import get_language

Answer = Callable[[HttpRequest], Any]
KEPT = 1_000
ASKED_FOR = (
    "HTTP_HOST",
    "SERVER_PORT",
    "wsgi.url_scheme",
    "HTTP_X_FORWARDED_PROTO",
    "HTTP_X_FORWARDED_HOST",
    "HTTP_ACCEPT_LANGUAGE",
    "HTTP_USER_AGENT",
)
"""What of a request the middleware looks at, when there is no cookie and nobody gives a name."""
LEFT_OUT = frozenset(
    {
        "whitenoise.middleware.WhiteNoiseMiddleware",  # files
        "django.contrib.sessions.middleware.SessionMiddleware",  # a request with a cookie does not come this way
        "django.contrib.auth.middleware.AuthenticationMiddleware",
        "django.contrib.messages.middleware.MessageMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",  # only GET comes this way
    }
)


@dataclass(frozen=True)
class Manners:
    """How answers leave: the language to speak, the headers to add, the names to put into Vary."""

    language: str
    added: tuple[tuple[str, str], ...]
    varies: tuple[str, ...]

    def headers(self, response: HttpResponse) -> dict[str, str]:
        """The headers of a view's answer as they leave the site."""
        headers = dict(self.added) | dict(response.items())
        headers["Vary"] = _vary(headers.get("Vary", ""), self.varies)
        headers["Content-Length"] = str(len(response.content))
        return headers


class Site:
    """The middleware of the site, without the parts that an anonymous read by a program never meets."""

    def __init__(self) -> None:
        self._known: dict[tuple[Any, ...], Manners] = {}
        self.answer = _behind_middleware()

    def manners(self, environ: Mapping[str, Any]) -> Manners | None:
        """How to answer such a request; None if the middleware answers it by itself."""
        key = tuple(environ.get(name) for name in ASKED_FOR)
        known = self._known.get(key)
        if known is None and (known := self._learn(environ)):
            if len(self._known) >= KEPT:
                self._known.clear()
            self._known[key] = known
        return known

    def _learn(self, environ: Mapping[str, Any]) -> Manners | None:
        spoken: list[str] = []

        def view(_: HttpRequest) -> HttpResponse:
            spoken.append(get_language() or "")
            return HttpResponse()

        request = WSGIRequest({name: value for name, value in environ.items() if name != "QUERY_STRING"})
        request.lane_view = view  # type: ignore[attr-defined]
        response = self.answer(request)
        if not spoken or response.cookies:
            return None
        varies = tuple(name.strip() for name in response.headers.get("Vary", "").split(",") if name.strip())
        own = {"Content-Type", "Content-Length", "Vary"}
        return Manners(spoken[0], tuple(item for item in response.items() if item[0] not in own), varies)


def _behind_middleware() -> Answer:
    """The `lane_view` of a request behind all middleware of the site but what is left out, in the same order."""
    answer: Answer = _call
    for name in reversed(settings.MIDDLEWARE):
        if name not in LEFT_OUT:
            answer = import_string(name)(answer)
    return answer


def _call(request: HttpRequest) -> Any:
    return request.lane_view(request)  # type: ignore[attr-defined]


@lru_cache(maxsize=1_000)
def _vary(present: str, names: tuple[str, ...]) -> str:
    response = HttpResponse(headers={"Vary": present} if present else None)
    patch_vary_headers(response, names)
    return response.headers["Vary"]
