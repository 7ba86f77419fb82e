"""Remote sources: list, add, change, remove, ask now."""

from dataclasses import fields
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from geo_server.core import clock

from ..errors import BadRequestBody
from ..selectors.sources import get_source, list_sources
from ..services import sources
from ..services.sources import CHANGEABLE, SourceOrder
from .view import PublishingView, answer, read_body, subject_of, text_in, texts_in

MEMBERS = tuple(known.name for known in fields(SourceOrder))
REQUIRED = ("title", "kind", "url", "collection")
FLAGS = ("leave_out_faulty", "public", "directly", "enabled")


class Sources(PublishingView):
    """`/publishing/sources`."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Those of the caller's organisation, with their health."""
        return answer({"sources": list_sources(subject_of(request))})

    def post(self, request: HttpRequest) -> HttpResponse:
        """Add one: 201 and the source."""
        optional = tuple(name for name in MEMBERS if name not in REQUIRED)
        said = _members(read_body(request, required=REQUIRED, optional=optional))
        by = subject_of(request)
        made = sources.add_source(SourceOrder(**said), by=by, now=clock.now())
        response = answer(get_source(by, source_id=made), status=201)
        response["Location"] = reverse("publishing:source", args=[made])
        return response


class OneSource(PublishingView):
    """`/publishing/sources/{id}`."""

    def get(self, request: HttpRequest, source_id: UUID) -> HttpResponse:
        """All that there is to know of it."""
        return answer(get_source(subject_of(request), source_id=str(source_id)))

    def patch(self, request: HttpRequest, source_id: UUID) -> HttpResponse:
        """Say otherwise what was said of it."""
        changes = _members(read_body(request, optional=CHANGEABLE))
        sources.change_source(str(source_id), changes, by=subject_of(request), now=clock.now())
        return self.get(request, source_id)

    def delete(self, request: HttpRequest, source_id: UUID) -> HttpResponse:
        """Forget it; what it brought stays."""
        sources.remove_source(str(source_id), by=subject_of(request), now=clock.now())
        return HttpResponse(status=204)


class AskNow(PublishingView):
    """`/publishing/sources/{id}/ask`."""

    def post(self, request: HttpRequest, source_id: UUID) -> HttpResponse:
        """Ask it at once: 202 and the job."""
        job = sources.ask_now(str(source_id), by=subject_of(request), now=clock.now())
        return answer({"job": job}, status=202)


def _members(said: dict[str, Any]) -> dict[str, Any]:
    """The members of a body, each of its type; raises BadRequestBody."""
    read: dict[str, Any] = {}
    for name, value in said.items():
        if name in FLAGS:
            read[name] = _flag(name, value)
        elif name == "every_minutes":
            read[name] = _number(name, value)
        elif name == "decisions":
            read[name] = texts_in(said, name)
        else:
            read[name] = text_in(said, name)
    if "owner" in read:
        read["owner"] = read["owner"] or None
    return read


def _flag(name: str, value: Any) -> bool:
    if not isinstance(value, bool):
        raise BadRequestBody(f"'{name}' must be true or false.", f"'{name}' phải là true hoặc false.")
    return value


def _number(name: str, value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise BadRequestBody(f"'{name}' must be a whole number.", f"'{name}' phải là số nguyên.")
    return value
