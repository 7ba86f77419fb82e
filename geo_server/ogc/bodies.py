"""The JSON bodies that clients send to this door; what cannot be read or kept is the sender's fault: 400, never 500."""

from collections.abc import Collection
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest

from geo_server.core.json_text import parse_json_text

from .errors import BadBody, BodyTooLarge, NotThisWay
from .formats import JSON


def read_json(request: HttpRequest, *, media_types: Collection[str] = (JSON,)) -> dict[str, Any]:
    """The JSON object in the body.

    Raises:
        NotThisWay: another content type.
        BodyTooLarge: larger than Django's DATA_UPLOAD_MAX_MEMORY_SIZE.
        BadBody: no JSON, no object, or values that cannot be kept.
    """
    if request.content_type not in media_types:
        choice = ", ".join(sorted(media_types))
        raise NotThisWay(
            f"The body is '{request.content_type}'; send Content-Type: {choice}.",
            f"Nội dung gửi lên là '{request.content_type}'; hãy gửi Content-Type: {choice}.",
        )
    try:
        body = request.body
    except RequestDataTooBig as error:
        raise BodyTooLarge from error
    asked = parse_json(body)
    if not isinstance(asked, dict):
        raise BadBody("The body must be a JSON object.", "Nội dung gửi lên phải là một đối tượng JSON.")
    return asked


def parse_json(text: bytes) -> Any:
    """A JSON text in UTF-8 as Python values that can be stored and written again; raises BadBody."""
    try:
        return parse_json_text(text)
    except ValueError as error:
        raise BadBody(f"The body is no JSON: {error}.", f"Nội dung gửi lên không phải JSON: {error}.") from error
