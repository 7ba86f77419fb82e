"""The name of an organisation as people read it."""

from django.utils import translation
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from layers import api as layers


def organisation_title(code: str, *, language: str | None = None) -> str:
    """The title of an organisation in a language (the current one by default); its code if nobody registered it."""
    spoken = language or get_language() or "vi"
    if not code:
        with translation.override(spoken):
            return _("No competent organisation found")
    organisation = layers.find_organisation(code)
    if organisation is None:
        return code
    return organisation.title_en if spoken.startswith("en") else organisation.title_vi
