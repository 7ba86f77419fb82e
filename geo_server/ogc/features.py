"""Items, ours and not pygeoapi's: PostGIS writes the JSON, this module puts the envelope around it."""

import re
from dataclasses import replace
from typing import ClassVar

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from geo_server.core import clock
from geo_server.core.subject import Subject
from layers import api as layers
from layers.errors import UnknownItem

from .answers import entity_tag, not_modified, page_answer, subject_of
from .encoders.registry import ENCODERS, chosen_encoder
from .formats import GEOJSON
from .item_files import item_in, page_in
from .item_pages import facts_of, table_of
from .links import item_links, page_links
from .parameters import ITEM_PARAMETERS, read_at, read_crs, read_items_query
from .view import OgcView

ITEMS_PER_HTML_PAGE = 50
FID = re.compile(r"[0-9]{1,18}")  # what fits a bigint


class Items(OgcView):
    """`/ogc/collections/{id}/items`: one page of features, in id order, with an exact count."""

    parameters = None  # a field of the collection is a parameter too, so the reading of the query refuses the unknown

    def get(self, request: HttpRequest, collection_id: str) -> HttpResponseBase:
        collection = layers.get_collection(subject_of(request), collection_id=collection_id)
        encoder = chosen_encoder(request)
        if encoder is None:
            return self.page(request, collection)
        query = read_items_query(request, collection)
        tag = entity_tag(request, collection.revision, layers.registry_revision())
        if unchanged := not_modified(request, tag):
            return unchanged
        if encoder is not ENCODERS["json"]:
            return _tagged(page_in(encoder, request, collection=collection, query=query), tag)
        found = layers.find_items(subject_of(request), collection_id=collection_id, query=query)
        return _geojson(_feature_collection(request, found), tag=tag, crs=query.crs)

    def page(self, request: HttpRequest, collection: layers.Collection) -> HttpResponse:
        """The same as a table, fifty rows at a time; the shapes stay in the database."""
        query = replace(read_items_query(request, collection, largest=ITEMS_PER_HTML_PAGE), skip_geometry=True)
        found = layers.find_items(subject_of(request), collection_id=collection.id, query=query)
        links = page_links(request, found.next)
        table = table_of(collection, found)
        return page_answer(request, "items", collection=collection, table=table, links=links, page=found)


class Item(OgcView):
    """`/ogc/collections/{id}/items/{fid}`: one feature, now or as of `datetime`."""

    parameters: ClassVar[frozenset[str]] = ITEM_PARAMETERS

    def get(self, request: HttpRequest, collection_id: str, fid: str) -> HttpResponseBase:
        subject = subject_of(request)
        collection = layers.get_collection(subject, collection_id=collection_id)
        if not FID.fullmatch(fid):
            raise UnknownItem(collection_id, fid)
        query = layers.ItemsQuery(crs=read_crs(request, "crs"), at=read_at(request))
        encoder = chosen_encoder(request)
        if encoder is None:
            item = _get(subject, collection_id, fid, query)
            return page_answer(request, "item", collection=collection, fid=fid, facts=facts_of(collection, item))
        tag = entity_tag(request, collection.revision, layers.registry_revision())
        if unchanged := not_modified(request, tag):
            return unchanged
        if encoder is not ENCODERS["json"]:
            return _tagged(item_in(encoder, request, collection=collection, fid=int(fid), query=query), tag)
        item = _get(subject, collection_id, fid, query)
        links = b',"links":' + item_links(request, collection_id, fid).as_json() + b"}"
        return _geojson(item.feature.removesuffix(b"}") + links, tag=tag, crs=query.crs)


def _get(subject: Subject, collection_id: str, fid: str, query: layers.ItemsQuery) -> layers.Item:
    return layers.get_item(subject, collection_id=collection_id, fid=int(fid), crs=query.crs, at=query.at)


def _feature_collection(request: HttpRequest, page: layers.ItemsPage) -> bytes:
    """The FeatureCollection around features that are already text."""
    matched = b"" if page.matched is None else b'"numberMatched":%d,' % page.matched
    head = b'{"type":"FeatureCollection","timeStamp":"%s",%s"numberReturned":%d,"links":' % (
        clock.now().strftime("%Y-%m-%dT%H:%M:%SZ").encode(),
        matched,
        page.returned,
    )
    return b"".join((head, page_links(request, page.next).as_json(), b',"features":[', page.features, b"]}"))


def _geojson(body: bytes, *, tag: str, crs: str) -> HttpResponse:
    answer = HttpResponse(body, content_type=GEOJSON)
    answer["Content-Crs"] = f"<{layers.crs_uri(crs)}>"
    return _tagged(answer, tag)


def _tagged(answer: HttpResponse, tag: str) -> HttpResponse:
    answer["ETag"] = tag
    return answer
