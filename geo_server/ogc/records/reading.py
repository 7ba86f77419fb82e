"""From query parameters to a question of the catalogue."""

from dataclasses import dataclass

from django.http import HttpRequest

from layers import api as layers

from ..errors import BadParameter
from .record import KINDS
from .search import SORTABLES, Search

DEFAULT_LIMIT = 20
MAXIMUM_LIMIT = 1_000
LONGEST_TEXT = 200
SEARCH_PARAMETERS = frozenset({"q", "bbox", "datetime", "type", "ids", "externalIds", "keywords", "theme", "sortby"})
PAGE_PARAMETERS = frozenset({"limit", "offset"})


@dataclass(frozen=True)
class Window:
    """A part of a list: so many entries from this one on."""

    offset: int
    limit: int


def read_search(request: HttpRequest) -> Search:
    """The question that a request asks.

    Raises:
        BadParameter, BadBbox, BadDatetime: a value does not hold.
    """
    asked = request.GET
    text, bbox, moment = asked.get("q", ""), asked.get("bbox"), asked.get("datetime")
    if len(text) > LONGEST_TEXT:
        raise BadParameter("q", text[:40], en="at most 200 letters.", vi="nhiều nhất 200 ký tự.")
    return Search(
        phrases=_list(text),
        bbox=None if bbox is None else layers.parse_bbox(bbox),
        span=None if moment is None else layers.parse_datetime(moment),
        kinds=_kinds(asked.get("type", "")),
        ids=_list(asked.get("ids", "")),
        external_ids=_list(asked.get("externalIds", "")),
        keywords=_list(asked.get("keywords", "")),
        theme=asked.get("theme", "").strip("/"),
        sort=_sort(asked.get("sortby", "")),
    )


def read_window(request: HttpRequest, *, default: int = DEFAULT_LIMIT) -> Window:
    """The page that is asked for; raises BadLimit, BadParameter."""
    limit, offset = request.GET.get("limit"), request.GET.get("offset", "0")
    if not (offset.isascii() and offset.isdigit() and len(offset) < 10):
        raise BadParameter("offset", offset[:40], en="write a whole number from 0.", vi="hãy viết số nguyên từ 0.")
    return Window(int(offset), default if limit is None else layers.parse_limit(limit, maximum=MAXIMUM_LIMIT))


def _list(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())


def _kinds(text: str) -> tuple[str, ...]:
    kinds = _list(text)
    if wrong := [kind for kind in kinds if kind not in KINDS]:
        choice = ", ".join(KINDS)
        raise BadParameter("type", wrong[0][:40], en=f"choose among {choice}.", vi=f"hãy chọn trong {choice}.")
    return kinds


def _sort(text: str) -> tuple[tuple[str, bool], ...]:
    """Read "title,-updated"; a plus, which a query turns into a space, may stand before what rises."""
    sort = [(part.lstrip("+- "), part.startswith("-")) for part in _list(text)]
    if wrong := [name for name, _ in sort if name not in SORTABLES]:
        choice = ", ".join(SORTABLES)
        raise BadParameter("sortby", wrong[0][:40], en=f"sort by {choice}.", vi=f"hãy sắp xếp theo {choice}.")
    return tuple(sort)
