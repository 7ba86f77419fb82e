"""`/ogc/collections/{id}/download`: everything that matches as one file, without pages."""

from typing import Any

from django.http import HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase

from geo_server.core import clock
from geo_server.core.streams import Begun
from geo_server.core.subject import ANONYMOUS
from layers import api as layers
from layers.errors import UnknownCollection

from ..answers import entity_tag, not_modified, subject_of
from ..encoders.registry import FILE_FORMATS, chosen_encoder
from ..encoders.selection import Encoder, Selection
from ..errors import UnknownParameter
from ..item_files import TIME_STAMP, describe, members_of, select
from ..links import download_links
from ..parameters import ITEMS_PARAMETERS, read_items_query
from ..view import ALWAYS_KNOWN, OgcView
from . import preparing, store
from .ranges import file_answer

PAGING = frozenset({"limit", "after"})


class Download(OgcView):
    """The features that match, in one file.

    The whole collection as everybody sees it comes from a prepared file, of which a client may ask for ranges. Anything
    else is written while it is sent.
    """

    parameters = None  # as for items, the fields of the collection are parameters too

    def get(self, request: HttpRequest, collection_id: str) -> HttpResponseBase:
        collection = layers.get_collection(subject_of(request), collection_id=collection_id)
        if paging := sorted(PAGING & set(request.GET)):
            raise UnknownParameter(paging, sorted((ITEMS_PARAMETERS | ALWAYS_KNOWN) - PAGING - {"token"}))
        encoder = chosen_encoder(request, FILE_FORMATS)
        assert encoder is not None  # noqa: S101 - there is no page for people among these formats
        query = read_items_query(request, collection)
        if query == layers.ItemsQuery(limit=query.limit) and (file := _prepared(request, collection, encoder)):
            answer = file_answer(request, file, media_type=encoder.media_type)
            selection = select(request, collection, query, members={})
        else:
            tag = entity_tag(request, collection.revision, layers.registry_revision())
            if unchanged := not_modified(request, tag):
                return unchanged
            selection = select(request, collection, query, members=_members(request, encoder))
            answer = _streamed(request, encoder, selection)
            answer["ETag"] = tag
        describe(answer, encoder, selection, None)
        return answer


def _prepared(request: HttpRequest, collection: layers.Collection, encoder: Encoder) -> store.PreparedFile | None:
    """The prepared file; a missing one is asked for, and there at once where no broker delays the work."""
    subject = subject_of(request)
    found = store.find_file(subject, collection, encoder)
    if found is not None or encoder.name not in store.PREPARED:
        return found
    if not _sees_what_all_see(request, collection):
        return None
    preparing.ask_for_files(collection.id, now=clock.now())
    return store.find_file(subject, collection, encoder)


def _sees_what_all_see(request: HttpRequest, collection: layers.Collection) -> bool:
    try:
        public = layers.whole_view(ANONYMOUS, collection_id=collection.id)
    except UnknownCollection:
        return False
    return public is not None and public == layers.whole_view(subject_of(request), collection_id=collection.id)


def _members(request: HttpRequest, encoder: Encoder) -> dict[str, Any]:
    links = download_links(request)
    return {"timeStamp": clock.now().strftime(TIME_STAMP)} | members_of(encoder, links)


def _streamed(request: HttpRequest, encoder: Encoder, selection: Selection) -> StreamingHttpResponse:
    """The file as it is written; what is wrong with the query comes out before the first byte leaves."""
    if request.method == "HEAD":
        return StreamingHttpResponse(iter(()), content_type=encoder.media_type)
    return StreamingHttpResponse(Begun(encoder.encode(selection)), content_type=encoder.media_type)
