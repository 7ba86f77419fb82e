"""The base of every resource of the door: checks the parameters, translates errors, finishes the answer."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any, ClassVar

import structlog
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.core.signals import got_request_exception
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.views import View
from django.views.decorators.csrf import csrf_exempt

from geo_server.core.errors import DomainError

from .answers import finish, problem_answer
from .errors import BadParameter, UnexpectedFailure, UnknownParameter

log = structlog.get_logger(__name__)

ALLOWED_HEADERS = (
    "Accept, Accept-Language, Authorization, Content-Crs, Content-Type, Diaban-Reason, If-Match, If-None-Match, Prefer"
)
ALWAYS_KNOWN = frozenset({"f", "lang", "token"})


def refuse_unknown(request: HttpRequest, known: frozenset[str]) -> None:
    """Raise UnknownParameter naming every query parameter that is not in `known`."""
    if unknown := sorted(set(request.GET) - known - ALWAYS_KNOWN):
        raise UnknownParameter(unknown, sorted(known | ALWAYS_KNOWN - {"token"}))


def refuse_nul(request: HttpRequest) -> None:
    """Raise BadParameter for a NUL character in the address: no text of the database can hold one."""
    for name, values in [("path", [request.path_info]), *request.GET.lists()]:
        if "\x00" in name or any("\x00" in value for value in values):
            said = name.replace("\x00", "␀")[:100]
            raise BadParameter(said, "␀", en="leave the NUL character out.", vi="hãy bỏ ký tự NUL.")


class OgcView(View):
    """One resource: `get` and friends may raise DomainError; HEAD, OPTIONS and 405 come from Django's View.

    Exempt from the CSRF token because programs post here: `read_json` takes JSON only, which a form of another site
    cannot send, and no answer allows another site to send credentials. Edits ask for it (`same_site`).

    Attributes:
        parameters: query parameters that the resource knows, besides f, lang and token; None: it checks them itself.
    """

    parameters: ClassVar[frozenset[str] | None] = frozenset()

    @classmethod
    def as_view(cls, **initkwargs: Any) -> Callable[..., HttpResponseBase]:
        """The function that answers, exempt as a whole: a decorated method would be wrapped at each request."""
        return csrf_exempt(super().as_view(**initkwargs))

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            refuse_nul(request)
            if self.parameters is not None and request.method != "OPTIONS":
                refuse_unknown(request, self.parameters)
            response = super().dispatch(request, *args, **kwargs)
        except DomainError as error:
            response = problem_answer(request, error)
            if response.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
                response["Allow"] = ", ".join(self._allowed_methods())
        except (Http404, PermissionDenied, SuspiciousOperation):
            raise  # Django's own, with answers of their own
        except Exception as error:  # noqa: BLE001  no client of an API reads a page of HTML, whatever happened
            response = problem_answer(request, self._reported(request, error))
        return finish(request, response)

    def _reported(self, request: HttpRequest, error: Exception) -> UnexpectedFailure:
        """What to tell about an error of the program: where it stands in the log, nothing of what it was."""
        got_request_exception.send(sender=type(self), request=request)
        failure = UnexpectedFailure()
        log.error("unexpected failure", reference=failure.reference, path=request.path, exc_info=error)
        return failure

    def options(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Say which methods the subject has here.

        A browser that asks for another web page does so without credentials: it hears which there are at all.
        """
        response = HttpResponse(status=204)
        every = ", ".join(OgcView._allowed_methods(self))
        is_preflight = "Access-Control-Request-Method" in request.headers
        response["Allow"] = every if is_preflight else ", ".join(self._allowed_methods())
        response["Access-Control-Allow-Methods"] = every
        response["Access-Control-Allow-Headers"] = ALLOWED_HEADERS
        return response

    def _allowed_methods(self) -> list[str]:
        """The methods that the subject has here; Django asks for them too when it answers 405."""
        return [name.upper() for name in self.http_method_names if hasattr(self, name)]
