"""The collections that the reader may know of: the list, one of them, its schema and its queryables."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from pygeoapi.api import describe_collections, get_collection_schema

from layers import api as layers

from .answers import json_answer, page_answer, subject_of
from .formats import SCHEMA, chosen_format
from .mount import base_url, document
from .resources import resource_of
from .view import OgcView

COLLECTIONS_PER_PAGE = 50


class Collections(OgcView):
    """`/ogc/collections`: all of them as JSON; as a page, fifty at a time by theme."""

    parameters = frozenset({"page"})

    def get(self, request: HttpRequest) -> HttpResponse:
        found = layers.list_collections(subject_of(request))
        if chosen_format(request) == "json":
            return json_answer(describe(request, found))
        ordered = sorted(found, key=lambda c: (c.theme, title_of(c)))
        page = Paginator(ordered, COLLECTIONS_PER_PAGE).get_page(request.GET.get("page"))
        return page_answer(request, "collections", page=page)


class CollectionView(OgcView):
    """`/ogc/collections/{id}`."""

    def get(self, request: HttpRequest, collection_id: str) -> HttpResponse:
        collection = layers.get_collection(subject_of(request), collection_id=collection_id)
        made = describe(request, [collection])["collections"][0]
        if chosen_format(request) == "json":
            return json_answer(made)
        return page_answer(request, "collection", collection=collection, document=made)


class Schema(OgcView):
    """`/ogc/collections/{id}/schema`: what a feature looks like; titles in the reader's language."""

    name = "schema"

    def get(self, request: HttpRequest, collection_id: str) -> HttpResponse:
        collection = layers.get_collection(subject_of(request), collection_id=collection_id)
        made = self.describe_fields(request, collection)
        if chosen_format(request) == "json":
            return json_answer(made, media_type=SCHEMA)
        return page_answer(request, "schema", collection=collection, document=made, twin=self.name)

    def describe_fields(self, request: HttpRequest, collection: layers.Collection) -> dict[str, Any]:
        """The JSON Schema document of the collection."""
        url = base_url(request)
        resources = {collection.id: resource_of(collection, url=url)}
        made = document(get_collection_schema, request, collection.id, resources=resources)
        made["$id"] = f"{url}/collections/{collection.id}/{self.name}"
        kind = "any" if collection.geometry_type == "Geometry" else collection.geometry_type.lower()
        made["properties"]["geometry"]["format"] = f"geometry-{kind}"
        return made


class Queryables(Schema):
    """`/ogc/collections/{id}/queryables`: the fields that may stand in a query; others are refused."""

    name = "queryables"

    def describe_fields(self, request: HttpRequest, collection: layers.Collection) -> dict[str, Any]:
        """The schema, closed: a name that is not here is answered with 400."""
        return super().describe_fields(request, collection) | {"additionalProperties": False}


def describe(request: HttpRequest, collections: list[layers.Collection]) -> dict[str, Any]:
    """The collections document of OGC API, with what the map page and people need beside it."""
    url = base_url(request)
    made = document(describe_collections, request, resources={c.id: resource_of(c, url=url) for c in collections})
    by_id = {collection.id: collection for collection in collections}
    made["collections"] = [_completed(entry, by_id[entry["id"]]) for entry in made["collections"]]
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
