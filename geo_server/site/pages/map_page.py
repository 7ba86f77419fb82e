"""The map: one page whose state lives in its address."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe


@require_safe
def show_map(request: HttpRequest) -> HttpResponse:
    """The frame of the map page; what is drawn comes from the OGC door, so one policy answers for it."""
    return render(request, "site/map.html", {"language": get_language(), "time_zone": settings.TIME_ZONE})
