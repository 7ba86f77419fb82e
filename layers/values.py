"""Values as people send them, and as a field stores them."""

import math
import unicodedata
from dataclasses import replace
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
from django.conf import settings

from .kinds import Field
from .rules import broken_rule


class Misfit(ValueError):
    """A value that does not fit its field; carries the reason in English and Vietnamese."""

    def __init__(self, en: str, vi: str) -> None:
        super().__init__(en)
        self.en, self.vi = en, vi


def city_zone() -> ZoneInfo:
    """The time zone in which a time without one is meant."""
    return ZoneInfo(settings.TIME_ZONE)


def coerce(value: Any, wanted: Field) -> Any:
    """The value as it is stored, None for an empty one; raises Misfit."""
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return None
    if isinstance(value, np.generic):
        value = value.item()
    try:
        stored = _COERCE[wanted.type](value)
    except (ValueError, TypeError, OverflowError) as error:
        raise Misfit(
            f"'{value}' is no {wanted.type} for field '{wanted.name}'.",
            f"'{value}' không phải kiểu {wanted.type} của trường '{wanted.name}'.",
        ) from error
    if wanted.codes and stored not in {code.value for code in wanted.codes}:
        known = ", ".join(str(code.value) for code in wanted.codes)
        raise Misfit(
            f"'{value}' is not in the code list of field '{wanted.name}': {known}.",
            f"'{value}' không có trong danh mục của trường '{wanted.name}': {known}.",
        )
    if broken := broken_rule(stored, wanted):
        raise Misfit(*broken)
    return stored


def without_rules(field: Field) -> Field:
    """The field with its type alone: a value that no row can have finds nothing, and it is no fault to ask for it."""
    return replace(field, codes=(), minimum=None, maximum=None, pattern="", max_length=None)


def _integer(value: Any) -> int:
    if isinstance(value, bool):
        raise TypeError(value)
    if isinstance(value, str):
        return _fitting(int(value.strip()))
    if isinstance(value, int | float) and float(value).is_integer():
        return _fitting(int(value))
    raise TypeError(value)


def _fitting(value: int) -> int:
    if not -(2**63) <= value < 2**63:
        raise OverflowError(value)
    return value


def _number(value: Any) -> float:
    if isinstance(value, bool):
        raise TypeError(value)
    number = float(value)
    if not math.isfinite(number):
        raise ValueError(value)
    return number


def _string(value: Any) -> str:
    if not isinstance(value, str | int | float | date):
        raise TypeError(value)
    text = unicodedata.normalize("NFC", value.isoformat() if isinstance(value, date) else str(value))
    if "\x00" in text:
        raise ValueError(value)
    return text


def _boolean(value: Any) -> bool:
    if isinstance(value, bool):
        return value
    if isinstance(value, int | float) and value in (0, 1):
        return bool(value)
    if isinstance(value, str) and value.lower() in ("true", "false"):
        return value.lower() == "true"
    raise TypeError(value)


def _date(value: Any) -> date:
    if isinstance(value, datetime):
        return value.date()
    return value if isinstance(value, date) else date.fromisoformat(str(value).strip())


def _datetime(value: Any) -> datetime:
    moment = value if isinstance(value, datetime) else datetime.fromisoformat(str(value).strip())
    return moment if moment.tzinfo else moment.replace(tzinfo=city_zone())


_COERCE = {
    "integer": _integer,
    "number": _number,
    "string": _string,
    "boolean": _boolean,
    "date": _date,
    "date-time": _datetime,
}
