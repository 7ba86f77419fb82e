"""The text of a label: fields and words, from the expressions that can be written elsewhere."""

import re
from typing import Any

from .errors import CannotExport
from .symbols import Name

Parts = tuple[Name | str, ...]
_FIELD = re.compile(r"\{([^{}]+)\}")


def text_parts(value: Any) -> Parts:
    """Fields and words of a text-field: "{name}", get, concat, format, to-string; raises CannotExport."""
    if isinstance(value, str):
        pieces = _FIELD.split(value)
        return tuple(Name(piece) if odd else piece for odd, piece in _alternating(pieces) if piece)
    if not isinstance(value, list) or not value:
        raise CannotExport(value)
    head, *parts = value
    if head == "get" and len(parts) == 1:
        return (Name(str(parts[0])),)
    if head in ("to-string", "string", "literal") and parts:
        return text_parts(parts[0])
    if head == "coalesce" and parts:
        return text_parts(parts[0])
    if head == "concat":
        return tuple(piece for part in parts for piece in text_parts(part))
    if head == "format":
        return tuple(piece for part in parts if not isinstance(part, dict) for piece in text_parts(part))
    raise CannotExport(value)


def _alternating(pieces: list[str]) -> list[tuple[bool, str]]:
    """Pieces of a split by one group: words at even places, fields at odd ones."""
    return [(place % 2 == 1, piece) for place, piece in enumerate(pieces)]
