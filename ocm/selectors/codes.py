"""The words for a value out of the code list of a collection's field."""

from django.utils.translation import get_language

from geo_server.core.subject import Subject
from layers import api as layers
from layers.errors import UnknownCollection


def code_title(subject: Subject, collection: str, *, field: str, value: str) -> str:
    """The title of a value in the current language; the value itself where no code list the subject may see has it."""
    try:
        found = layers.get_collection(subject, collection_id=collection).field_named(field)
    except UnknownCollection:
        return value
    code = next((code for code in found.codes if str(code.value) == value), None) if found else None
    if code is None:
        return value
    return code.title_en if (get_language() or "vi").startswith("en") else code.title_vi
