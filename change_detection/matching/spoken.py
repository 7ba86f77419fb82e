"""Numbers as people read them: the unit comes from the end of the name, the band of an area stands behind it."""

from collections.abc import Mapping
from datetime import date
from typing import Literal

from .reasons import Number

Language = Literal["vi", "en"]
_UNITS = {"_m2": " m²", "_m": " m", "_percent": " %"}
_DAYS = frozenset({"expires", "issued", "seen", "untouched", "before", "after"})
_WHOLE_FROM = 10.0


def spoken(numbers: Mapping[str, Number], language: Language) -> dict[str, str]:
    """Every number in words: decimal comma and dd/mm/yyyy in Vietnamese; "40 m² (32–49 m²)" for an area with a band."""
    return {name: _with_band(name, numbers, language) for name in numbers}


def _with_band(name: str, numbers: Mapping[str, Number], language: Language) -> str:
    text = _one(name, numbers[name], language)
    stem = name.removesuffix("_m2")
    low, high = numbers.get(f"{stem}_low_m2"), numbers.get(f"{stem}_high_m2")
    if stem == name or low is None or high is None or low == high:
        return text
    return f"{text} ({_figure(low, language)}–{_one(name, high, language)})"


def _one(name: str, value: Number, language: Language) -> str:
    if value is None:
        return "?"
    if name in _DAYS:
        return _day(str(value), language)
    unit = next((unit for end, unit in _UNITS.items() if name.endswith(end)), "")
    return f"{_figure(value, language)}{unit}"


def _figure(value: Number, language: Language) -> str:
    """Whole numbers from ten on: what is measured in a picture has no tenth of a square metre."""
    if not isinstance(value, float):
        return str(value)
    text = f"{value:.0f}" if abs(value) >= _WHOLE_FROM else f"{value:g}"
    return text.replace(".", ",") if language == "vi" else text


def _day(value: str, language: Language) -> str:
    return date.fromisoformat(value).strftime("%d/%m/%Y") if language == "vi" else value
