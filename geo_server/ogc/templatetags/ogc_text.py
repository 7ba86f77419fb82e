"""Small words of the door's pages: titles in the reader's language, themes, numbers, boxes, names of systems."""

from datetime import UTC, datetime
from typing import Any

from django import template
from django.utils.formats import number_format
from django.utils.translation import get_language, pgettext
from pyproj import CRS
from pyproj.exceptions import CRSError

register = template.Library()

THEMES = {
    "administration": "Administration",
    "base": "Base map",
    "cameras": "Cameras",
    "change": "Construction changes",
    "imagery": "Imagery",
    "elevation": "Elevation",
    "indicator": "Indicators",
    "network": "Networks",
    "parcels": "Parcels",
    "permits": "Building permits",
    "planning": "Planning",
}
KINDS = {"dataset": "Layer", "scene": "Scene", "indicator": "Indicator", "service": "Service"}
GEOMETRIES = {"Point": "points", "LineString": "lines", "Polygon": "areas", "Geometry": "mixed shapes"}


@register.filter
def title(thing: Any) -> str:
    """Title of a collection, field or code in the reader's language."""
    return str(thing.title_en if (get_language() or "vi").startswith("en") else thing.title_vi)


@register.filter
def theme_title(theme: str) -> str:
    """Theme "network/water" as "Networks: water"; a theme without a title keeps its name."""
    first, _, rest = theme.partition("/")
    known = pgettext("theme", THEMES[first]) if first in THEMES else first
    return f"{known}: {pgettext('network', rest)}" if rest else known


@register.filter
def geometry_title(kind: str) -> str:
    """Type "MultiPolygon" as "areas"."""
    return pgettext("geometry", GEOMETRIES[kind.removeprefix("Multi")])


@register.filter
def grouped(number: int) -> str:
    """33000 as 33.000 (vi) or 33,000 (en)."""
    text = f"{number:,}"
    return text if (get_language() or "vi").startswith("en") else text.replace(",", ".")


@register.filter
def box(extent: tuple[float, float, float, float]) -> str:
    """West, south, east, north as one line."""
    west, south, east, north = (number_format(value, decimal_pos=4) for value in extent)
    return f"{west}° – {east}° E, {south}° – {north}° N"


@register.filter
def crs_name(uri: str) -> str:
    """The name that surveyors know, with the code; the URI where PROJ has no name."""
    authority, _, code = uri.partition("/def/crs/")[2].partition("/")
    short = code.rpartition("/")[2]
    try:
        return f"{CRS.from_authority(authority, short).name} ({authority}:{short})"
    except CRSError:
        return uri


@register.filter
def utc(moment: datetime | None) -> str:
    """A moment as programs read it; empty for none."""
    return "" if moment is None else moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


@register.filter
def spoken(text: Any, language: str = "") -> str:
    """A text in both languages, in one of them; the reader's if none is named."""
    return str(text.in_language(language or get_language() or "vi"))


@register.filter
def kind_of(record: Any) -> str:
    """What people call one record of this kind."""
    return pgettext("one record", KINDS[record.kind])
