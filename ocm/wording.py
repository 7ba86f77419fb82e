"""The words for the codes of an alert, in the current language; sentences about reasons come with the finding."""

from django.utils.translation import gettext_lazy as _

STATES = {
    "new": _("New"),
    "seen": _("Seen"),
    "accepted": _("Accepted"),
    "dismissed": _("Dismissed"),
}
CLASSES = {
    "new_building": _("New building"),
    "extension": _("Extension"),
    "demolition": _("Demolition"),
    "roof_material": _("Roof material only"),
    "land_clearing": _("Land clearing"),
}
CAMERA_STATUSES = {"live": _("Live"), "dark": _("Dark"), "unknown": _("Status unknown")}
DELIVERY_STATES = {"pending": _("To be sent"), "sent": _("Sent"), "failed": _("Failed")}
