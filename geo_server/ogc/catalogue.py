"""The collections that the reader may know of: the list, and one of them."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from pygeoapi.api import describe_collections

from layers import api as layers

from .answers import json_answer, page_answer, subject_of
from .coverages.members import band_members, query_members
from .downloads.links import enclosure_links
from .formats import JSON, chosen_format
from .mount import base_url, document
from .records.catalogue import collection_document, language_of_reader, records_of
from .records.paging import page_links
from .records.reading import PAGE_PARAMETERS, SEARCH_PARAMETERS, read_search, read_window
from .records.search import find
from .resources import resource_of
from .view import OgcView

COLLECTIONS_PER_PAGE = 50
TURNS = ("next", "prev")


class Collections(OgcView):
    """`/ogc/collections`: all of them as JSON, or those that a question of the catalogue finds; as a page, by theme."""

    parameters = SEARCH_PARAMETERS | PAGE_PARAMETERS | {"page"}

    def get(self, request: HttpRequest) -> HttpResponse:
        found = _asked_for(request, layers.list_collections(subject_of(request)))
        if chosen_format(request) == "json":
            return json_answer(_page_of(request, found))
        ordered = sorted(found, key=lambda c: (c.theme, title_of(c)))
        page = Paginator(ordered, COLLECTIONS_PER_PAGE).get_page(request.GET.get("page"))
        return page_answer(request, "collections", page=page)


class CollectionView(OgcView):
    """`/ogc/collections/{id}`."""

    def get(self, request: HttpRequest, collection_id: str) -> HttpResponse:
        collection = layers.get_collection(subject_of(request), collection_id=collection_id)
        made = describe(request, [collection])["collections"][0]
        files = enclosure_links(request, collection)
        made["links"] += files
        if "data_queries" in made:
            made |= band_members(subject_of(request), collection_id)
        if chosen_format(request) == "json":
            return json_answer(made)
        return page_answer(request, "collection", collection=collection, document=made, files=files)


def _asked_for(request: HttpRequest, collections: list[layers.Collection]) -> list[layers.Collection]:
    """The collections whose records the question finds, in its order; all where nothing is asked."""
    if SEARCH_PARAMETERS.isdisjoint(request.GET):
        return collections
    by_id = {collection.id: collection for collection in collections}
    records = find(records_of(request), read_search(request), language=language_of_reader())
    return [by_id[record.id] for record in records if record.id in by_id]


def _page_of(request: HttpRequest, found: list[layers.Collection]) -> dict[str, Any]:
    """The collections document; without `limit` it is whole, because QGIS 3.22 reads no second page of it.

    Behind the last collection stands the catalogue, a collection of records, where nothing is searched for.
    """
    window = read_window(request, default=max(1, len(found) + 1))
    listed = [*found, None] if SEARCH_PARAMETERS.isdisjoint(request.GET) else [*found]
    shown = listed[window.offset : window.offset + window.limit]
    made = describe(request, [collection for collection in shown if collection is not None])
    if None in shown:
        made["collections"].append(collection_document(request))
    made |= {"numberMatched": len(listed), "numberReturned": len(shown)}
    made["links"] += [
        link for link in page_links(request, window, matched=len(listed), media_type=JSON) if link["rel"] in TURNS
    ]
    return made


def describe(request: HttpRequest, collections: list[layers.Collection]) -> dict[str, Any]:
    """The collections document of OGC API, with what the map page and people need beside it."""
    url = base_url(request)
    made = document(describe_collections, request, resources={c.id: resource_of(c, url=url) for c in collections})
    by_id = {collection.id: collection for collection in collections}
    made["collections"] = [
        _completed(entry, by_id[entry["id"]]) | query_members(by_id[entry["id"]], f"{url}/collections/{entry['id']}")
        for entry in made["collections"]
    ]
    return made


def title_of(collection: layers.Collection) -> str:
    """The title in the reader's language."""
    return collection.title_en if (get_language() or "vi").startswith("en") else collection.title_vi


def _completed(entry: dict[str, Any], collection: layers.Collection) -> dict[str, Any]:
    """One entry with our own members; an extent that is not known is absent, not zero."""
    if collection.extent is None:
        entry["extent"].pop("spatial")
    if not entry["extent"]:
        entry.pop("extent")
    own = {
        "itemCount": collection.count,
        "theme": collection.theme,
        "geometryType": collection.geometry_type,
        "owner": collection.owner,
        "license": collection.licence,
        "attribution": collection.attribution,
        "updated": collection.updated.isoformat() if collection.updated else None,
        "imagery": bool(collection.coverage),
    }
    return entry | {name: value for name, value in own.items() if value not in ("", None)}
