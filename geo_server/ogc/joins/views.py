"""`/ogc/joins`: attach a table to a collection, read both together; `/ogc/collections/{id}/keys`: by what."""

from typing import ClassVar

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_POST

from geo_server.core import clock
from geo_server.core.errors import DomainError
from geo_server.core.same_site import refuse_other_sites
from geo_server.core.subject import Subject
from layers import api as layers

from ..answers import json_answer, page_answer, problem_answer, subject_of
from ..csv_text import BYTE_ORDER_MARK, csv_lines
from ..errors import BadParameter
from ..formats import GEOJSON, HTML_FORMAT, Format, chosen_format
from ..mount import base_url
from ..parameters import read_limit
from ..view import OgcView
from . import attachments, documents
from .csv_table import Table, read_table
from .errors import TooManyFeatures
from .joined import JoinedPage, attachment_of, read_joined, report_of
from .keys import get_key_field, key_fields, list_keys
from .request import JoinRequest, read_join_request

PAGE, LARGEST_PAGE = 100, 10_000
LARGEST_RESULT = 10_000
RESULT_FORMATS = (Format("geojson", GEOJSON, also=("application/json",)), Format("csv", documents.CSV), HTML_FORMAT)


class Keys(OgcView):
    """`/ogc/collections/{id}/keys`: the fields by which a table can be attached."""

    def get(self, request: HttpRequest, collection_id: str) -> HttpResponse:
        collection = layers.get_collection(subject_of(request), collection_id=collection_id)
        made = documents.keys_document(collection, key_fields(collection), url=base_url(request))
        if chosen_format(request) == "json":
            return json_answer(made)
        return page_answer(request, "keys", collection=collection, document=made)


class KeyValues(OgcView):
    """`/ogc/collections/{id}/keys/{field}`: the values that the reader may see, in order."""

    parameters: ClassVar[frozenset[str]] = frozenset({"limit", "key", "after"})

    def get(self, request: HttpRequest, collection_id: str, key_field: str) -> HttpResponse:
        subject = subject_of(request)
        collection = layers.get_collection(subject, collection_id=collection_id)
        get_key_field(collection, key_field)
        asked = {name: str(value) for name, value in request.GET.items() if name in self.parameters}
        limit = read_limit(request, default=PAGE, maximum=LARGEST_PAGE)
        page = list_keys(
            subject,
            collection_id=collection_id,
            name=key_field,
            limit=limit,
            after=asked.get("after"),
            only=asked.get("key"),
        )
        here = f"{base_url(request)}/collections/{collection_id}/keys/{key_field}"
        made = documents.key_values_document(page, url=here, asked=asked)
        if chosen_format(request) == "json":
            return json_answer(made)
        return page_answer(request, "key_values", collection=collection, key_field=key_field, document=made)


class Joins(OgcView):
    """`/ogc/joins`: the joins that the reader may see; POST makes one."""

    parameters: ClassVar[frozenset[str]] = frozenset({"limit", "datetime", "after"})

    def get(self, request: HttpRequest) -> HttpResponse:
        subject, asked = subject_of(request), request.GET
        span = layers.parse_datetime(asked["datetime"]) if "datetime" in asked else None
        found = attachments.list_joins(subject, now=clock.now(), span=span)
        limit = read_limit(request, default=PAGE, maximum=LARGEST_PAGE)
        start = _place_after(asked["after"], [str(join.pk) for join in found]) if "after" in asked else 0
        page = found[start : start + limit]
        made = documents.joins_document(
            page,
            url=base_url(request),
            matched=len(found),
            asked={name: str(value) for name, value in asked.items() if name in self.parameters},
            following=str(page[-1].pk) if page and start + limit < len(found) else None,
        )
        if chosen_format(request) == "json":
            return json_answer(made)
        collections = layers.list_collections(subject)
        return page_answer(request, "joins", document=made, joins=page, collections=collections)

    def post(self, request: HttpRequest) -> HttpResponseBase:
        refuse_other_sites(request)  # a form may come from anywhere, unlike JSON
        subject, asked = subject_of(request), read_join_request(request)
        get_key_field(layers.get_collection(subject, collection_id=asked.collection_id), asked.key_field)
        table = read_table(asked.body, asked.reading)
        if asked.direct:
            return _joined_at_once(subject, asked, table)
        return _kept(request, subject, asked, table)


class JoinView(OgcView):
    """`/ogc/joins/{id}`: what was joined and what fits; DELETE drops it."""

    def get(self, request: HttpRequest, join_id: str) -> HttpResponse:
        subject = subject_of(request)
        join = attachments.get_join(join_id, subject=subject, now=clock.now())
        report = report_of(subject, attachments.attachment_of(join))
        made = documents.join_document(join, report, url=base_url(request))
        if chosen_format(request) == "json":
            return json_answer(made)
        return page_answer(request, "join", join=join, report=report, mine=join.owner == subject.key)

    def delete(self, request: HttpRequest, join_id: str) -> HttpResponse:
        attachments.delete_join(join_id, by=subject_of(request), now=clock.now())
        return HttpResponse(status=204)


class JoinResult(OgcView):
    """`/ogc/joins/{id}/result`: the joined features, in pages; shown as the reader may see the collection now."""

    parameters: ClassVar[frozenset[str]] = frozenset({"limit", "after"})

    def get(self, request: HttpRequest, join_id: str) -> HttpResponse:
        subject, name = subject_of(request), chosen_format(request, RESULT_FORMATS)
        join = attachments.get_join(join_id, subject=subject, now=clock.now())
        limit = read_limit(request, default=50 if name == "html" else LARGEST_RESULT, maximum=LARGEST_RESULT)
        after = _read_fid(request)
        attachment = attachments.attachment_of(join)
        page = read_joined(subject, attachment, limit=limit, after=after, shapes=name == "geojson")
        here = f"{base_url(request)}/joins/{join.pk}/result"
        links = documents.result_links(here, page, limit=limit, after=after, name=name)
        if name == "html":
            return page_answer(request, "join_result", join=join, page=page, cells=_cells(page), links=links)
        if name == "csv":
            return _csv_answer(page, links)
        return json_answer(documents.features_document(page, links=links), media_type=GEOJSON)


@require_POST
def delete(request: HttpRequest, join_id: str) -> HttpResponse:
    """What the button of a join's page sends."""
    try:
        attachments.delete_join(join_id, by=subject_of(request), now=clock.now())
    except DomainError as error:
        return problem_answer(request, error)
    return HttpResponseRedirect(f"{reverse('ogc-joins')}?f=html")


def _joined_at_once(subject: Subject, asked: JoinRequest, table: Table) -> HttpResponse:
    attachment = attachment_of(asked.collection_id, asked.key_field, table)
    page = read_joined(subject, attachment, limit=LARGEST_RESULT)
    if page.following is not None:
        raise TooManyFeatures(LARGEST_RESULT)
    made = documents.features_document(page)
    if asked.with_report:
        made["joinInformation"] = documents.report_document(report_of(subject, attachment), table.duplicates)
    return json_answer(made, media_type=GEOJSON)


def _kept(request: HttpRequest, subject: Subject, asked: JoinRequest, table: Table) -> HttpResponse:
    join = attachments.keep_join(
        table,
        collection_id=asked.collection_id,
        key_field=asked.key_field,
        source=asked.source,
        source_key=asked.reading.key,
        public=asked.public,
        by=subject,
        now=clock.now(),
    )
    if chosen_format(request) == "html":
        return HttpResponseRedirect(f"{reverse('ogc-join', args=[join.pk])}?f=html")
    url = base_url(request)
    report = report_of(subject, attachments.attachment_of(join)) if asked.with_report else None
    answer = json_answer(documents.join_document(join, report, url=url), status=201)
    answer["Location"] = f"{url}/joins/{join.pk}"
    return answer


def _csv_answer(page: JoinedPage, links: list[dict[str, str]]) -> HttpResponse:
    head = ("fid", *page.fields, *page.names)
    rows = ((fid, *cells) for fid, cells in _cells(page))
    answer = HttpResponse(BYTE_ORDER_MARK + csv_lines([head, *rows]), content_type=f"{documents.CSV}; charset=utf-8")
    answer["Link"] = ", ".join(f'<{entry["href"]}>; rel="{entry["rel"]}"; type="{entry["type"]}"' for entry in links)
    return answer


def _cells(page: JoinedPage) -> list[tuple[int, list[object]]]:
    return [(fid, [properties[name] for name in (*page.fields, *page.names)]) for fid, _, properties in page.rows]


def _place_after(mark: str, ids: list[str]) -> int:
    if mark not in ids:
        raise BadParameter("after", mark[:100], en="follow the next link.", vi="hãy theo liên kết next.")
    return ids.index(mark) + 1


def _read_fid(request: HttpRequest) -> int:
    text = request.GET.get("after", "0")
    if not (text.isascii() and text.isdigit() and len(text) < 19):
        raise BadParameter("after", text[:100], en="follow the next link.", vi="hãy theo liên kết next.")
    return int(text)
