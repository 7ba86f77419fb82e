"""The networks that somebody may ask, for the map page and for programs."""

from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

from geo_server.core.subject import Subject
from layers import api as layers
from layers.errors import UnknownCollection

from .selectors.networks import list_networks


@require_safe
def show_networks(request: HttpRequest) -> JsonResponse:
    """Id, titles, domain and those collections of each network that the asker may know."""
    subject: Subject = request.subject  # type: ignore[attr-defined]
    networks = [
        {
            "id": spec.id,
            "title": {"vi": spec.title_vi, "en": spec.title_en},
            "domain": spec.domain,
            "collections": [name for name in spec.collections if _may_know(subject, name)],
        }
        for spec in list_networks(subject)
    ]
    return JsonResponse({"networks": networks}, headers={"Cache-Control": "private, no-store"})


def _may_know(subject: Subject, collection: str) -> bool:
    try:
        layers.describe(subject, collection_id=collection)
    except UnknownCollection:
        return False
    return True
