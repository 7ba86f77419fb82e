"""Whether what somebody says can be kept: texts as long as their column, moments that the database can tell."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db.models import Model

from geo_server.core.json_text import is_storable

from .errors import BadRequestBody

FIRST_YEAR, LAST_YEAR = 2, 9998
"""One year from either end, so that no time zone leads beyond it."""


def is_tellable(moment: datetime) -> bool:
    """Whether a moment can be stored and read again in every time zone."""
    return FIRST_YEAR <= moment.year <= LAST_YEAR


def require_fit(model: type[Model], values: Mapping[str, Any]) -> None:
    """Raise BadRequestBody for the first value that the model's column of this name cannot keep."""
    for name, value in values.items():
        if isinstance(value, str):
            _require_text(name, value, getattr(model._meta.get_field(name), "max_length", None))
        elif isinstance(value, datetime) and not is_tellable(value):
            raise BadRequestBody(
                f"'{name}' is {value:%Y-%m-%d}: no year that is kept.",
                f"'{name}' là {value:%Y-%m-%d}: năm không hợp lệ.",
            )


def _require_text(name: str, text: str, most: int | None) -> None:
    if not is_storable(text):
        raise BadRequestBody(f"'{name}' holds a character that cannot be kept.", f"'{name}' có ký tự không thể lưu.")
    if most is not None and len(text) > most:
        raise BadRequestBody(
            f"'{name}' has {len(text)} characters; at most {most} are kept.",
            f"'{name}' có {len(text)} ký tự; tối đa {most} ký tự.",
        )
