"""Links of items and pages of items. A token in the address is never written into a link."""

import json
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.utils.translation import get_language, gettext

from .encoders.registry import ENCODERS, PROFILES
from .encoders.selection import Encoder
from .formats import HTML, JSON
from .mount import base_url

NOT_REPEATED = ("token", "f", "lang", "profile")
HERE, COLLECTION, FOLLOWING = "\ufdd0", "\ufdd1", "\ufdd2"  # no characters of any text
Link = dict[str, Any]


@dataclass(frozen=True)
class PageLinks:
    """Addresses of one page of items, or of one item.

    Attributes:
        here: the address without a format.
        following: the next page, None on the last.
        has_page: there is a page for people.
    """

    here: str
    collection: str
    following: str | None = None
    has_page: bool = True

    @property
    def geojson(self) -> str:
        """This page for programs."""
        return in_format(self.here, "json")

    @property
    def html(self) -> str:
        """This page for people."""
        return in_format(self.here, "html")

    @property
    def formats(self) -> list[tuple[str, str]]:
        """Name and address of every format for programs, for pages to offer."""
        return [(encoder.title, in_format(self.here, encoder.name)) for encoder in ENCODERS.values()]

    def of(self, encoder: Encoder) -> list[Link]:
        """All links of the representation that `encoder` writes: itself, every other one, where it belongs."""
        found = [_representation("self", encoder, self.here)]
        found += [_representation("alternate", e, self.here) for e in ENCODERS.values() if e.name != encoder.name]
        if self.has_page:
            found.append(link("alternate", HTML, self.html, gettext("This document as %s") % "HTML"))
        found.append(link("collection", JSON, self.collection, gettext("The collection")))
        if self.following:
            found.append(_representation("next", encoder, self.following) | {"title": gettext("Next page")})
        return found

    def as_json(self) -> bytes:
        """The `links` member of GeoJSON, from a text made once per language with marks in the place of addresses."""
        text = _geojson_links(get_language(), "?" in self.here, self.following is not None)
        for mark, address in ((HERE, self.here), (COLLECTION, self.collection), (FOLLOWING, self.following or "")):
            text = text.replace(mark, json.dumps(address, ensure_ascii=False)[1:-1])
        return text.encode()

    def as_header(self, encoder: Encoder) -> str:
        """The same as the value of a Link header (RFC 8288), for formats that have no place for links."""
        return ", ".join(
            f'<{entry["href"]}>; rel="{entry["rel"]}"; type="{entry["type"]}"' for entry in self.of(encoder)
        )


def download_links(request: HttpRequest) -> PageLinks:
    """Links of a download, which has neither a next page nor a page for people."""
    found = page_links(request, None)
    return replace(found, collection=found.collection.removesuffix("/download"), has_page=False)


def page_links(request: HttpRequest, cursor: str | None) -> PageLinks:
    """Links of the page that was asked for; `cursor` is where the next one begins."""
    asked = [(name, value) for name, values in request.GET.lists() for value in values if name not in NOT_REPEATED]
    items = request.build_absolute_uri(request.path)
    here = f"{items}?{urlencode(asked)}" if asked else items
    following = None
    if cursor is not None:
        place = [*((name, value) for name, value in asked if name != "after"), ("after", cursor)]
        following = f"{items}?{urlencode(place)}"
    return PageLinks(here=here, collection=items.removesuffix("/items"), following=following)


def item_links(request: HttpRequest, collection_id: str, fid: str) -> PageLinks:
    """Links of a single feature."""
    collection = f"{base_url(request)}/collections/{collection_id}"
    return PageLinks(here=f"{collection}/items/{fid}", collection=collection)


@lru_cache(maxsize=64)
def _geojson_links(language: str | None, asks: bool, continues: bool) -> str:
    """The links of GeoJSON in the active language, with marks for addresses; `asks`: the address has a query."""
    links = PageLinks(HERE, COLLECTION, f"{FOLLOWING}?" if continues else None).of(ENCODERS["json"])
    for entry in links:
        entry["href"] = entry["href"].replace(f"{HERE}?", f"{HERE}&") if asks else entry["href"]
        entry["href"] = entry["href"].replace(f"{FOLLOWING}?&", f"{FOLLOWING}&")
    return json.dumps(links, ensure_ascii=False, separators=(",", ":"))


def in_format(address: str, name: str) -> str:
    """The address with a format."""
    return f"{address}{'&' if '?' in address else '?'}f={name}"


def link(rel: str, media_type: str, href: str, title: str) -> Link:
    """One link as OGC API writes it."""
    return {"rel": rel, "type": media_type, "href": href, "title": title}


def _representation(rel: str, encoder: Encoder, address: str) -> Link:
    title = gettext("This document as %s") % encoder.title
    found = link(rel, encoder.media_type, in_format(address, encoder.name), title)
    if encoder.profile:
        found["profile"] = [f"{PROFILES}/{encoder.profile}"]
    return found
