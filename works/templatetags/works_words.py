"""Words and numbers for the pages and the paper of this package."""

from django import template
from django.utils.translation import get_language

from ..wording import DOORS, SEVERITIES, STATES

register = template.Library()


@register.filter
def spoken(value: object, name: str) -> str:
    """The attribute `<name>_vi` or `<name>_en` of a value, in the reader's language."""
    language = "en" if (get_language() or "vi").startswith("en") else "vi"
    return str(getattr(value, f"{name}_{language}"))


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
def vi_number(value: float | None, digits: int) -> str:
    """A number as Vietnamese writes it, without needless zeros; empty for None."""
    if value is None:
        return ""
    text = f"{value:,.{digits}f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return text.translate(str.maketrans(",.", ".,"))


@register.filter
def css_text(value: str) -> str:
    """A text for the inside of a CSS string: only letters, digits and plain signs stay."""
    return "".join(sign if sign.isalnum() or sign in " .,-/()" else " " for sign in str(value))
