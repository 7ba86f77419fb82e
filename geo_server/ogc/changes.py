"""What changed in a collection since a revision, so that a copy of it can be kept up without reading it all again."""

import re
from typing import Any

from django.http import HttpRequest, HttpResponse

from layers import api as layers

from .answers import json_answer, page_answer, subject_of
from .errors import BadParameter
from .formats import GEOJSON, JSON, chosen_format
from .links import link
from .mount import base_url
from .parameters import read_limit
from .view import OgcView

REVISION = re.compile(r"[0-9]{1,18}")
DEFAULT_LIMIT, MAXIMUM_LIMIT = 1_000, 10_000


class Changes(OgcView):
    """`/ogc/collections/{id}/changes?since=`: ids of the features that came, changed and went.

    Begin without `since` to get a revision, and read the items; later ask for the changes since that revision.
    """

    parameters = frozenset({"since", "limit"})

    def get(self, request: HttpRequest, collection_id: str) -> HttpResponse:
        subject = subject_of(request)
        collection = layers.get_collection(subject, collection_id=collection_id)
        limit = read_limit(request, default=DEFAULT_LIMIT, maximum=MAXIMUM_LIMIT)
        found = layers.delta(subject, collection_id=collection_id, since=_read_since(request), limit=limit)
        if chosen_format(request) == "html":
            return page_answer(request, "changes", collection=collection, delta=found)
        made: dict[str, Any] = {"since": found.since, "revision": found.revision, "readAgain": found.too_much}
        if not found.too_much:
            made |= {"inserted": found.inserted, "updated": found.updated, "deleted": found.deleted}
        return json_answer(made | {"links": _links(request, collection_id, found, limit)})


def _read_since(request: HttpRequest) -> int | None:
    text = request.GET.get("since")
    if text is None:
        return None
    if not REVISION.fullmatch(text):
        raise BadParameter(
            "since", text[:40], en="write the revision of an earlier answer.", vi="hãy ghi số phiên bản đã nhận."
        )
    return int(text)


def _links(request: HttpRequest, collection_id: str, found: layers.Delta, limit: int) -> list[dict[str, Any]]:
    collection = f"{base_url(request)}/collections/{collection_id}"
    here = f"{collection}/changes"
    links = [
        link("self", JSON, f"{here}?since={found.since}&limit={limit}&f=json", "JSON"),
        link("alternate", "text/html", f"{here}?since={found.since}&limit={limit}&f=html", "HTML"),
        link("items", GEOJSON, f"{collection}/items", "GeoJSON"),
        link("collection", JSON, collection, collection_id),
    ]
    if found.continues:
        links.append(link("next", JSON, f"{here}?since={found.revision}&limit={limit}&f=json", "JSON"))
    return links
