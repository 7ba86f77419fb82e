"""OGC API Coverages: the values of a collection's grid as GeoTIFF, CoverageJSON or PNG, and its page for people."""

import json
import math
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from layers import api as layers
from tiles import api as tiles

from ..answers import entity_tag, json_answer, not_modified, page_answer, subject_of
from ..formats import HTML_FORMAT, SCHEMA, Format, chosen_format
from ..mount import base_url
from ..stac.files import file_answer
from ..view import OgcView
from .descriptions import (
    axis_names,
    crs_uri,
    domainset_document,
    rangetype_document,
    schema_document,
    system_of,
)
from .parameters import COVERAGE_PARAMETERS, read_coverage_query

if TYPE_CHECKING:
    from tiles.api import CoverageFile, CoverageQuery

GEOTIFF = Format("geotiff", "image/tiff", also=("image/tiff;application=geotiff",))
COVJSON = Format("covjson", "application/prs.coverage+json", also=("application/vnd.cov+json",))
PNG = Format("png", "image/png")
FORMATS = (GEOTIFF, COVJSON, PNG, HTML_FORMAT)
MOST_VALUES = {"geotiff": 16_777_216, "png": 16_777_216, "covjson": 1_000_000}
PREVIEW_PX = 900
EXAMPLE_CELLS = 500
Answer = TypeVar("Answer", bound=HttpResponseBase)


class Coverage(OgcView):
    """`/ogc/collections/{id}/coverage`: all of it, or the part that the query names."""

    parameters: ClassVar[frozenset[str]] = COVERAGE_PARAMETERS

    def get(self, request: HttpRequest, collection_id: str) -> HttpResponseBase:
        file = tiles.open_coverage(subject_of(request), collection_id=collection_id)
        asked = chosen_format(request, FORMATS)
        if asked == "html":
            return _page(request, file)
        query = read_coverage_query(request, file, most_values=MOST_VALUES[asked])
        tag = entity_tag(request, file.version, layers.registry_revision())
        if unchanged := not_modified(request, tag):
            return unchanged
        whole = asked == "geotiff" and _asks_for_all(query)
        answer = _whole_file(request, file) if whole else grid_answer(file, query, asked)
        answer["ETag"] = tag
        return answer


class CoverageDocument(OgcView):
    """`.../coverage/schema`, `/rangetype`, `/domainset`: what a coverage is, for programs."""

    kind = "schema"

    def get(self, request: HttpRequest, collection_id: str) -> HttpResponse:
        file = tiles.open_coverage(subject_of(request), collection_id=collection_id)
        chosen_format(request, (Format("json", "application/json", also=(SCHEMA,)),))
        if self.kind == "rangetype":
            return json_answer(rangetype_document(file))
        if self.kind == "domainset":
            return json_answer(domainset_document(file))
        url = f"{base_url(request)}/collections/{collection_id}/coverage/schema"
        return json_answer(schema_document(file, url), media_type=SCHEMA)


def grid_answer(file: "CoverageFile", query: "CoverageQuery", name: str) -> HttpResponse:
    """The values of a part of a coverage in one of the formats, with the CRS and box of the answer in the head.

    Raises:
        NothingThere, CoverageTooLarge, UnknownBand, NoPicture, UnreadableImagery.
    """
    if name == "png":
        tiles.require_picture(tiles.bands_named(file, query.bands))
    coverage = tiles.read_coverage(file, query)
    system = system_of(file, query.crs)
    if name == "covjson":
        answer = covjson_answer(tiles.grid_document(coverage, system))
    elif name == "png":
        answer = HttpResponse(tiles.write_png(coverage), content_type="image/png")
    else:
        answer = _download(HttpResponse(tiles.write_geotiff(coverage), content_type=GEOTIFF.media_type), file)
    west, south, east, north = coverage.grid.box
    box = (south, west, north, east) if system.y_first else (west, south, east, north)
    answer["Content-Bbox"] = ",".join(f"{number:.10g}" for number in box)
    if system.uri:
        answer["Content-Crs"] = f"<{system.uri}>"
    return answer


def covjson_answer(document: dict[str, Any]) -> HttpResponse:
    """A CoverageJSON document."""
    body = json.dumps(document, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return HttpResponse(body.encode(), content_type=COVJSON.media_type)


def _asks_for_all(query: "CoverageQuery") -> bool:
    return query == tiles.CoverageQuery(most_values=query.most_values)


def _whole_file(request: HttpRequest, file: "CoverageFile") -> HttpResponseBase:
    """The file as it is stored, whole or the range of bytes that GDAL asks for: no limit, no byte changed."""
    answer = _download(file_answer(request, file.path, media_type=GEOTIFF.media_type), file)
    if uri := crs_uri(file, None):
        answer["Content-Crs"] = f"<{uri}>"
    return answer


def _download(answer: Answer, file: "CoverageFile") -> Answer:
    answer["Content-Disposition"] = f'inline; filename="{file.collection.id}.tif"'
    return answer


def _page(request: HttpRequest, file: "CoverageFile") -> HttpResponse:
    """The coverage for people: a picture, its grid and bands, downloads, and examples that stay within the limits."""
    facts, grid = file.facts, file.facts.grid
    bands = len(facts.bands)
    return page_answer(
        request, "coverage", collection=file.collection, facts=facts, grid=grid, cell=grid.cell,
        bytes=file.path.stat().st_size, crs=crs_uri(file, None), axes=axis_names(file),
        unit="°" if system_of(file, None).geographic else "m",
        preview=_factor(grid.columns, grid.rows, PREVIEW_PX**2) if facts.is_picture else None,
        small=_factor(grid.columns, grid.rows, MOST_VALUES["covjson"] // bands),
        coarse=max(2, _factor(grid.columns, grid.rows, MOST_VALUES["geotiff"] // bands)),
        corner=(grid.box[0] + EXAMPLE_CELLS * grid.cell[0], grid.box[1] + EXAMPLE_CELLS * grid.cell[1]),
        place=tiles.middle_of(file),
    )  # fmt: skip


def _factor(columns: int, rows: int, most: int) -> int:
    """The scale factor with which so many cells are not exceeded."""
    return max(1, math.ceil(math.sqrt(columns * rows / most)))
