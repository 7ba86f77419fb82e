"""What a field asks of its values beyond their type: range, length, pattern.

Patterns are RE2 and not Python's `re`: they come from people's contracts, and RE2 needs time in proportion to the text
whatever the pattern. The bulk checks of `publishing` (Arrow) speak the same RE2.
"""

from functools import lru_cache
from typing import Any

import re2

from .kinds import Field

Sentences = tuple[str, str]
LONGEST_PATTERN = 200
MOST_MEMORY = 1 << 20
"""Bytes that a compiled pattern may take; RE2 refuses others, such as (a{1000}){1000}."""


def broken_rule(stored: Any, wanted: Field) -> Sentences | None:
    """Why the field does not take this value of its type, in English and Vietnamese; None if it does."""
    if isinstance(stored, str):
        return _broken_by_text(stored, wanted)
    if isinstance(stored, int | float) and not isinstance(stored, bool):
        return _broken_by_number(stored, wanted)
    return None


def pattern_fault(pattern: str) -> Sentences | None:
    """Why this pattern cannot be the rule of a field; None if it can."""
    if len(pattern) > LONGEST_PATTERN:
        return f"has more than {LONGEST_PATTERN} letters.", f"dài quá {LONGEST_PATTERN} ký tự."
    if not (pattern.startswith("^") and pattern.endswith("$")):
        return "must begin with ^ and end with $.", "phải bắt đầu bằng ^ và kết thúc bằng $."
    try:
        _compiled(pattern)
    except re2.error as error:
        said = str(error.args[0]) if error.args else "?"
        return f"is no RE2 expression ({said}).", f"không phải biểu thức RE2 ({said})."
    return None


def _broken_by_number(stored: float, wanted: Field) -> Sentences | None:
    if wanted.minimum is not None and stored < wanted.minimum:
        return (
            f"'{stored}' is less than {wanted.minimum:g}, the smallest value of field '{wanted.name}'.",
            f"'{stored}' nhỏ hơn {wanted.minimum:g}, giá trị nhỏ nhất của trường '{wanted.name}'.",
        )
    if wanted.maximum is not None and stored > wanted.maximum:
        return (
            f"'{stored}' is more than {wanted.maximum:g}, the largest value of field '{wanted.name}'.",
            f"'{stored}' lớn hơn {wanted.maximum:g}, giá trị lớn nhất của trường '{wanted.name}'.",
        )
    return None


def _broken_by_text(stored: str, wanted: Field) -> Sentences | None:
    if wanted.max_length is not None and len(stored) > wanted.max_length:
        return (
            f"the text has {len(stored)} letters, field '{wanted.name}' takes {wanted.max_length}.",
            f"văn bản có {len(stored)} ký tự, trường '{wanted.name}' nhận tối đa {wanted.max_length}.",
        )
    if wanted.pattern and _compiled(wanted.pattern).fullmatch(stored) is None:
        return (
            f"'{stored}' does not match the pattern {wanted.pattern} of field '{wanted.name}'.",
            f"'{stored}' không theo mẫu {wanted.pattern} của trường '{wanted.name}'.",
        )
    return None


@lru_cache(maxsize=1024)
def _compiled(pattern: str) -> Any:
    options = re2.Options()
    options.max_mem = MOST_MEMORY
    options.log_errors = False
    return re2.compile(pattern, options)
