"""Items, ours and not pygeoapi's: PostGIS writes the JSON, this module puts the envelope around it."""

from dataclasses import replace
from typing import ClassVar

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from geo_server.core import clock
from geo_server.core.subject import Subject
from layers import api as layers

from .answers import entity_tag, not_modified, page_answer, subject_of
from .editing import CreatesItems, EditsItem
from .encoders.registry import ENCODERS, chosen_encoder
from .formats import GEOJSON
from .item_answers import item_answer, read_fid
from .item_files import item_in, page_in
from .item_pages import box_of, facts_of, table_of, view_of
from .links import item_links, page_links
from .parameters import ITEM_PARAMETERS, read_at, read_crs, read_items_query

ITEMS_PER_HTML_PAGE = 50


class Items(CreatesItems):
    """`/ogc/collections/{id}/items`: one page of features, in id order, with an exact count."""

    parameters = None  # a field of the collection is a parameter too, so the reading of the query refuses the unknown

    def get(self, request: HttpRequest, collection_id: str) -> HttpResponseBase:
        encoder = chosen_encoder(request)
        if encoder is ENCODERS["json"]:
            return layers.settled(lambda: self.geojson(request, collection_id))
        collection = layers.get_collection(subject_of(request), collection_id=collection_id)
        if encoder is None:
            return self.page(request, collection)
        query = read_items_query(request, collection)
        if unchanged := _unchanged(request, collection_id):
            return unchanged
        tag = entity_tag(request, collection.revision, layers.registry_revision())
        return _tagged(page_in(encoder, request, collection=collection, query=query), tag)

    def geojson(self, request: HttpRequest, collection_id: str) -> HttpResponseBase:
        """The hot path: one statement, and no other for a client that has the page."""
        subject = subject_of(request)
        query = read_items_query(request, layers.describe(subject, collection_id=collection_id))
        if unchanged := _unchanged(request, collection_id):
            return unchanged
        found = layers.find_items(subject, collection_id=collection_id, query=query)
        tag = entity_tag(request, found.revision, found.registry)
        return _geojson(_feature_collection(request, found), tag=tag, crs=query.crs)

    def page(self, request: HttpRequest, collection: layers.Collection) -> HttpResponse:
        """The same as a table, fifty rows at a time; the shapes stay in the database."""
        query = replace(read_items_query(request, collection, largest=ITEMS_PER_HTML_PAGE), skip_geometry=True)
        found = layers.find_items(subject_of(request), collection_id=collection.id, query=query)
        links = page_links(request, found.next)
        table = table_of(collection, found)
        view = view_of(collection.extent)
        return page_answer(request, "items", collection=collection, table=table, links=links, page=found, view=view)


class Item(EditsItem):
    """`/ogc/collections/{id}/items/{fid}`: one feature, now or as of `datetime`."""

    parameters: ClassVar[frozenset[str]] = ITEM_PARAMETERS

    def get(self, request: HttpRequest, collection_id: str, fid: str) -> HttpResponseBase:
        query = layers.ItemsQuery(crs=read_crs(request, "crs"), at=read_at(request))
        encoder = chosen_encoder(request)
        if encoder is ENCODERS["json"]:
            return layers.settled(lambda: self.geojson(request, collection_id, fid, query))
        subject = subject_of(request)
        collection = layers.get_collection(subject, collection_id=collection_id)
        if encoder is None:
            return self.page(request, collection, _get(subject, collection_id, fid, replace(query, crs=layers.CRS84)))
        if unchanged := _unchanged(request, collection_id):
            return unchanged
        tag = entity_tag(request, collection.revision, layers.registry_revision())
        number = read_fid(collection_id, fid)
        return _tagged(item_in(encoder, request, collection=collection, fid=number, query=query), tag)

    def page(self, request: HttpRequest, collection: layers.Collection, item: layers.Item) -> HttpResponse:
        """The same for people: its facts, and a small map of its place."""
        facts, view = facts_of(collection, item), view_of(box_of(item))
        links = item_links(request, collection.id, str(item.fid))
        return page_answer(request, "item", collection=collection, fid=item.fid, facts=facts, view=view, links=links)

    def geojson(self, request: HttpRequest, collection_id: str, fid: str, query: layers.ItemsQuery) -> HttpResponseBase:
        """The hot path, as for pages; the tag is of the feature, for writers who send it back with their change."""
        subject = subject_of(request)
        item = _get(subject, collection_id, fid, query)
        answer = item_answer(request, collection_id=collection_id, item=item, crs=query.crs)
        return not_modified(request, answer["ETag"]) or answer


def _get(subject: Subject, collection_id: str, fid: str, query: layers.ItemsQuery) -> layers.Item:
    number = read_fid(collection_id, fid)
    return layers.get_item(subject, collection_id=collection_id, fid=number, crs=query.crs, at=query.at)


def _unchanged(request: HttpRequest, collection_id: str) -> HttpResponseBase | None:
    """The answer 304 if the client sends a tag that still holds; asks the database only then."""
    if "If-None-Match" not in request.headers:
        return None
    standing = layers.standing_of(collection_id)
    return not_modified(request, entity_tag(request, standing.revision, standing.registry))


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
