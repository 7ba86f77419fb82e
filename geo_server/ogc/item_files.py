"""A page of items, or one item, in a format that is not the plain GeoJSON of the hot path."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from geo_server.core import clock
from layers import api as layers
from layers.errors import UnknownItem

from .answers import subject_of
from .encoders.registry import PROFILES
from .encoders.selection import Encoder, Selection
from .links import PageLinks, item_links, page_links

TIME_STAMP = "%Y-%m-%dT%H:%M:%SZ"


def page_in(
    encoder: Encoder, request: HttpRequest, *, collection: layers.Collection, query: layers.ItemsQuery
) -> HttpResponse:
    """One page of features; counts and links stand in the headers, in a document in its members too."""
    found = layers.find_rows(subject_of(request), collection_id=collection.id, query=query, form=encoder.form)
    links = page_links(request, found.next)
    members = {"timeStamp": clock.now().strftime(TIME_STAMP)} | members_of(encoder, links)
    if found.matched is not None:
        members["numberMatched"] = found.matched
    selection = select(request, collection, query, members=members, rows=found.rows)
    answer = HttpResponse(b"".join(encoder.encode(selection)), content_type=encoder.media_type)
    answer["OGC-NumberReturned"] = len(found.rows)
    if found.matched is not None:
        answer["OGC-NumberMatched"] = found.matched
    describe(answer, encoder, selection, links)
    return answer


def item_in(
    encoder: Encoder, request: HttpRequest, *, collection: layers.Collection, fid: int, query: layers.ItemsQuery
) -> HttpResponse:
    """One feature; raises UnknownItem."""
    query = replace(query, fids=(fid,), limit=1, with_matched=False)
    found = layers.find_rows(subject_of(request), collection_id=collection.id, query=query, form=encoder.form)
    if not found.rows:
        raise UnknownItem(collection.id, fid)
    links = item_links(request, collection.id, str(fid))
    selection = select(request, collection, query, members=members_of(encoder, links), rows=found.rows)
    encode = encoder.encode_one or encoder.encode
    answer = HttpResponse(b"".join(encode(selection)), content_type=encoder.media_type)
    describe(answer, encoder, selection, links, name=f"{collection.id}-{fid}")
    return answer


def select(
    request: HttpRequest,
    collection: layers.Collection,
    query: layers.ItemsQuery,
    *,
    members: dict[str, Any],
    rows: Sequence[layers.Row] | None = None,
) -> Selection:
    """What an encoder is to write for this request."""
    subject = subject_of(request)
    return Selection(
        subject=subject,
        collection=collection,
        query=query,
        fields=layers.fields_of_rows(subject, collection_id=collection.id, query=query),
        members=members,
        rows=rows,
    )


def members_of(encoder: Encoder, links: PageLinks) -> dict[str, Any]:
    """The members of a document that lead elsewhere; a profile of JSON-FG also names the schema of its features."""
    members: dict[str, Any] = {"links": links.of(encoder)}
    return members | {"featureSchema": f"{links.collection}/schema"} if encoder.profile else members


def describe(
    answer: HttpResponseBase, encoder: Encoder, selection: Selection, links: PageLinks | None, *, name: str = ""
) -> None:
    """The headers of features in any format: CRS, links, profile, and the name of the file to save."""
    answer["Content-Crs"] = f"<{layers.crs_uri(selection.query.crs)}>"
    told = [links.as_header(encoder)] if links is not None else []
    if encoder.profile:
        told.append(f'<{PROFILES}/{encoder.profile}>; rel="profile"')
    if told:
        answer["Link"] = ", ".join(told)
    if not encoder.is_document:
        file_name = f"{name or selection.collection.id}.{encoder.extension}"
        answer["Content-Disposition"] = f'attachment; filename="{file_name}"'
