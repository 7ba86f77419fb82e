"""From query parameters to the questions of the spatial model. What is read here is also declared in `definition/`."""

import math

from django.http import HttpRequest

from layers import api as layers

from .errors import BadParameter
from .view import refuse_unknown

DEFAULT_LIMIT = 5_000  # QGIS asks for min(max(1000, default), maximum): 33,000 roads are 7 pages
MAXIMUM_LIMIT = 10_000
ITEM_PARAMETERS = frozenset({"crs", "datetime", "profile"})
PAGE_PARAMETERS = frozenset({"bbox", "bbox-crs", "limit", "after", "properties", "skipGeometry"})
QUERY_PARAMETERS = frozenset(
    {"filter", "filter-lang", "filter-crs", "q", "sortby", "zoom-level", "max-allowable-offset"}
)
ITEMS_PARAMETERS = ITEM_PARAMETERS | PAGE_PARAMETERS | QUERY_PARAMETERS
FILTER_LANGUAGES = ("cql2-text", "cql2-json")
LAST_ZOOM = 24


def read_items_query(
    request: HttpRequest, collection: layers.CollectionSpec, *, largest: int | None = None
) -> layers.ItemsQuery:
    """The question that an items request asks.

    Args:
        request: its query is read.
        collection: as the subject knows it; each of its fields is a parameter that must equal the value.
        largest: page size of a page for people, instead of the door's own default and maximum.

    Raises:
        UnknownParameter, BadParameter, BadBbox, BadDatetime, BadLimit, UnknownCrs; what is wrong inside a filter, the
        words or the order is raised when the query is asked.
    """
    fields = frozenset(field.name for field in collection.fields)
    refuse_unknown(request, ITEMS_PARAMETERS | fields)
    asked = request.GET
    bbox, bbox_crs, crs = asked.get("bbox"), read_crs(request, "bbox-crs"), read_crs(request, "crs")
    return layers.ItemsQuery(
        bbox=None if bbox is None else layers.parse_bbox(bbox, crs=bbox_crs),
        bbox_crs=bbox_crs,
        at=read_at(request),
        limit=read_limit(request, default=largest or DEFAULT_LIMIT, maximum=largest or MAXIMUM_LIMIT),
        after=asked.get("after"),
        crs=crs,
        equals=tuple((name, asked[name]) for name in asked if name in fields - ITEMS_PARAMETERS),
        skip_geometry=_read_flag(request, "skipGeometry"),
        properties=tuple(asked["properties"].split(",")) if asked.get("properties") else None,
        filter=_read_filter(request),
        q=asked.get("q"),
        sortby=_read_order(request),
        tolerance=_read_tolerance(request, crs),
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


def _read_filter(request: HttpRequest) -> layers.Filter | None:
    """The CQL2 filter, None when absent; what it says is read later."""
    asked, lang = request.GET, request.GET.get("filter-lang", "cql2-text")
    if lang not in FILTER_LANGUAGES:
        choice = " or ".join(FILTER_LANGUAGES)
        raise BadParameter("filter-lang", lang, en=f"write {choice}.", vi=f"hãy viết {choice.replace('or', 'hoặc')}.")
    crs = read_crs(request, "filter-crs")
    return layers.Filter(asked["filter"], lang, crs) if "filter" in asked else None  # type: ignore[arg-type]


def _read_order(request: HttpRequest) -> tuple[layers.SortKey, ...]:
    """The keys of `sortby`: `name`, `+name` or `-name`, with commas; a plus arrives as a blank."""
    text = request.GET.get("sortby")
    if text is None:
        return ()
    keys = [(part[:1], part.lstrip("+- ") if part[:1] in "+- " else part) for part in text.split(",")]
    if not all(name for _, name in keys):
        raise BadParameter(
            "sortby",
            text,
            en="write names of fields, -name for descending.",
            vi="hãy viết tên trường, -tên để giảm dần.",
        )
    return tuple(layers.SortKey(name, descending=sign == "-") for sign, name in keys)


def _read_tolerance(request: HttpRequest, crs: str) -> float | None:
    """How far points may move: `zoom-level`, or `max-allowable-offset` in the unit of the answer's CRS."""
    zoom, offset = request.GET.get("zoom-level"), request.GET.get("max-allowable-offset")
    if zoom is not None and offset is not None:
        raise BadParameter("zoom-level", zoom, en="leave max-allowable-offset out.", vi="hãy bỏ max-allowable-offset.")
    if zoom is not None:
        level = _read_number("zoom-level", zoom, largest=LAST_ZOOM)
        return layers.tolerance_of_zoom(level, degrees=layers.is_geographic(crs))
    return None if offset is None else _read_number("max-allowable-offset", offset, largest=math.inf)


def _read_number(name: str, text: str, *, largest: float) -> float:
    try:
        number = float(text)
    except ValueError:
        number = math.nan
    if not (0 <= number <= largest and math.isfinite(number)):
        upper = "" if math.isinf(largest) else f" – {largest:g}"
        raise BadParameter(name, text, en=f"write a number from 0{upper}.", vi=f"hãy viết một số từ 0{upper}.")
    return number


def _read_flag(request: HttpRequest, name: str) -> bool:
    text = request.GET.get(name, "false")
    if text not in {"true", "false"}:
        raise BadParameter(name, text, en="write true or false.", vi="hãy viết true hoặc false.")
    return text == "true"
