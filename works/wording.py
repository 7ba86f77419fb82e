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
DOORS = {"page": _("Page"), "pdf": _("PDF"), "geojson": _("GeoJSON"), "api": _("REST")}
THEMES = {
    "administration": _("Administrative areas"),
    "base": _("Base map"),
    "cameras": _("Cameras"),
    "change": _("Construction change"),
    "drainage": _("Drainage"),
    "facilities": _("Facilities"),
    "gas": _("Gas"),
    "imagery": _("Imagery"),
    "indicator": _("Indicators"),
    "lighting": _("Street light"),
    "parcels": _("Parcels"),
    "permits": _("Building permits"),
    "planning": _("Planning"),
    "power": _("Power"),
    "safety": _("Safety"),
    "telecom": _("Telecom"),
    "transport": _("Transport"),
    "trees": _("Trees"),
    "water": _("Water"),
    "works": _("Works"),
}
"""By the last part of a theme."""
