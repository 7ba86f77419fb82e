"""`/ogc/collections/city-catalogue`: the catalogue, its records, and what may be asked of it."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext

from geo_server.core import clock

from ..answers import json_answer, page_answer
from ..formats import GEOJSON, HTML_FORMAT, JSON, SCHEMA, Format, chosen_format
from ..resources import CATALOGUE
from ..view import OgcView
from . import iso19139
from .catalogue import (
    QUERYABLES,
    TITLE,
    catalogue_url,
    collection_document,
    fields_document,
    language_of_reader,
    record_of,
    records_of,
)
from .geojson import feature_of, moment
from .pages import CataloguePage
from .paging import page_links
from .reading import PAGE_PARAMETERS, SEARCH_PARAMETERS, read_search, read_window
from .record import Record, Text
from .search import SORTABLES, find

GRAPHS = (Format("dcat", "application/ld+json"), Format("ttl", "text/turtle"))
OF_CATALOGUE = (Format("json", JSON), HTML_FORMAT, *GRAPHS)
OF_RECORD = (Format("json", GEOJSON, also=(JSON,)), HTML_FORMAT, *GRAPHS, Format("iso", iso19139.MEDIA_TYPE))


class Catalogue(OgcView):
    """The catalogue itself; as DCAT with every record, as a page the search."""

    def get(self, request: HttpRequest) -> HttpResponse:
        form = chosen_format(request, OF_CATALOGUE)
        if form == "json":
            return json_answer(collection_document(request))
        if form == "html":
            return HttpResponseRedirect(f"{catalogue_url(request)}/items?f=html")
        from . import dcat  # rdflib weighs 15 MB, which most web workers never need

        records = records_of(request)
        city = next((record.keeper.title for record in records if record.keeper.code == "city"), Text("", ""))
        graph = dcat.catalogue_graph(records, url=catalogue_url(request), title=TITLE, keeper=city)
        return _text_answer(dcat.written(graph, form), form, OF_CATALOGUE)


class Records(OgcView):
    """The records that a question finds, a page at a time."""

    parameters = SEARCH_PARAMETERS | PAGE_PARAMETERS

    def get(self, request: HttpRequest) -> HttpResponse:
        search, window = read_search(request), read_window(request)
        records = records_of(request)
        if chosen_format(request) == "html":
            return page_answer(request, "catalogue", page=CataloguePage.of(request, records))
        found = find(records, search, language=language_of_reader())
        shown = found[window.offset : window.offset + window.limit]
        document = {
            "type": "FeatureCollection",
            "timeStamp": moment(clock.now()),
            "numberMatched": len(found),
            "numberReturned": len(shown),
            "features": [_feature(request, record) for record in shown],
            "links": [
                *page_links(request, window, matched=len(found), media_type=GEOJSON),
                {"rel": "collection", "type": JSON, "title": gettext("The catalogue"), "href": catalogue_url(request)},
            ],
        }
        return json_answer(document, media_type=GEOJSON)


class RecordView(OgcView):
    """One record: GeoJSON, a page, DCAT or ISO 19139."""

    def get(self, request: HttpRequest, record_id: str) -> HttpResponse:
        form = chosen_format(request, OF_RECORD)
        record = record_of(request, record_id)
        url, language = catalogue_url(request), language_of_reader()
        if form == "json":
            return json_answer(_feature(request, record), media_type=GEOJSON)
        if form == "html":
            return page_answer(request, "record", record=record, feature=_feature(request, record))
        if form == "iso":
            text = iso19139.as_iso19139(record, language=language, url=url)
        else:
            from . import dcat  # as above

            text = dcat.written(dcat.record_graph(record, url=url), form)
        return _text_answer(text, form, OF_RECORD)


class RecordFields(OgcView):
    """The queryables or the sortables of the catalogue."""

    name = "queryables"

    def get(self, request: HttpRequest) -> HttpResponse:
        fields = QUERYABLES if self.name == "queryables" else SORTABLES
        made = fields_document(request, self.name, fields)
        if chosen_format(request) == "json":
            return json_answer(made, media_type=SCHEMA)
        return page_answer(request, "catalogue_fields", document=made, catalogue=CATALOGUE)


def _feature(request: HttpRequest, record: Record) -> dict[str, Any]:
    return feature_of(record, language=language_of_reader(), url=catalogue_url(request))


def _text_answer(text: str, form: str, offered: tuple[Format, ...]) -> HttpResponse:
    return HttpResponse(text, content_type=next(found.media_type for found in offered if found.name == form))
