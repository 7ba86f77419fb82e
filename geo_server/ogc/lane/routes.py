"""Which resources may be read by the short way. Their views are Django's own; nothing is answered differently here."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from django.http.response import HttpResponseBase

from .. import features, tiles

View = Callable[..., HttpResponseBase]
TILE = r"(?P<tms>[A-Za-z0-9-]+)/(?P<zoom>[0-9]+)/(?P<row>[0-9]+)/(?P<column>[0-9]+)"
COLLECTION = r"/ogc/collections/(?P<collection_id>[a-z0-9_]+)"


@dataclass(frozen=True)
class Route:
    """A pattern of paths, whose named groups are the arguments of the view.

    Attributes:
        remembered: the public's answers may be given again while the collection is unchanged.
    """

    pattern: re.Pattern[str]
    view: View
    remembered: bool = False


def _route(path: str, view: View, *, remembered: bool = False) -> Route:
    return Route(re.compile(path), view, remembered)


ROUTES = (
    _route(rf"{COLLECTION}/tiles/{TILE}", tiles.VectorTile.as_view(), remembered=True),
    _route(rf"{COLLECTION}/map/tiles/{TILE}", tiles.MapTile.as_view(), remembered=True),
    _route(rf"{COLLECTION}/items", features.Items.as_view()),
    _route(rf"{COLLECTION}/items/(?P<fid>[0-9]+)", features.Item.as_view()),
)


def find_route(path: str) -> tuple[Route, dict[str, str]] | None:
    """The route of a path and its arguments, None for what is not read by the short way."""
    for route in ROUTES:
        if found := route.pattern.fullmatch(path):
            return route, found.groupdict()
    return None
