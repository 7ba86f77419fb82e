"""The MapProxy process: WMS, WMTS and TMS behind the same Subject and policy as every other door."""

import os
from collections.abc import Callable, Iterable
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "geo_server.site.settings")
django.setup()

from django.conf import settings  # noqa: E402
from django.contrib.auth import get_user  # noqa: E402
from django.core.handlers.wsgi import WSGIRequest  # noqa: E402
from django.db import close_old_connections  # noqa: E402
from django.utils.module_loading import import_string  # noqa: E402

from geo_server.ogc import mapproxy_app  # noqa: E402

from .authentication import WrongCredentials, subject_of_request  # noqa: E402

StartResponse = Callable[..., Any]


def application(environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
    """Answer one request: find the Subject, then let MapProxy draw what the policy allows."""
    if environ.get("PATH_INFO") == "/healthz":
        start_response("200 OK", [("Content-Type", "text/plain")])
        return [b"ok\n"]
    close_old_connections()
    try:
        environ["diaban.subject"] = subject_of_request(_with_session(WSGIRequest(environ)))
    except WrongCredentials as error:
        start_response("401 Unauthorized", [("Content-Type", "text/plain; charset=utf-8"), _CHALLENGE])
        return [f"{error.vi}\n{error.en}\n".encode()]
    answer: Iterable[bytes] = mapproxy_app.application(environ, start_response)
    return answer


_CHALLENGE = ("WWW-Authenticate", 'Basic realm="Diaban", charset="UTF-8"')


def _with_session(request: WSGIRequest) -> WSGIRequest:
    """The request with the user of its session cookie, as Django's middleware would give it."""
    engine = import_string(f"{settings.SESSION_ENGINE}.SessionStore")
    request.session = engine(request.COOKIES.get(settings.SESSION_COOKIE_NAME))
    request.user = get_user(request)
    return request
