"""What else goes on there: other works in space and time, and roads that may not be opened."""

from datetime import date

import shapely
from django.contrib.gis.geos import GEOSGeometry
from psycopg.types.range import Range
from shapely.geometry.base import BaseGeometry

from layers import api as layers
from layers.errors import UnknownCollection

from ..answer import Conflict
from ..collections import MORATORIA
from ..models import WorksRequest

LIVE = (
    WorksRequest.State.SUBMITTED,
    WorksRequest.State.ANSWERED,
    WorksRequest.State.IN_PROGRESS,
    WorksRequest.State.DEVIATION_REPORTED,
)
"""States of works that still take place or will."""


def other_works(around: BaseGeometry, *, period: tuple[date, date], but: int | None = None) -> list[Conflict]:
    """Works of others that overlap in space and in time; [first day, day after the last)."""
    shape = GEOSGeometry(memoryview(shapely.to_wkb(around)), srid=4326)
    found = WorksRequest.objects.filter(state__in=LIVE, area__intersects=shape, period__overlap=Range(*period))
    if but is not None:
        found = found.exclude(pk=but)
    return [_other(request) for request in found.order_by("period", "id")]


def _other(request: WorksRequest) -> Conflict:
    first, after = request.period.lower, request.period.upper
    return Conflict(
        "other_works",
        "medium",
        request.organisation,
        f"{request.number}: {request.purpose}, {first:%d/%m/%Y} đến trước {after:%d/%m/%Y}."
        " Hãy phối hợp để chỉ đào một lần.",
        f"{request.number}: {request.purpose}, {first:%Y-%m-%d} until before {after:%Y-%m-%d}."
        " Join forces and dig once.",
    )


def moratoria(area: BaseGeometry, *, period: tuple[date, date]) -> list[Conflict]:
    """Roads under the polygon that may not be opened on a day of the period."""
    fields = ("road", "reason", "legal_act", "starts_on", "ends_on")
    try:
        found = layers.overlaps(MORATORIA, geometry=area, fields=fields)
    except UnknownCollection:
        return []
    return [
        _moratorium(road.properties)
        for road in found
        if road.properties["starts_on"] < period[1] and period[0] <= road.properties["ends_on"]
    ]


def _moratorium(road: dict[str, object]) -> Conflict:
    why = ", ".join(str(road[name]) for name in ("reason", "legal_act") if road[name])
    first, last = road["starts_on"], road["ends_on"]
    return Conflict(
        "moratorium",
        "high",
        "construction",
        f"{road['road']}: không đào từ {first:%d/%m/%Y} đến {last:%d/%m/%Y} ({why}).",
        f"{road['road']}: no digging from {first:%Y-%m-%d} to {last:%Y-%m-%d} ({why}).",
    )
