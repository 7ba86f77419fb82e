"""Links of items and pages of items. A token in the address is never written into a link."""

import json
from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.translation import gettext

from .formats import GEOJSON, HTML, JSON
from .mount import base_url

NOT_REPEATED = ("token", "f", "lang")


@dataclass(frozen=True)
class PageLinks:
    """Addresses of one page of items.

    Attributes:
        here: this page, no format named; `geojson` and `html` name one.
        following: the next page, None on the last.
    """

    here: str
    collection: str
    following: str | None

    @property
    def geojson(self) -> str:
        """This page for programs."""
        return self._in_format("json")

    @property
    def html(self) -> str:
        """This page for people."""
        return self._in_format("html")

    def _in_format(self, name: str) -> str:
        return f"{self.here}{'&' if '?' in self.here else '?'}f={name}"

    def as_json(self) -> bytes:
        """The `links` member of a FeatureCollection."""
        links = [
            _link("self", GEOJSON, self.geojson, gettext("This document as GeoJSON")),
            _link("alternate", HTML, self.html, gettext("This document as HTML")),
            _link("collection", JSON, self.collection, gettext("The collection")),
        ]
        if self.following:
            links.append(_link("next", GEOJSON, f"{self.following}&f=json", gettext("Next page")))
        return _text(links)


def page_links(request: HttpRequest, cursor: str | None) -> PageLinks:
    """Links of the page that was asked for; `cursor` is where the next one begins."""
    query = request.GET.copy()
    for name in NOT_REPEATED:
        query.pop(name, None)
    items = request.build_absolute_uri(request.path)
    here = f"{items}?{query.urlencode()}" if query else items
    following = None
    if cursor is not None:
        query["after"] = cursor
        following = f"{items}?{query.urlencode()}"
    return PageLinks(here=here, collection=items.removesuffix("/items"), following=following)


def item_links(request: HttpRequest, collection_id: str, fid: str) -> bytes:
    """The `links` member of a single feature."""
    collection = f"{base_url(request)}/collections/{collection_id}"
    here = f"{collection}/items/{fid}"
    return _text(
        [
            _link("self", GEOJSON, f"{here}?f=json", gettext("This document as GeoJSON")),
            _link("alternate", HTML, f"{here}?f=html", gettext("This document as HTML")),
            _link("collection", JSON, collection, gettext("The collection")),
        ]
    )


def _link(rel: str, media_type: str, href: str, title: str) -> dict[str, str]:
    return {"rel": rel, "type": media_type, "href": href, "title": title}


def _text(links: list[dict[str, str]]) -> bytes:
    return json.dumps(links, ensure_ascii=False, separators=(",", ":")).encode()
