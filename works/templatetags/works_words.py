"""Words and numbers for the pages and the paper of this package."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import template
from django.utils.translation import get_language

from ..wording import DOORS, SEVERITIES, STATES, THEMES

register = template.Library()


def _language() -> str:
    return "en" if (get_language() or "vi").startswith("en") else "vi"


@register.filter
def spoken(value: object, name: str) -> str:
    """The attribute `<name>_vi` or `<name>_en` of a value, in the reader's language."""
    return str(getattr(value, f"{name}_{_language()}"))


@register.filter
def told(value: object) -> str:
    """The sentence of an error or a fault, in the reader's language."""
    return str(getattr(value, _language()))


@register.filter
def in_language(pair: Sequence[str]) -> str:
    """The first of two texts in Vietnamese, the second in English."""
    return pair[1] if _language() == "en" else pair[0]


@register.filter
def state_word(code: str) -> str:
    """The state of a request or a find."""
    return str(STATES.get(code, code))


@register.filter
def severity_word(code: str) -> str:
    """How grave a conflict is."""
    return str(SEVERITIES.get(code, code))


@register.filter
def door_word(code: str) -> str:
    """Through what an answer was seen."""
    return str(DOORS.get(code, code))


@register.filter
def theme_word(theme: str) -> str:
    """What people call a theme; an unknown one as the register writes it."""
    own = theme.rpartition("/")[2]
    return str(THEMES.get(own, own.replace("_", " ").capitalize()))


@register.filter
def number(value: float | None, digits: int) -> str:
    """A number in the reader's writing."""
    text = vi_number(value, digits)
    return text.translate(str.maketrans(",.", ".,")) if _language() == "en" else text


@register.filter
def vi_number(value: float | None, digits: int) -> str:
    """A number as Vietnamese writes it, without needless zeros; empty for None."""
    if value is None:
        return ""
    text = f"{value:,.{digits}f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return text.translate(str.maketrans(",.", ".,"))


@register.filter
def plain(value: float) -> str:
    """A number for an address: a decimal point in every language."""
    return f"{value:.7f}".rstrip("0").rstrip(".")


@register.filter
def collections_of(themes: Iterable[Any]) -> str:
    """The collections of a place card that a map can draw over the base map, by their ids."""
    return ",".join(layer.collection for theme in themes if theme.theme != "base" for layer in theme.layers)


@register.filter
def css_text(value: str) -> str:
    """A text for the inside of a CSS string: only letters, digits and plain signs stay."""
    return "".join(sign if sign.isalnum() or sign in " .,-/()" else " " for sign in str(value))
