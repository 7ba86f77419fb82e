"""The WSGI application in front of Django: it takes the plain reads of programs and leaves all else to Django.

Half the time of a small answer went into what such a read never uses: sessions, messages, forms, the search of all
addresses, signals. Here the same view runs alone, and the answer leaves with the same headers: both ways give the same
status, headers and bytes (`tests/geo_server/ogc/test_lane.py` asks every request both ways).
"""

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any, TypeGuard

import structlog
from django.core.handlers.wsgi import WSGIRequest
from django.db import close_old_connections, connection
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.utils import translation

from geo_server.core.streams import close_forgotten
from geo_server.core.subject import ANONYMOUS

from .manners import Manners, Site
from .memory import Memory
from .reply import Reply
from .routes import View, find_route

Application = Callable[[dict[str, Any], Any], Iterable[bytes]]
log = structlog.get_logger(__name__)


class Lane:
    """Answers what it knows, and hands everything else to Django as it came."""

    def __init__(self, django: Application) -> None:
        self.django = django
        self.site = Site()
        self.memory = Memory()

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        reply = self._reply(environ) if _is_plain(environ) else None
        if reply is None:
            return self.django(environ, start_response)
        start_response(reply.status, reply.headers)
        return [reply.body]

    def _reply(self, environ: dict[str, Any]) -> Reply | None:
        """The answer; None if it takes the long way to make it or to say what went wrong."""
        if (known := self.memory.recall(environ)) is not None:
            return known
        found = find_route(environ["PATH_INFO"])
        if found is None:
            return None
        route, arguments = found
        close_forgotten()
        glance = self.memory.glance(environ, arguments["collection_id"]) if route.remembered else None
        ask = self._by_name if _gives_a_name(environ) else self._anonymously
        try:
            reply = ask(environ, partial(route.view, **arguments))
        except Exception as error:  # noqa: BLE001 - Django makes the answer to a fault, and reports it
            log.warning("lane_failed", path=environ["PATH_INFO"], error=repr(error))
            return None
        if glance is not None and reply is not None:
            self.memory.keep(environ, glance, reply)
        return reply

    def _anonymously(self, environ: dict[str, Any], view: View) -> Reply | None:
        manners = self.site.manners(environ)
        if manners is None:
            return None
        request = WSGIRequest(environ)
        request.subject = ANONYMOUS  # type: ignore[attr-defined]
        request.LANGUAGE_CODE = manners.language
        with translation.override(manners.language):
            response = view(request)
        return _reply(response, manners) if _is_for_a_program(response) else None

    def _by_name(self, environ: dict[str, Any], view: View) -> Reply | None:
        """Who he is costs a look at the database anyway: the middleware itself does that, and all the rest."""
        if not connection.in_atomic_block:
            close_old_connections()
        request = WSGIRequest(environ)
        request.lane_view = view  # type: ignore[attr-defined]
        response = self.site.answer(request)
        return _reply(response) if _is_for_a_program(response) else None


def _reply(response: HttpResponse, manners: Manners | None = None) -> Reply:
    headers = response if manners is None else manners.headers(response)
    return Reply(f"{response.status_code} {response.reason_phrase}", list(headers.items()), response.content)


def _is_for_a_program(response: HttpResponseBase) -> TypeGuard[HttpResponse]:
    """True for what is sent in one piece, and is no page."""
    is_page = response.headers.get("Content-Type", "").startswith("text/html")
    return isinstance(response, HttpResponse) and not is_page


def _is_plain(environ: dict[str, Any]) -> bool:
    """True for a GET of a program: no cookie, no page for people, no language to remember."""
    return (
        environ["REQUEST_METHOD"] == "GET"
        and "HTTP_COOKIE" not in environ
        and not environ.get("SCRIPT_NAME")
        and "text/" not in environ.get("HTTP_ACCEPT", "")
        and "lang=" not in (query := environ.get("QUERY_STRING", ""))
        and "f=html" not in query
    )


def _gives_a_name(environ: dict[str, Any]) -> bool:
    """True if the request may carry a secret; one that only looks so loses a little time."""
    query = environ.get("QUERY_STRING", "")
    return "HTTP_AUTHORIZATION" in environ or "token" in query or "%" in query.replace("%2C", "").replace("%3A", "")
