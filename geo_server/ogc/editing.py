"""Features that people change (OGC API Features Part 4): POST to the items; PUT, PATCH and DELETE of one of them.

The methods that a resource has differ by subject: `OPTIONS` and `Allow` tell each what he may do, which is what QGIS
asks before it lets a planner edit. Without credentials the answer is 401, without the right 403, and what a subject may
not see is 404 to him as if it were not there.
"""

from typing import Literal
from urllib.parse import unquote

from django.http import HttpRequest, HttpResponse

from geo_server.core import clock
from geo_server.core.same_site import refuse_other_sites
from layers import api as layers

from .answers import subject_of
from .bodies import read_json
from .errors import ItemExists
from .formats import GEOJSON, JSON
from .item_answers import item_answer, read_fid, read_versions
from .mount import base_url
from .view import OgcView, refuse_unknown

MERGE_PATCH = "application/merge-patch+json"
READING = ["GET", "HEAD", "OPTIONS"]
DEFAULT_REASON = "OGC API Features"
LONGEST_REASON = 500


class CreatesItems(OgcView):
    """What `/ogc/collections/{id}/items` has for writers."""

    def post(self, request: HttpRequest, collection_id: str) -> HttpResponse:
        """Add the feature in the body: 201 and its address."""
        edit = _begin(request, collection_id, "create")
        fid = layers.create_item(edit, feature=read_json(request, media_types=(GEOJSON, JSON)))
        answer = _outcome(request, edit, fid, status=201)
        answer["Location"] = f"{base_url(request)}/collections/{collection_id}/items/{fid}"
        return answer

    def _allowed_methods(self) -> list[str]:
        actions = layers.allowed_actions(subject_of(self.request), collection_id=self.kwargs["collection_id"])
        return [*READING, *(["POST"] if "create" in actions else [])]


class EditsItem(OgcView):
    """What `/ogc/collections/{id}/items/{fid}` has for writers."""

    def put(self, request: HttpRequest, collection_id: str, fid: str) -> HttpResponse:
        """Replace the feature by the one in the body, whose id does not matter; never makes a new one."""
        edit, number = _begin(request, collection_id, "update"), read_fid(collection_id, fid)
        layers.replace_item(edit, fid=number, feature=read_json(request, media_types=(GEOJSON, JSON)))
        return _outcome(request, edit, number)

    def patch(self, request: HttpRequest, collection_id: str, fid: str) -> HttpResponse:
        """Change the members that a JSON merge patch names."""
        edit, number = _begin(request, collection_id, "update"), read_fid(collection_id, fid)
        layers.update_item(edit, fid=number, patch=read_json(request, media_types=(MERGE_PATCH, JSON)))
        return _outcome(request, edit, number)

    def delete(self, request: HttpRequest, collection_id: str, fid: str) -> HttpResponse:
        """Take the feature away; its history stays."""
        edit = _begin(request, collection_id, "delete")
        layers.delete_item(edit, fid=read_fid(collection_id, fid))
        return HttpResponse(status=204)

    def options(self, request: HttpRequest, *args: str, **kwargs: str) -> HttpResponse:
        """Also the kind of patch that is taken (RFC 5789)."""
        response = super().options(request, *args, **kwargs)
        response["Accept-Patch"] = MERGE_PATCH
        return response

    def _allowed_methods(self) -> list[str]:
        collection_id = self.kwargs["collection_id"]
        fid = read_fid(collection_id, self.kwargs["fid"])
        actions = layers.allowed_actions(subject_of(self.request), collection_id=collection_id, fid=fid)
        changing = ["PUT", "PATCH"] if "update" in actions else []
        return [*READING, *changing, *(["DELETE"] if "delete" in actions else [])]


def _begin(request: HttpRequest, collection_id: str, action: Literal["create", "update", "delete"]) -> layers.Edit:
    """The edit that a request asks for; whoever may not is told before his body is read."""
    refuse_unknown(request, frozenset())
    subject = subject_of(request)
    layers.require_action(subject, collection_id=collection_id, action=action)
    refuse_other_sites(request)
    if action != "create" and request.headers.get("If-None-Match", "").strip() == "*":
        raise ItemExists
    expected = request.headers.get("If-Match")
    return layers.Edit(
        subject=subject,
        collection_id=collection_id,
        crs=_read_content_crs(request),
        based_on=None if expected is None else read_versions(expected),
        reason=_read_reason(request),
        now=clock.now(),
    )


def _read_content_crs(request: HttpRequest) -> str:
    """The CRS of the coordinates in the body; QGIS leaves the angle brackets out. Raises UnknownCrs."""
    named = request.headers.get("Content-Crs", "").strip()
    return layers.parse_crs(named.removeprefix("<").removesuffix(">")) if named else layers.CRS84


def _read_reason(request: HttpRequest) -> str:
    """Why, for the history: percent-encoded UTF-8, because a header has no Vietnamese letters."""
    said = unquote(request.headers.get("Diaban-Reason", ""))
    printable = "".join(letter for letter in said if letter.isprintable())
    return printable[:LONGEST_REASON] or DEFAULT_REASON


def _outcome(request: HttpRequest, edit: layers.Edit, fid: int, *, status: int = 200) -> HttpResponse:
    """The feature as it is now, if the client prefers that (RFC 7240); otherwise nothing but the status."""
    if "return=representation" not in request.headers.get("Prefer", "").replace(" ", ""):
        return HttpResponse(status=204 if status == 200 else status)
    item = layers.get_item(edit.subject, collection_id=edit.collection_id, fid=fid, crs=edit.crs)
    answer = item_answer(request, collection_id=edit.collection_id, item=item, crs=edit.crs)
    answer.status_code = status
    answer["Content-Location"] = f"{base_url(request)}/collections/{edit.collection_id}/items/{fid}"
    answer["Preference-Applied"] = "return=representation"
    return answer
