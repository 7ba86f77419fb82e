"""The JSON that clients send: read once for all resources, and refused where a database or another client would choke.

Python reads more than JSON allows (NaN, Infinity, numbers that become infinite); PostgreSQL stores less than it allows
(no NUL in a text); half a surrogate pair cannot be written as UTF-8. All of that is the sender's fault: 400, never 500.
"""

import json
import math
from collections.abc import Collection
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest

from .errors import BadBody, BodyTooLarge, NotThisWay
from .formats import JSON

DEEPEST = 60
"""Nesting of a JSON body; a GeometryCollection in a filter in a request needs fewer than twenty."""


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
        value = json.loads(text.decode(), parse_constant=_refuse, parse_float=_finite, parse_int=_whole)
        _check(value, DEEPEST)
    except (ValueError, RecursionError) as error:
        said = "nested too deeply" if isinstance(error, RecursionError) else str(error)
        raise BadBody(f"The body is no JSON: {said}.", f"Nội dung gửi lên không phải JSON: {said}.") from error
    return value


def _refuse(name: str) -> Any:
    raise ValueError(f"{name} is no JSON number")


def _finite(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise ValueError(f"{text} is too large a number")
    return number


def _whole(text: str) -> int:
    if len(text) > 20:
        raise ValueError(f"{text[:20]}… is too large a number")
    return int(text)


def _check(value: Any, depth: int) -> None:
    """Raise ValueError for a text that cannot be stored, or for nesting beyond `depth`."""
    if depth == 0:
        raise RecursionError
    if isinstance(value, str):
        if "\x00" in value or not _is_text(value):
            raise ValueError("a text holds a character that cannot be stored")
    elif isinstance(value, list):
        for entry in value:
            _check(entry, depth - 1)
    elif isinstance(value, dict):
        for name, entry in value.items():
            _check(name, depth - 1)
            _check(entry, depth - 1)


def _is_text(value: str) -> bool:
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True
