"""The page of a place: `/place?at=106.70,10.78`, `?collection=parcels&fid=7` or `?geometry=<GeoJSON>`; `f=json`."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET
from shapely.geometry.base import BaseGeometry

from geo_server.core import clock
from geo_server.core.subject import Subject

from ..errors import BadPlace
from ..places import read_shape
from .card import card_document, place_card, place_of_item

USUAL_REACH_M = 10.0


@require_GET
@cache_control(private=True, no_cache=True)
def show_place(request: HttpRequest) -> HttpResponse:
    """What the reader may see at a place."""
    subject: Subject = request.subject  # type: ignore[attr-defined]
    shape = _shape(request, subject)
    card = place_card(subject, shape=shape, reach_m=_reach_m(request), now=clock.now())
    if request.GET.get("f") == "json" or "text/html" not in request.headers.get("Accept", "text/html"):
        return JsonResponse(card_document(card))
    return render(request, "works/place.html", {"card": card, "reach_m": card.reach_m})


def _shape(request: HttpRequest, subject: Subject) -> BaseGeometry:
    asked = request.GET
    if "collection" in asked:
        fid = asked.get("fid", "")
        if not (fid.isascii() and fid.isdigit() and len(fid) < 19):
            raise BadPlace(f"fid '{fid}' is no number of a feature.", f"fid '{fid}' không phải số của đối tượng.")
        return place_of_item(subject, collection_id=asked["collection"], fid=int(fid))
    if not ("at" in asked or "geometry" in asked):
        raise BadPlace(
            "say where: at=longitude,latitude, or collection and fid, or geometry.",
            "hãy nêu vị trí: at=kinh độ,vĩ độ, hoặc collection và fid, hoặc geometry.",
        )
    return read_shape(asked.get("at") or asked.get("geometry", ""))


def _reach_m(request: HttpRequest) -> float:
    text = request.GET.get("reach", "")
    try:
        return float(text) if text else USUAL_REACH_M
    except ValueError:
        raise BadPlace(f"reach '{text}' is no number of metres.", f"reach '{text}' không phải số mét.") from None
