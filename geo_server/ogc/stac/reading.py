"""From a STAC request to a question: the query of GET, the JSON body of POST, the same rules for both."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpRequest
from shapely import is_valid
from shapely.errors import ShapelyError
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from layers import api as layers

from ..bodies import parse_json
from ..errors import BadBody, BadParameter
from .question import Question

DEFAULT_LIMIT = 10
MAXIMUM_LIMIT = 1_000
ITEMS_PARAMETERS = frozenset({"bbox", "datetime", "limit", "after"})
SEARCH_PARAMETERS = ITEMS_PARAMETERS | {"ids", "collections", "intersects"}


def question_of_query(request: HttpRequest) -> Question:
    """The question in the query of a GET; raises BadParameter, BadBbox, BadDatetime, BadLimit, BadBody."""
    asked: dict[str, Any] = dict(request.GET.items())
    for name in ("ids", "collections"):
        if name in asked:
            asked[name] = [part for part in asked[name].split(",") if part]
    if "intersects" in asked:
        asked["intersects"] = parse_json(asked["intersects"].encode("utf-8", "replace"))
    return _question(asked)


def question_of_body(body: Mapping[str, Any]) -> Question:
    """The question in the body of a POST; raises as `question_of_query`, and for a member that is not known."""
    if unknown := sorted(set(body) - SEARCH_PARAMETERS):
        known = ", ".join(sorted(SEARCH_PARAMETERS))
        raise BadBody(
            f"The search has no member '{unknown[0][:40]}'. Known: {known}.",
            f"Yêu cầu tìm không có mục '{unknown[0][:40]}'. Các mục dùng được: {known}.",
        )
    return _question(body)


def _question(asked: Mapping[str, Any]) -> Question:
    if asked.get("bbox") is not None and asked.get("intersects") is not None:
        raise BadParameter(
            "intersects",
            "…",
            en="give bbox or intersects, not both.",
            vi="chỉ dùng bbox hoặc intersects, không cả hai.",
        )
    limit, after = asked.get("limit"), asked.get("after")
    return Question(
        limit=DEFAULT_LIMIT if limit is None else layers.parse_limit(str(limit), maximum=MAXIMUM_LIMIT),
        collections=_names(asked, "collections"),
        ids=_names(asked, "ids"),
        bbox=_box(asked.get("bbox")),
        intersects=_shape(asked.get("intersects")),
        span=_span(asked.get("datetime")),
        after=None if after is None else str(after),
    )


def _names(asked: Mapping[str, Any], name: str) -> tuple[str, ...] | None:
    value = asked.get(name)
    if value is None or value == []:
        return None
    if not isinstance(value, list) or not all(isinstance(part, str) for part in value):
        raise BadParameter(name, str(value)[:40], en="give a list of names.", vi="hãy đưa một danh sách tên.")
    return tuple(value)


def _box(value: Any) -> layers.Extent | None:
    """Four numbers, or six of which the heights are left out."""
    if value is None:
        return None
    numbers: Sequence[Any] = value.split(",") if isinstance(value, str) else value
    if not isinstance(numbers, list):
        raise BadParameter("bbox", str(value)[:40], en="give a list of numbers.", vi="hãy đưa một danh sách số.")
    return layers.parse_bbox(",".join(str(number) for number in numbers))


def _span(value: Any) -> layers.TimeSpan | None:
    """A moment or a span; a bare day is the whole day, because nobody knows the second of an acquisition."""
    if value is None:
        return None
    text = str(value)
    return layers.parse_datetime(f"{text}/{text}" if len(text) == len("2026-07-01") else text)


def _shape(value: Any) -> BaseGeometry | None:
    if value is None:
        return None
    try:
        made: BaseGeometry = shape(value)
        fine = not made.is_empty and bool(is_valid(made))
    except (ShapelyError, ValueError, TypeError, AttributeError, KeyError, IndexError):
        fine = False
    if not fine:
        raise BadParameter(
            "intersects", "…", en="give a valid GeoJSON geometry.", vi="hãy đưa một hình GeoJSON hợp lệ."
        )
    return made
