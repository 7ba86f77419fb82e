"""From a document to an HTTP answer: JSON, pages, problems, entity tags, compression, and who may cache it."""

import hashlib
import json
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.translation import get_language

from geo_server.core.errors import DomainError
from geo_server.core.subject import ANONYMOUS, Subject

from .compression import (
    best_encoding,
    compress,
    compress_stream,
    is_compressible,
    plain_tags,
    tag_of_encoding,
    tags_of_encodings,
)
from .errors import as_problem
from .formats import HTML, JSON, wants_page

COMPRESS_FROM_BYTES = 1_000
EXPOSED = (
    "Content-Crs, Content-Disposition, Content-Language, ETag, Link, Location, OGC-NumberMatched, OGC-NumberReturned"
)


def subject_of(request: HttpRequest) -> Subject:
    """Who asks; the public where no middleware found somebody."""
    subject: Subject = getattr(request, "subject", ANONYMOUS)
    return subject


def json_answer(document: Any, *, media_type: str = JSON, status: int = 200) -> HttpResponse:
    """A JSON document, UTF-8 kept as it is (pygeoapi spends six bytes on a Vietnamese letter)."""
    body = json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()
    return HttpResponse(body, status=status, content_type=media_type)


def page_answer(request: HttpRequest, name: str, *, status: int = 200, **context: Any) -> HttpResponse:
    """A page for people: template `ogc/<name>.html`."""
    return _page(request, f"ogc/{name}.html", context, status=status)


def problem_answer(request: HttpRequest, error: DomainError) -> HttpResponse:
    """The answer to a domain error, as a page for people and problem+json for programs."""
    problem = as_problem(error, get_language() or "vi")
    if wants_page(request):
        answer = _page(request, "site/problem.html", {"problem": problem}, status=problem["status"])
    else:
        answer = json_answer(problem, media_type="application/problem+json", status=problem["status"])
    if problem["status"] == HTTPStatus.UNAUTHORIZED:
        answer["WWW-Authenticate"] = 'Basic realm="Diaban", charset="UTF-8"'
    return answer


def entity_tag(request: HttpRequest, *parts: object) -> str:
    """A weak tag of what the answer depends on: who asks, the whole address, and `parts` (revisions)."""
    subject = subject_of(request)
    asked = (subject.key, subject.organisation, sorted(subject.roles), request.get_full_path(), get_language(), parts)
    accept = request.headers.get("Accept", "")
    return f'W/"{hashlib.sha256(repr((asked, accept)).encode()).hexdigest()[:24]}"'


def not_modified(request: HttpRequest, tag: str) -> HttpResponseBase | None:
    """The answer 304 if the client already has what `tag` stands for, in whatever encoding, else None."""
    sent = request.META.get("HTTP_IF_NONE_MATCH", "")
    if sent:
        request.META["HTTP_IF_NONE_MATCH"] = plain_tags(sent)
    answer = get_conditional_response(request, etag=tag)
    if answer is not None:
        answer["ETag"] = next((known for known in tags_of_encodings(tag) if known in sent), tag)
    return answer


def finish(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    """What every answer of this door carries: compression, cache rules, and leave for other web pages to read it."""
    patch_vary_headers(response, ("Accept", "Accept-Encoding", "Authorization"))
    response.headers.setdefault(
        "Cache-Control", "no-cache" if subject_of(request).is_anonymous else "private, no-cache"
    )
    response.headers.setdefault("Access-Control-Allow-Origin", "*")
    response.headers.setdefault("Access-Control-Expose-Headers", EXPOSED)
    encoding = best_encoding(request.headers.get("Accept-Encoding", ""))
    if encoding is not None and _may_compress(response):
        _compress(response, encoding)
    return response


def _page(request: HttpRequest, template: str, context: dict[str, Any], *, status: int) -> HttpResponse:
    return render(request, template, context, status=status, content_type=f"{HTML}; charset=utf-8")


def _may_compress(response: HttpResponseBase) -> bool:
    """True for bytes that are worth it and that no client may ask ranges of."""
    if "Content-Encoding" in response or "Accept-Ranges" in response:
        return False
    if not is_compressible(response.headers.get("Content-Type", "")):
        return False
    return not isinstance(response, HttpResponse) or len(response.content) >= COMPRESS_FROM_BYTES


def _compress(response: HttpResponseBase, encoding: str) -> None:
    if isinstance(response, StreamingHttpResponse):
        pieces: Any = response.streaming_content
        response.streaming_content = compress_stream(pieces, encoding)
        response.headers.pop("Content-Length", None)
    elif isinstance(response, HttpResponse):
        response.content = compress(response.content, encoding)
    response.headers["Content-Encoding"] = encoding
    if "ETag" in response.headers:
        response.headers["ETag"] = tag_of_encoding(response.headers["ETag"], encoding)
