"""From query parameters to the questions of the spatial model. What is read here is also declared in `definition/`."""

from django.http import HttpRequest

from layers import api as layers

from .errors import BadParameter
from .view import refuse_unknown

DEFAULT_LIMIT = 5_000  # QGIS asks for min(max(1000, default), maximum): 33,000 roads are 7 pages
MAXIMUM_LIMIT = 10_000
ITEM_PARAMETERS = frozenset({"crs", "datetime", "profile"})
ITEMS_PARAMETERS = ITEM_PARAMETERS | {"bbox", "bbox-crs", "limit", "after", "properties", "skipGeometry"}


def read_items_query(
    request: HttpRequest, collection: layers.Collection, *, largest: int | None = None
) -> layers.ItemsQuery:
    """The question that an items request asks.

    Args:
        request: its query is read.
        collection: as the subject knows it; each of its fields is a parameter that must equal the value.
        largest: page size of a page for people, instead of the door's own default and maximum.

    Raises:
        UnknownParameter, BadParameter, BadBbox, BadDatetime, BadLimit, UnknownCrs.
    """
    fields = frozenset(field.name for field in collection.fields)
    refuse_unknown(request, ITEMS_PARAMETERS | fields)
    asked = request.GET
    bbox, bbox_crs = asked.get("bbox"), read_crs(request, "bbox-crs")
    return layers.ItemsQuery(
        bbox=None if bbox is None else layers.parse_bbox(bbox, crs=bbox_crs),
        bbox_crs=bbox_crs,
        at=read_at(request),
        limit=read_limit(request, default=largest or DEFAULT_LIMIT, maximum=largest or MAXIMUM_LIMIT),
        after=asked.get("after"),
        crs=read_crs(request, "crs"),
        equals=tuple((name, asked[name]) for name in asked if name in fields - ITEMS_PARAMETERS),
        skip_geometry=_read_flag(request, "skipGeometry"),
        properties=tuple(asked["properties"].split(",")) if asked.get("properties") else None,
    )


def read_crs(request: HttpRequest, name: str) -> str:
    """The CRS named by a parameter, longitude-latitude when absent; raises UnknownCrs."""
    text = request.GET.get(name)
    return layers.CRS84 if text is None else layers.parse_crs(text)


def read_at(request: HttpRequest) -> layers.TimeSpan | None:
    """The moment or span of `datetime`, None when absent; raises BadDatetime."""
    text = request.GET.get("datetime")
    return None if text is None else layers.parse_datetime(text)


def read_limit(request: HttpRequest, *, default: int, maximum: int) -> int:
    """The page size, at most `maximum`; raises BadLimit."""
    text = request.GET.get("limit")
    return default if text is None else layers.parse_limit(text, maximum=maximum)


def _read_flag(request: HttpRequest, name: str) -> bool:
    text = request.GET.get(name, "false")
    if text not in {"true", "false"}:
        raise BadParameter(name, text, en="write true or false.", vi="hãy viết true hoặc false.")
    return text == "true"
