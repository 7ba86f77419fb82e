"""The page of what became what in a comparison, its table as CSV and JSON, and the maps behind it."""

from typing import Any, Literal

from django.http import FileResponse, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from change_detection import api
from change_detection.engine.land_use.classes import COLOURS, TITLES, LandUse
from change_detection.land_use import AreaLandUse

from .asker import subject_of

Which = Literal["before", "after"]


@require_safe
@never_cache
def land_use_page(request: HttpRequest, run_id: str) -> HttpResponse:
    """Both maps, the classes in total, and a matrix for every area."""
    info = api.get_land_use(subject_of(request), run_id=run_id)
    context = {
        "run": info.run,
        "day": info.day,
        "whole": info.whole,
        "classes": [_class_row(one, info.whole) for one in LandUse],
        "areas": [_shown(area) for area in info.areas],
    }
    return render(request, "change_detection/land_use.html", context)


@require_safe
@never_cache
def land_use_csv(request: HttpRequest, run_id: str) -> HttpResponse:
    """One line for each area and pair of classes."""
    table = api.get_land_use(subject_of(request), run_id=run_id).as_csv()
    disposition = f'attachment; filename="land-use-{run_id}.csv"'
    return HttpResponse(table, content_type="text/csv; charset=utf-8", headers={"Content-Disposition": disposition})


@require_safe
@never_cache
def land_use_json(request: HttpRequest, run_id: str) -> JsonResponse:
    """The same for programs."""
    return JsonResponse(api.get_land_use(subject_of(request), run_id=run_id).as_dict())


@require_safe
@never_cache
def land_use_picture(request: HttpRequest, run_id: str, which: Which) -> HttpResponse:
    """A map of one date as a picture of a page's width."""
    return HttpResponse(api.land_use_picture(subject_of(request), run_id=run_id, which=which), content_type="image/png")


@require_safe
@never_cache
def land_use_file(request: HttpRequest, run_id: str, which: Which) -> FileResponse:
    """A map of one date as a Cloud Optimized GeoTIFF: colours in bands 1 to 3, classes in band 4."""
    path = api.land_use_map(subject_of(request), run_id=run_id, which=which)
    name = f"land-use-{run_id}-{which}.tif"
    return FileResponse(path.open("rb"), content_type="image/tiff", as_attachment=True, filename=name)


def _class_row(land_use: LandUse, whole: AreaLandUse) -> dict[str, Any]:
    """One class in total: before, after, and by how much it grew."""
    was, now = whole.was_m2(land_use), whole.is_m2(land_use)
    growth = ("+" if now > was else "") + _grouped(now - was)
    return {
        "title": _title(land_use),
        "colour": _colour(land_use),
        "was": _grouped(was),
        "is": _grouped(now),
        "growth": growth,
    }


def _shown(area: AreaLandUse) -> dict[str, Any]:
    """The matrix of an area: a row for each class that was there, a column for each that is."""
    was = [one for one in LandUse if area.was_m2(one) > 0]
    now = [one for one in LandUse if area.is_m2(one) > 0]
    return {
        "name": area.name or area.code or _("Outside of every area"),
        "code": area.code,
        "valid_from": area.valid_from,
        "area_m2": _grouped(area.area_m2),
        "changed_m2": _grouped(area.changed_m2),
        "columns": [_title(one) for one in now],
        "rows": [
            {
                "title": _title(before),
                "cells": [_cell(area.became_m2(before, after), same=before == after) for after in now],
                "total": _grouped(area.was_m2(before)),
            }
            for before in was
        ],
        "totals": [_grouped(area.is_m2(one)) for one in now],
    }


def _cell(area_m2: float, *, same: bool) -> dict[str, Any]:
    return {"m2": _grouped(area_m2) if area_m2 else "", "same": same}


def _grouped(area_m2: float) -> str:
    """Whole square metres in groups of three, as the language writes them."""
    written = f"{area_m2:,.0f}"
    return written if _english() else written.replace(",", ".")


def _english() -> bool:
    return (get_language() or "vi").startswith("en")


def _title(land_use: LandUse) -> str:
    vi, en = TITLES[land_use]
    return en if _english() else vi


def _colour(land_use: LandUse) -> str:
    red, green, blue = COLOURS[land_use]
    return f"#{red:02x}{green:02x}{blue:02x}"
