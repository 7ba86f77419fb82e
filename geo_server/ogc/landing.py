"""The way in: landing page, conformance, API definition."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext
from pygeoapi.api import landing_page

from layers import api as layers

from . import openapi
from .answers import entity_tag, json_answer, not_modified, page_answer, subject_of
from .conformance import conformance_classes
from .formats import JSON, OPENAPI, chosen_format
from .mount import base_url, document
from .resources import CATALOGUE
from .view import OgcView


class Landing(OgcView):
    """`/ogc`: where everything is."""

    def get(self, request: HttpRequest) -> HttpResponse:
        made = document(landing_page, request)
        made["links"] += _our_links(base_url(request))
        if chosen_format(request) == "json":
            return json_answer(made)
        collections = layers.list_collections(subject_of(request))
        return page_answer(
            request, "landing", document=made, collections=collections, mapproxy_url=settings.MAPPROXY_URL
        )


class Conformance(OgcView):
    """`/ogc/conformance`: what may be relied on."""

    def get(self, request: HttpRequest) -> HttpResponse:
        if chosen_format(request) == "html":
            return page_answer(request, "conformance", classes=conformance_classes())
        url = f"{base_url(request)}/conformance"
        links = [
            {"rel": "self", "type": "application/json", "href": f"{url}?f=json"},
            {"rel": "alternate", "type": "text/html", "href": f"{url}?f=html"},
        ]
        return json_answer({"conformsTo": list(conformance_classes()), "links": links})


class ApiDefinition(OgcView):
    """`/ogc/openapi`: the OpenAPI 3.0 document, or the same for people."""

    def get(self, request: HttpRequest) -> HttpResponseBase:
        definition = openapi.definition(base_url(request))
        if chosen_format(request) == "html":
            return page_answer(request, "api", definition=definition, operations=openapi.list_operations(definition))
        tag = entity_tag(request, openapi.VERSION)
        if unchanged := not_modified(request, tag):
            return unchanged
        answer = json_answer(definition, media_type=OPENAPI)
        answer["ETag"] = tag
        return answer


def _our_links(url: str) -> list[dict[str, Any]]:
    """What pygeoapi's landing page does not know of."""
    return [
        {
            "rel": "search",
            "type": JSON,
            "title": gettext("Search by name"),
            "href": f"{url}/search?q={{text}}",
            "templated": True,
        },
        {
            "rel": "http://www.opengis.net/def/rel/ogc/1.0/tilesets-vector",
            "type": JSON,
            "title": gettext("Vector tiles of all collections"),
            "href": f"{url}/tiles",
        },
        {
            "rel": "http://www.opengis.net/def/rel/ogc/1.0/tilesets-map",
            "type": JSON,
            "title": gettext("Map tiles of all collections"),
            "href": f"{url}/map/tiles",
        },
        {
            "rel": "http://www.opengis.net/def/rel/ogc/1.0/map",
            "type": "image/png",
            "title": gettext("A map of all collections"),
            "href": f"{url}/map",
        },
        {
            "rel": "http://www.opengis.net/def/rel/ogc/1.0/styles",
            "type": JSON,
            "title": gettext("Styles"),
            "href": f"{url}/styles",
        },
        {
            "rel": "http://www.opengis.net/def/rel/ogc/1.0/ogc-catalog",
            "type": JSON,
            "title": gettext("The catalogue"),
            "href": f"{url}/collections/{CATALOGUE}",
        },
        {
            "rel": "http://www.opengis.net/def/rel/ogc/1.0/joins",
            "type": JSON,
            "title": gettext("Joins"),
            "href": f"{url}/joins",
        },
        {"rel": "related", "type": JSON, "title": gettext("Scenes (STAC API)"), "href": f"{url}/stac"},
    ]
