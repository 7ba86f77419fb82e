"""What a field asks of its values beyond their type, for all rows of a batch at once."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import numpy as np

from layers import api as layers

from .sentences import Sentence, missing, too_large, too_long, too_small, wrong_pattern

if TYPE_CHECKING:
    import pyarrow as pa


def broken_rules(values: "pa.Array", field: layers.Field) -> Iterator[tuple[Sentence, Any]]:
    """(what is said, True for each row that breaks it) of every rule that the field has."""
    import pyarrow.compute as pc

    if field.required:
        yield missing(field), np.asarray(values.is_null())
    if field.type in ("integer", "number"):
        if field.minimum is not None:
            yield too_small(field), _true(pc.less(values, field.minimum))
        if field.maximum is not None:
            yield too_large(field), _true(pc.greater(values, field.maximum))
    if field.type == "string":
        if field.max_length is not None:
            yield too_long(field), _true(pc.greater(pc.utf8_length(values), field.max_length))
        if field.pattern:
            yield wrong_pattern(field), _true(pc.invert(pc.match_substring_regex(values, _whole(field.pattern))))


def _whole(pattern: str) -> str:
    """The pattern for the whole text; `$` is the end of the text in RE2, never a line's."""
    return f"^(?:{pattern})$"


def _true(found: "pa.Array") -> Any:
    """Null (no value) breaks no rule."""
    return np.asarray(found.fill_null(False))
