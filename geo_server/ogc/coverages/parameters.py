"""From query parameters to the part of a coverage that is wanted: bbox, subset, scale, properties, crs."""

import math
import re

from django.http import HttpRequest

from layers import api as layers
from tiles import api as tiles

from ..errors import BadParameter
from ..parameters import read_crs

AREA = frozenset({"bbox", "bbox-crs", "subset", "subset-crs"})
SCALING = ("scale-factor", "scale-axes", "scale-size")
COVERAGE_PARAMETERS = AREA | frozenset(SCALING) | {"properties", "crs"}
DEGREES = {"lat": "y", "latitude": "y", "lon": "x", "long": "x", "longitude": "x"}
METRES = {"e": "x", "easting": "x", "x": "x", "n": "y", "northing": "y", "y": "y"}
PART = re.compile(r"\s*([A-Za-z]+)\(([^()]*)\)\s*(?:,|$)")
LARGEST_FACTOR, MOST_CELLS = 100_000.0, 100_000
Parts = dict[str, str]


def read_coverage_query(request: HttpRequest, file: tiles.CoverageFile, *, most_values: int) -> tiles.CoverageQuery:
    """The question that a coverage request asks.

    Raises:
        BadParameter, BadBbox, UnknownCrs: a value does not hold.
    """
    return tiles.CoverageQuery(
        regions=tuple(region for region in (_read_bbox(request), _read_subset(request)) if region is not None),
        bands=read_names(request, "properties"),
        scale=_read_scale(request),
        crs=read_output_crs(request, file),
        most_values=most_values,
    )


def read_output_crs(request: HttpRequest, file: tiles.CoverageFile) -> str | None:
    """The CRS of the answer; None for the coverage's own."""
    text = request.GET.get("crs")
    if text is None or (file.facts.crs and text in (file.facts.crs, layers.crs_uri(file.facts.crs))):
        return None
    return layers.parse_crs(text)


def read_names(request: HttpRequest, name: str) -> tuple[str, ...] | None:
    """The names in a list with commas; None when absent or empty."""
    found = tuple(part.strip() for part in request.GET.get(name, "").split(",") if part.strip())
    return found or None


def region_of(text: str, *, crs: str) -> tiles.Region:
    """A bbox in the axis order of its CRS; raises BadBbox."""
    box = layers.parse_bbox(text, crs=crs)
    return tiles.Region(box if layers.axis_order(crs) == "xy" else (box[1], box[0], box[3], box[2]), crs)


def _read_bbox(request: HttpRequest) -> tiles.Region | None:
    text = request.GET.get("bbox")
    return None if text is None else region_of(text, crs=read_crs(request, "bbox-crs"))


def _read_subset(request: HttpRequest) -> tiles.Region | None:
    """`Lat(10.7:10.8),Lon(106.6:*)`, or `E(..),N(..)` in the coverage's own CRS or that of subset-crs."""
    asked = request.GET.getlist("subset")
    if not asked:
        return None
    text = ",".join(asked)
    parts = _parts("subset", text)
    degrees = parts.keys() & DEGREES.keys()
    if degrees and len(degrees) < len(parts):
        raise BadParameter(
            "subset", text, en="Lat and Lon do not go with E and N.", vi="Lat và Lon không đi chung với E và N."
        )
    crs = _subset_crs(request, degrees=bool(degrees))
    sides = {axis: (-math.inf, math.inf) for axis in "xy"}
    for name, span in parts.items():
        sides[_axis("subset", name)] = _span(text, span)
    return tiles.Region((sides["x"][0], sides["y"][0], sides["x"][1], sides["y"][1]), crs)


def _subset_crs(request: HttpRequest, *, degrees: bool) -> str | None:
    if "subset-crs" in request.GET:
        return read_crs(request, "subset-crs")
    return layers.CRS84 if degrees else None


def _span(text: str, span: str) -> tuple[float, float]:
    """`low:high`, one number, or `*` for an open end."""
    first, colon, last = span.partition(":")
    low = _number(text, first, open_end=-math.inf)
    high = _number(text, last, open_end=math.inf) if colon else low
    if low > high or (not colon and not math.isfinite(low)):
        raise BadParameter(
            "subset", text, en="the first number is above the second.", vi="số thứ nhất lớn hơn số thứ hai."
        )
    return low, high


def _number(text: str, part: str, *, open_end: float) -> float:
    if part.strip() == "*":
        return open_end
    try:
        number = float(part)
    except ValueError:
        number = math.nan
    if not math.isfinite(number):
        raise BadParameter(
            "subset", text, en="write numbers, as in Lat(10.7:10.8).", vi="hãy viết số, như Lat(10.7:10.8)."
        )
    return number


def _read_scale(request: HttpRequest) -> tiles.Scale:
    """One of scale-factor=2, scale-axes=E(2),N(2), scale-size=E(400),N(300)."""
    given = [name for name in SCALING if name in request.GET]
    if not given:
        return tiles.Scale()
    name, text = given[0], request.GET[given[0]]
    if len(given) > 1:
        raise BadParameter(
            name, text, en=f"give only one of {', '.join(SCALING)}.", vi=f"chỉ dùng một trong {', '.join(SCALING)}."
        )
    if name == "scale-factor":
        factor = _factor(name, text)
        return tiles.Scale(factors=(factor, factor))
    named = {_axis(name, axis): value for axis, value in _parts(name, text).items()}
    if name == "scale-axes":
        factors = {axis: _factor(name, value) for axis, value in named.items()}
        return tiles.Scale(factors=(factors.get("x", 1.0), factors.get("y", 1.0)))
    sizes = {axis: _size(name, value) for axis, value in named.items()}
    return tiles.Scale(columns=sizes.get("x"), rows=sizes.get("y"))


def _factor(name: str, text: str) -> float:
    try:
        factor = float(text)
    except ValueError:
        factor = math.nan
    if not 1 / LARGEST_FACTOR <= factor <= LARGEST_FACTOR:
        raise BadParameter(
            name, text, en="a factor is a number above 0; 2 halves the resolution.",
            vi="hệ số là số lớn hơn 0; 2 là giảm nửa độ phân giải.",
        )  # fmt: skip
    return factor


def _size(name: str, text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 6 and 1 <= int(text) <= MOST_CELLS):
        raise BadParameter(
            name, text, en=f"a size is a whole number from 1 to {MOST_CELLS}.",
            vi=f"kích thước là số nguyên từ 1 đến {MOST_CELLS}.",
        )  # fmt: skip
    return int(text)


def _parts(name: str, text: str) -> Parts:
    """`A(1:2),B(3)` as {"a": "1:2", "b": "3"}; raises BadParameter for anything else."""
    found: Parts = {}
    place = 0
    while match := PART.match(text, place):
        found[match[1].lower()] = match[2]
        place = match.end()
    if place != len(text) or not found:
        raise BadParameter(
            name, text, en="write axis names with numbers in brackets, as in E(600000:600500),N(1190000:1190500).",
            vi="hãy viết tên trục và số trong ngoặc, như E(600000:600500),N(1190000:1190500).",
        )  # fmt: skip
    return found


def _axis(parameter: str, name: str) -> str:
    """Which of x and y a name of an axis means; raises BadParameter."""
    axis = DEGREES.get(name) or METRES.get(name)
    if axis is None:
        raise BadParameter(
            parameter,
            name,
            en="the axes are called Lat and Lon, or E and N.",
            vi="các trục tên là Lat và Lon, hoặc E và N.",
        )
    return axis
