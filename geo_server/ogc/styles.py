"""OGC API Styles: the MapLibre style of each collection, complete, and the letters of its labels."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language, gettext

from layers import api as layers
from tiles import api as tiles

from .answers import json_answer, subject_of
from .formats import JSON
from .mount import base_url
from .tilesets import tile_template, title_of
from .view import OgcView

MAPBOX_STYLE = "application/vnd.mapbox.style+json"
GLYPHS_KEPT_S = 7 * 24 * 3600


class CollectionStyles(OgcView):
    """`/ogc/collections/{id}/styles`: the styles of one collection."""

    def get(self, request: HttpRequest, collection_id: str) -> HttpResponse:
        collection = layers.get_collection(subject_of(request), collection_id=collection_id)
        here = f"{base_url(request)}/collections/{collection.id}/styles"
        entry = style_entry(tiles.DEFAULT_STYLE, f"{here}/{tiles.DEFAULT_STYLE}", collection)
        return json_answer({"default": tiles.DEFAULT_STYLE, "styles": [entry], "links": [_self(here)]})


class Styles(OgcView):
    """`/ogc/styles`: one style per collection the reader may see, called like it."""

    def get(self, request: HttpRequest) -> HttpResponse:
        here = f"{base_url(request)}/styles"
        found = layers.list_collections(subject_of(request))
        entries = [style_entry(collection.id, f"{here}/{collection.id}", collection) for collection in found]
        return json_answer({"styles": entries, "links": [_self(here)]})


class Style(OgcView):
    """`/ogc/collections/{id}/styles/{style}` and `/ogc/styles/{id}`: a style that MapLibre and QGIS read as it is."""

    def get(self, request: HttpRequest, collection_id: str, style_id: str = tiles.DEFAULT_STYLE) -> HttpResponse:
        style = tiles.get_style(
            subject_of(request),
            collection_id=collection_id,
            style_id=style_id,
            addresses=_addresses(base_url(request), collection_id),
            language=get_language() or "vi",
        )
        return json_answer(style, media_type=MAPBOX_STYLE)


class Glyphs(OgcView):
    """`/ogc/fonts/{fontstack}/{range}.pbf`: letters for labels, from our own machine."""

    def get(self, request: HttpRequest, fontstack: str, letters: str) -> HttpResponse:
        data = tiles.get_glyphs(fontstack, letters=letters)
        response = HttpResponse(data, content_type="application/x-protobuf")
        response.headers["Cache-Control"] = f"public, max-age={GLYPHS_KEPT_S}"
        return response


def style_entry(style_id: str, href: str, collection: layers.Collection) -> dict[str, object]:
    """A style in a list of styles."""
    link = {"rel": "stylesheet", "type": MAPBOX_STYLE, "href": href, "title": gettext("MapLibre style")}
    return {"id": style_id, "title": title_of(collection), "links": [link]}


def _addresses(base: str, collection_id: str) -> tiles.Addresses:
    return tiles.Addresses(
        vector_tiles=tile_template(base, collection_id, "vector"),
        map_tiles=tile_template(base, collection_id, "map"),
        glyphs=f"{base}/fonts/{{fontstack}}/{{range}}.pbf",
    )


def _self(href: str) -> dict[str, str]:
    return {"rel": "self", "href": href, "type": JSON, "title": gettext("This document")}
