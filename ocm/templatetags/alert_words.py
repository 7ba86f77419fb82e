"""Filters that turn the codes of alerts and findings into words of the current language."""

from django import template
from django.utils.translation import get_language

from change_detection import api as change_detection
from ocm import organisations, wording

register = template.Library()


@register.filter
def state_word(code: str) -> str:
    """The state of an alert in words."""
    return str(wording.STATES.get(code, code))


@register.filter
def class_word(code: str) -> str:
    """The class of a change in words."""
    return str(wording.CLASSES.get(code, code))


@register.filter
def camera_word(code: str) -> str:
    """The status of a camera in words."""
    return str(wording.CAMERA_STATUSES.get(code, code))


@register.filter
def delivery_word(code: str) -> str:
    """How far a message is, in words."""
    return str(wording.DELIVERY_STATES.get(code, code))


@register.filter
def reason_word(code: str) -> str:
    """The title of a reason code."""
    return change_detection.reason_title(code, language=get_language() or "vi")


@register.filter
def organisation_word(code: str) -> str:
    """The title of an organisation."""
    return organisations.organisation_title(code)


@register.filter
def spoken(thing: object, name: str) -> str:
    """Attribute `name` of a thing that carries `<name>_vi` and `<name>_en`, or just `vi` and `en` for an empty name."""
    language = "en" if (get_language() or "vi").startswith("en") else "vi"
    return str(getattr(thing, f"{name}_{language}" if name else language))
