"""The words for the codes of this package, in the current language."""

from django.utils.translation import gettext_lazy as _

STATES = {
    "draft": _("Draft"),
    "submitted": _("Submitted"),
    "answered": _("Answered"),
    "in_progress": _("In progress"),
    "deviation_reported": _("Deviation reported"),
    "closed": _("Closed"),
    "withdrawn": _("Withdrawn"),
    "open": _("To be checked by the owner"),
    "accepted": _("Accepted by the owner"),
    "refused": _("Refused by the owner"),
}
SEVERITIES = {"high": _("Stop"), "medium": _("Take care"), "low": _("Note")}
DOORS = {"page": _("Page"), "pdf": _("PDF"), "geojson": _("GeoJSON"), "process": _("Process"), "api": _("REST")}
