"""JSON that clients send: read once for all doors, and refused where a database or another client would choke.

Python reads more than JSON allows (NaN, Infinity, numbers that become infinite); PostgreSQL stores less than it allows
(no NUL in a text); half a surrogate pair cannot be written as UTF-8. All of that is the sender's fault, never ours.
"""

import json
import math
from typing import Any

DEEPEST = 60
"""Nesting of a JSON body; a GeometryCollection in a filter in a request needs fewer than twenty."""


def parse_json_text(text: bytes) -> Any:
    """A JSON text in UTF-8 as Python values that can be stored and written again; ValueError says what is wrong."""
    try:
        value = json.loads(text.decode(), parse_constant=_refuse, parse_float=_finite, parse_int=_whole)
        _check(value, DEEPEST)
    except RecursionError as error:
        raise ValueError("nested too deeply") from error
    return value


def is_storable(text: str) -> bool:
    """Whether a text can be kept by the database and sent to anybody."""
    if "\x00" in text:
        return False
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


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
    """Raise ValueError for a text that cannot be stored, RecursionError for nesting beyond `depth`."""
    if depth == 0:
        raise RecursionError
    if isinstance(value, str):
        if not is_storable(value):
            raise ValueError("a text holds a character that cannot be stored")
    elif isinstance(value, list):
        for entry in value:
            _check(entry, depth - 1)
    elif isinstance(value, dict):
        for name, entry in value.items():
            _check(name, depth - 1)
            _check(entry, depth - 1)
