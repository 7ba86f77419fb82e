"""The REST door: requests, answers and finds as JSON, for programs with a token and for QGIS."""

import json
from dataclasses import asdict
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from geo_server.core import clock
from geo_server.core.errors import Fault
from geo_server.core.json_text import parse_json_text

from .addresses import addresses_of
from .answer import to_document
from .errors import MustSignIn, WrongRequest
from .features import as_features
from .pages import find_of, subject_of, values_of
from .records import RequestRecord
from .selectors.requests import get_request, list_requests
from .services.answers import submit_request
from .services.deviations import report_deviation
from .services.requests import draft_request
from .services.views import view_answer


@require_http_methods(["GET", "POST"])
def requests(request: HttpRequest) -> JsonResponse:
    """The requests that the caller may know of; POST makes one, submits it and gives its answer's addresses."""
    subject = subject_of(request)
    if subject.is_anonymous:
        raise MustSignIn
    if request.method == "GET":
        return JsonResponse({"requests": [_as_json(request, record) for record in list_requests(subject, limit=500)]})
    request_id = draft_request(values_of(_body(request)), by=subject, now=clock.now())
    submit_request(request_id, by=subject, now=clock.now())
    made = _as_json(request, get_request(subject, request_id))
    return JsonResponse(made, status=201, headers={"Location": made["links"]["self"]})


@require_GET
def one_request(request: HttpRequest, request_id: int) -> JsonResponse:
    """One request with its steps."""
    return JsonResponse(_as_json(request, get_request(subject_of(request), request_id)))


@require_GET
def answer_json(request: HttpRequest, request_id: int) -> JsonResponse:
    """The whole answer; the view is logged."""
    answer = view_answer(subject_of(request), request_id, door="api", now=clock.now())
    return JsonResponse(to_document(answer), headers={"Cache-Control": "private, no-store"})


@require_GET
def answer_geojson(request: HttpRequest, request_id: int) -> JsonResponse:
    """The assets of an answer for QGIS; the view is logged."""
    answer = view_answer(subject_of(request), request_id, door="geojson", now=clock.now())
    headers = {"Cache-Control": "private, no-store"}
    return JsonResponse(as_features(answer), content_type="application/geo+json", headers=headers)


@require_POST
def deviations(request: HttpRequest, request_id: int) -> JsonResponse:
    """Report a find: a form with place, text, depth_m, asset, owner and photo."""
    number = report_deviation(request_id, find_of(request), by=subject_of(request), now=clock.now())
    return JsonResponse({"id": number}, status=201)


def _body(request: HttpRequest) -> dict[str, object]:
    try:
        sent = parse_json_text(request.body)
    except (ValueError, RequestDataTooBig):
        sent = None
    if not isinstance(sent, dict):
        raise WrongRequest([Fault("body", "Send a JSON object.", "Hãy gửi một đối tượng JSON.")])
    area = sent.get("area")
    return sent | {"area": json.dumps(area)} if isinstance(area, dict) else sent


def _as_json(request: HttpRequest, record: RequestRecord) -> dict[str, Any]:
    links = {what: request.build_absolute_uri(path) for what, path in addresses_of(record.id).items()}
    return asdict(record) | {"links": links}
