"""OGC API Styles: the style of each collection for MapLibre, QGIS and SLD programs, and the letters of its labels."""

from django.http import HttpRequest, HttpResponse

from layers import api as layers
from tiles import api as tiles

from .answers import json_answer, page_answer, subject_of
from .formats import HTML_FORMAT, JSON, chosen_format
from .mount import base_url
from .records.catalogue import language_of_reader
from .style_documents import (
    ENCODINGS,
    MAPBOX_STYLE,
    addresses_of,
    entry_of,
    metadata_of,
    offered_for,
    self_link,
)
from .styling.documents import StyleSheets, legend_of
from .tilesets import title_of
from .view import OgcView

GLYPHS_KEPT_S = 7 * 24 * 3600


class CollectionStyles(OgcView):
    """`/ogc/collections/{id}/styles`: the styles of one collection."""

    def get(self, request: HttpRequest, collection_id: str) -> HttpResponse:
        collection = layers.get_collection(subject_of(request), collection_id=collection_id)
        here = f"{base_url(request)}/collections/{collection.id}/styles"
        entry = entry_of(tiles.DEFAULT_STYLE, f"{here}/{tiles.DEFAULT_STYLE}", collection)
        if chosen_format(request) == "html":
            return page_answer(request, "styles", entries=[entry], collection=collection)
        return json_answer({"default": tiles.DEFAULT_STYLE, "styles": [entry], "links": [self_link(here)]})


class Styles(OgcView):
    """`/ogc/styles`: one style per collection the reader may see, called like it."""

    def get(self, request: HttpRequest) -> HttpResponse:
        here = f"{base_url(request)}/styles"
        found = layers.list_collections(subject_of(request))
        entries = [entry_of(collection.id, f"{here}/{collection.id}", collection) for collection in found]
        if chosen_format(request) == "html":
            return page_answer(request, "styles", entries=entries)
        return json_answer({"styles": entries, "links": [self_link(here)]})


class Style(OgcView):
    """`/ogc/collections/{id}/styles/{style}` and `/ogc/styles/{id}`: the style in the encoding asked for."""

    def get(self, request: HttpRequest, collection_id: str, style_id: str = tiles.DEFAULT_STYLE) -> HttpResponse:
        style = tiles.get_style(
            subject_of(request),
            collection_id=collection_id,
            style_id=style_id,
            addresses=addresses_of(base_url(request), collection_id),
            language=language_of_reader(),
        )
        collection = layers.get_collection(subject_of(request), collection_id=collection_id)
        form = chosen_format(request, (*offered_for(collection), HTML_FORMAT))
        sheets = StyleSheets.of(style, collection, language=language_of_reader())
        if form == "html":
            entry = entry_of(style_id, request.build_absolute_uri(request.path), collection)
            return page_answer(request, "style", collection=collection, entry=entry, legend=legend_of(sheets))
        if ENCODINGS[form].media_type == MAPBOX_STYLE:
            return json_answer(sheets.plain() if form == "qgis" else style, media_type=MAPBOX_STYLE)
        text = sheets.written(form)
        answer = HttpResponse(text, content_type=ENCODINGS[form].media_type)
        answer["Content-Disposition"] = f'inline; filename="{collection.id}.{form.removesuffix("10")}"'
        return answer


class StyleMetadata(OgcView):
    """`…/styles/{style}/metadata`: what the style is, for whom, and in which encodings."""

    def get(self, request: HttpRequest, collection_id: str, style_id: str = tiles.DEFAULT_STYLE) -> HttpResponse:
        collection = layers.get_collection(subject_of(request), collection_id=collection_id)
        tiles.get_style(
            subject_of(request),
            collection_id=collection_id,
            style_id=style_id,
            addresses=addresses_of(base_url(request), collection_id),
        )
        here = request.build_absolute_uri(request.path)
        shown_id = collection.id if "/collections/" not in request.path else style_id
        document = metadata_of(shown_id, here, collection, base=base_url(request))
        if chosen_format(request) == "html":
            return page_answer(request, "style_metadata", document=document, title=title_of(collection))
        return json_answer(document, media_type=JSON)


class Glyphs(OgcView):
    """`/ogc/fonts/{fontstack}/{range}.pbf`: letters for labels, from our own machine."""

    def get(self, request: HttpRequest, fontstack: str, letters: str) -> HttpResponse:
        data = tiles.get_glyphs(fontstack, letters=letters)
        response = HttpResponse(data, content_type="application/x-protobuf")
        response.headers["Cache-Control"] = f"public, max-age={GLYPHS_KEPT_S}"
        return response
