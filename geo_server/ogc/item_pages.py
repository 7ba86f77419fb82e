"""Features as people read them: a table with titles for column names, codes spelled out, dates as written here."""

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import shapely
from django.utils.formats import date_format, number_format
from django.utils.timezone import localtime
from django.utils.translation import get_language, gettext

from layers import api as layers

DATE = "d/m/Y"  # Vietnam writes slashes; Django's Vietnamese short format has dashes
DATE_AND_TIME = "d/m/Y H:i"
DEGREES_OF_THE_WORLD = 360.0  # on a map of one tile at zoom 0; ours are about as wide as one
CLOSEST = 17.0


@dataclass(frozen=True)
class ItemsTable:
    """A page of features: column titles, and per feature its id and cells as text."""

    titles: Sequence[str]
    rows: Sequence[tuple[int, Sequence[str]]]


def table_of(collection: layers.Collection, page: layers.ItemsPage) -> ItemsTable:
    """The page as a table; columns in the order of the collection, those that the query dropped left out."""
    features = json.loads(b"[" + page.features + b"]")
    shown = features[0]["properties"] if features else {}
    fields = [field for field in collection.fields if field.name in shown]
    rows = [
        (feature["id"], [text_of(field, feature["properties"].get(field.name)) for field in fields])
        for feature in features
    ]
    return ItemsTable(titles=[title_of_field(field) for field in fields], rows=rows)


def facts_of(collection: layers.Collection, item: layers.Item) -> list[tuple[str, str]]:
    """Title and value of each field of one feature, in the order of the collection."""
    properties: dict[str, Any] = json.loads(item.feature)["properties"]
    known = [field for field in collection.fields if field.name in properties]
    return [(title_of_field(field), text_of(field, properties[field.name])) for field in known]


@dataclass(frozen=True)
class MapView:
    """Where a small map looks: longitude, latitude, zoom."""

    x: float
    y: float
    zoom: float


def view_of(box: layers.Extent | None) -> MapView | None:
    """The view that holds a box in degrees with some room around it; None for nowhere."""
    if box is None:
        return None
    west, south, east, north = box
    widest = max(east - west, north - south)
    zoom = math.log2(DEGREES_OF_THE_WORLD / widest) if widest else CLOSEST
    return MapView((west + east) / 2, (south + north) / 2, round(min(zoom, CLOSEST), 1))


def box_of(item: layers.Item) -> layers.Extent | None:
    """The box around a feature that was asked for in degrees; None without a shape."""
    geometry = json.loads(item.feature)["geometry"]
    if geometry is None:
        return None
    west, south, east, north = shapely.from_geojson(json.dumps(geometry)).bounds
    return west, south, east, north


def title_of_field(field: layers.Field) -> str:
    """The field's title in the reader's language, with its unit."""
    title = field.title_en if _english() else field.title_vi
    return f"{title or field.name} ({field.unit})" if field.unit else title or field.name


def text_of(field: layers.Field, value: Any) -> str:
    """One value in the reader's language: code titles, decimal comma, dd/mm/yyyy; empty for no value."""
    if value is None:
        return ""
    for code in field.codes:
        if code.value == value:
            return code.title_en if _english() else code.title_vi
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    if field.type == "date":
        return date_format(date.fromisoformat(value), DATE)
    if field.type == "date-time":
        return date_format(localtime(datetime.fromisoformat(value)), DATE_AND_TIME)
    return number_format(value) if isinstance(value, float) else str(value)


def _english() -> bool:
    return (get_language() or "vi").startswith("en")
