"""Items, ours and not pygeoapi's: PostGIS writes the JSON, this module puts the envelope around it."""

from typing import ClassVar

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from geo_server.core import clock
from layers import api as layers
from layers.errors import UnknownItem

from .answers import entity_tag, not_modified, page_answer, subject_of
from .formats import GEOJSON, chosen_format
from .item_pages import facts_of, table_of
from .links import item_links, page_links
from .parameters import ITEM_PARAMETERS, read_at, read_crs, read_items_query
from .view import OgcView

ITEMS_PER_HTML_PAGE = 50


class Items(OgcView):
    """`/ogc/collections/{id}/items`: one page of features, in id order, with an exact count."""

    parameters = None  # a field of the collection is a parameter too, so the reading of the query refuses the unknown

    def get(self, request: HttpRequest, collection_id: str) -> HttpResponseBase:
        subject = subject_of(request)
        collection = layers.get_collection(subject, collection_id=collection_id)
        asked = chosen_format(request)
        query = read_items_query(request, collection, largest=ITEMS_PER_HTML_PAGE if asked == "html" else None)
        tag = entity_tag(request, collection.revision, layers.registry_revision())
        if asked == "json" and (unchanged := not_modified(request, tag)):
            return unchanged
        page = layers.find_items(subject, collection_id=collection_id, query=query)
        if asked == "html":
            links = page_links(request, page.next)
            return page_answer(
                request, "items", collection=collection, table=table_of(collection, page), links=links, page=page
            )
        return _geojson(_feature_collection(request, page), tag=tag, crs=query.crs)


class Item(OgcView):
    """`/ogc/collections/{id}/items/{fid}`: one feature, now or as of `datetime`."""

    parameters: ClassVar[frozenset[str]] = ITEM_PARAMETERS

    def get(self, request: HttpRequest, collection_id: str, fid: str) -> HttpResponseBase:
        subject = subject_of(request)
        collection = layers.get_collection(subject, collection_id=collection_id)
        if not fid.isdecimal():
            raise UnknownItem(collection_id, fid)
        crs = read_crs(request, "crs")
        tag = entity_tag(request, collection.revision, layers.registry_revision())
        asked = chosen_format(request)
        if asked == "json" and (unchanged := not_modified(request, tag)):
            return unchanged
        item = layers.get_item(subject, collection_id=collection_id, fid=int(fid), crs=crs, at=read_at(request))
        if asked == "html":
            return page_answer(request, "item", collection=collection, fid=fid, facts=facts_of(collection, item))
        return _geojson(
            item.feature[:-1] + b',"links":' + item_links(request, collection_id, fid) + b"}", tag=tag, crs=crs
        )


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
    answer["ETag"] = tag
    return answer
