"""The WSGI application in front of Django: it takes the plain reads of programs and leaves all else to Django.

Half the time of a small answer went into what such a read never uses: sessions, messages, forms, the search of all
addresses, signals. Here the view runs behind the other middleware only, so that both ways give the same status,
headers and bytes (`tests/geo_server/ogc/test_lane.py` asks every request both ways).
"""

from collections.abc import Callable, Iterable
from typing import Any

import structlog
from django.conf import settings
from django.core.handlers.wsgi import WSGIRequest
from django.http import HttpRequest, HttpResponse
from django.utils.module_loading import import_string

from .memory import Memory
from .routes import Route, find_route

Application = Callable[[dict[str, Any], Any], Iterable[bytes]]
LEFT_OUT = frozenset(
    {
        "whitenoise.middleware.WhiteNoiseMiddleware",  # files
        "django.contrib.sessions.middleware.SessionMiddleware",  # a request with a cookie does not come this way
        "django.contrib.auth.middleware.AuthenticationMiddleware",
        "django.contrib.messages.middleware.MessageMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",  # only GET comes this way
    }
)
log = structlog.get_logger(__name__)


class Lane:
    """Answers what it knows, and hands everything else to Django as it came."""

    def __init__(self, django: Application) -> None:
        self.django = django
        self.answer = _behind_middleware()
        self.memory = Memory()

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        plain = _is_plain(environ)
        if plain and (known := self.memory.recall(environ)) is not None:
            start_response(known.status, known.headers)
            return [known.body]
        found = find_route(environ["PATH_INFO"]) if plain else None
        response = None if found is None else self._try(environ, *found)
        if response is None:
            return self.django(environ, start_response)
        start_response(f"{response.status_code} {response.reason_phrase}", list(response.items()))
        return [response.content]

    def _try(self, environ: dict[str, Any], route: Route, arguments: dict[str, str]) -> HttpResponse | None:
        """The answer; None if it takes the long way to make it or to say what went wrong."""
        request = WSGIRequest(environ)
        request.lane = (route.view, arguments)  # type: ignore[attr-defined]
        glance = self.memory.glance(environ, arguments["collection_id"]) if route.remembered else None
        try:
            response = self.answer(request)
        except Exception as error:  # noqa: BLE001 - Django makes the answer to a fault, and reports it
            log.warning("lane_failed", path=environ["PATH_INFO"], error=repr(error))
            return None
        if not isinstance(response, HttpResponse):
            return None
        if glance is not None:
            self.memory.keep(environ, glance, response)
        return response


def _is_plain(environ: dict[str, Any]) -> bool:
    """True for a GET of a program: no cookie, no page for people, no language to remember."""
    return (
        environ["REQUEST_METHOD"] == "GET"
        and "HTTP_COOKIE" not in environ
        and not environ.get("SCRIPT_NAME")
        and "text/html" not in environ.get("HTTP_ACCEPT", "")
        and "lang=" not in (query := environ.get("QUERY_STRING", ""))
        and "f=html" not in query
    )


def _behind_middleware() -> Callable[[HttpRequest], Any]:
    """The view of a request behind all middleware of the site except what is left out, in the same order."""
    answer: Callable[[HttpRequest], Any] = _view
    for name in reversed(settings.MIDDLEWARE):
        if name not in LEFT_OUT:
            answer = import_string(name)(answer)
    return answer


def _view(request: HttpRequest) -> Any:
    view, arguments = request.lane  # type: ignore[attr-defined]
    return view(request, **arguments)
