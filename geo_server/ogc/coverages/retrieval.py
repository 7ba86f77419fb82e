"""OGC API Environmental Data Retrieval on coverages: the values at a place, in an area, around a place, in a box."""

from typing import ClassVar

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from shapely.geometry.base import BaseGeometry

from layers import api as layers
from tiles import api as tiles

from ..answers import entity_tag, not_modified, subject_of
from ..errors import BadParameter
from ..formats import Format, chosen_format
from ..view import OgcView
from .descriptions import system_of
from .parameters import read_names, read_output_crs, region_of
from .places import circle, read_places, read_shape
from .views import COVJSON, GEOTIFF, MOST_VALUES, covjson_answer, grid_answer

ALWAYS = frozenset({"parameter-name", "crs"})
FORMATS = (COVJSON, GEOTIFF)
UNITS_M = {"m": 1.0, "km": 1000.0}
WIDEST_M = 100_000.0


class Retrieval(OgcView):
    """A query by place; subclasses say which part of the coverage it means."""

    parameters: ClassVar[frozenset[str]] = ALWAYS | {"coords"}
    formats: ClassVar[tuple[Format, ...]] = FORMATS

    def get(self, request: HttpRequest, collection_id: str) -> HttpResponseBase:
        file = tiles.open_coverage(subject_of(request), collection_id=collection_id)
        asked = chosen_format(request, self.formats)
        tag = entity_tag(request, file.version, layers.registry_revision())
        if unchanged := not_modified(request, tag):
            return unchanged
        answer = self.answer(request, file, asked)
        answer["ETag"] = tag
        return answer

    def answer(self, request: HttpRequest, file: tiles.CoverageFile, asked: str) -> HttpResponseBase:
        """The cells that the query means, on the coverage's own grid or in `crs`."""
        return grid_answer(file, self.query(request, file, MOST_VALUES[asked]), asked)

    def query(self, request: HttpRequest, file: tiles.CoverageFile, most_values: int) -> tiles.CoverageQuery:
        """Which cells; subclasses that answer with a grid say so."""
        raise NotImplementedError


class Position(Retrieval):
    """`.../position?coords=POINT(106.7 10.77)`: the stored value of the cell that holds the point, or of each point."""

    formats: ClassVar[tuple[Format, ...]] = (COVJSON,)

    def answer(self, request: HttpRequest, file: tiles.CoverageFile, asked: str) -> HttpResponseBase:
        crs = coordinates_crs(request, file)
        places = read_places(request.GET.get("coords", ""), crs=crs)
        names = read_names(request, "parameter-name")
        values = tiles.values_at(file, places, crs=crs, bands=names)
        bands = tiles.bands_named(file, names)
        return covjson_answer(tiles.points_document(places, values, bands, system_of(file, crs)))


class Area(Retrieval):
    """`.../area?coords=POLYGON((...))`: the cells whose centre lies inside."""

    def query(self, request: HttpRequest, file: tiles.CoverageFile, most_values: int) -> tiles.CoverageQuery:
        crs = coordinates_crs(request, file)
        shape = layers.transform_geometry(
            read_shape(request.GET.get("coords", ""), crs=crs), source=crs, target=layers.CRS84
        )
        return query_of(request, file, most_values, shape=shape)


class Radius(Retrieval):
    """`.../radius?coords=POINT(106.7 10.77)&within=50&within-units=m`: the cells around a place."""

    parameters: ClassVar[frozenset[str]] = ALWAYS | {"coords", "within", "within-units"}

    def query(self, request: HttpRequest, file: tiles.CoverageFile, most_values: int) -> tiles.CoverageQuery:
        crs = coordinates_crs(request, file)
        places = read_places(request.GET.get("coords", ""), crs=crs, most=1)
        x, y = layers.transformer(crs, layers.CRS84)(*places[0])
        return query_of(request, file, most_values, shape=circle(float(x), float(y), radius_m=read_within(request)))


class Cube(Retrieval):
    """`.../cube?bbox=106.6,10.7,106.7,10.8`: the cells of a box."""

    parameters: ClassVar[frozenset[str]] = ALWAYS | {"bbox"}

    def query(self, request: HttpRequest, file: tiles.CoverageFile, most_values: int) -> tiles.CoverageQuery:
        region = region_of(request.GET.get("bbox", ""), crs=coordinates_crs(request, file))
        return query_of(request, file, most_values, regions=(region,))


def coordinates_crs(request: HttpRequest, file: tiles.CoverageFile) -> str:
    """The CRS of coords and bbox: that of the parameter crs, longitude and latitude without it."""
    text = request.GET.get("crs")
    return layers.CRS84 if text is None else layers.parse_crs(text)


def query_of(
    request: HttpRequest,
    file: tiles.CoverageFile,
    most_values: int,
    *,
    regions: tuple[tiles.Region, ...] = (),
    shape: BaseGeometry | None = None,
) -> tiles.CoverageQuery:
    """The coverage query for some cells."""
    return tiles.CoverageQuery(
        regions=regions,
        shape=shape,
        bands=read_names(request, "parameter-name"),
        crs=read_output_crs(request, file),
        most_values=most_values,
    )


def read_within(request: HttpRequest) -> float:
    """The radius in metres; raises BadParameter."""
    text, unit = request.GET.get("within", ""), request.GET.get("within-units", "m")
    if unit not in UNITS_M:
        choice = ", ".join(UNITS_M)
        raise BadParameter("within-units", unit, en=f"choose one of {choice}.", vi=f"hãy chọn một trong {choice}.")
    try:
        radius_m = float(text) * UNITS_M[unit]
    except ValueError:
        radius_m = 0.0
    if not 0 < radius_m <= WIDEST_M:
        raise BadParameter(
            "within", text, en="write a number above 0, up to 100 km.", vi="hãy viết số lớn hơn 0, tối đa 100 km."
        )
    return radius_m
