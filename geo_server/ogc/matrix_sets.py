"""`/ogc/TileMatrixSets`: how our tiles are cut, as documents of OGC Two Dimensional Tile Matrix Set 2.0."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language, gettext

from layers import api as layers
from tiles import api as tiles

from .answers import json_answer, page_answer
from .formats import JSON, chosen_format
from .mount import base_url
from .view import OgcView

AXES = {"OGC:CRS84": ["Lon", "Lat"], "EPSG:3857": ["X", "Y"]}
EAST_NORTH = ["E", "N"]
TILE_PX = 256
Document = dict[str, Any]


class TileMatrixSets(OgcView):
    """The list of the tile matrix sets that are served."""

    def get(self, request: HttpRequest) -> HttpResponse:
        base = base_url(request)
        made = {"tileMatrixSets": [_entry(base, tms) for tms in tiles.list_tile_matrix_sets()]}
        if chosen_format(request) == "json":
            return json_answer(made)
        return page_answer(request, "tile_matrix_sets", title=gettext("Tile matrix sets"), document=made)


class OneTileMatrixSet(OgcView):
    """The definition of one: origin, scales and sizes of its matrices."""

    def get(self, request: HttpRequest, tms: str) -> HttpResponse:
        made = definition(base_url(request), tiles.get_tile_matrix_set(tms))
        if chosen_format(request) == "json":
            return json_answer(made)
        return page_answer(request, "tile_matrix_sets", title=tms, document=made)


def matrix_set_uri(base: str, tms: tiles.TileMatrixSet) -> str:
    """Its URI in the OGC register; the address of our own definition for a set that is ours."""
    return tms.uri or f"{base}/TileMatrixSets/{tms.id}"


def definition(base: str, tms: tiles.TileMatrixSet) -> Document:
    """The whole definition."""
    return {
        "id": tms.id,
        "title": _title(tms),
        "uri": matrix_set_uri(base, tms),
        "crs": layers.crs_uri(tms.crs),
        "orderedAxes": AXES.get(tms.crs, EAST_NORTH),
        "tileMatrices": [_matrix(tms, zoom) for zoom in range(tms.max_zoom + 1)],
    }


def _matrix(tms: tiles.TileMatrixSet, zoom: int) -> Document:
    return {
        "id": str(zoom),
        "scaleDenominator": tms.scale_denominator(zoom),
        "cellSize": tms.side_at(zoom) / TILE_PX,
        "cornerOfOrigin": "topLeft",
        "pointOfOrigin": [tms.box[0], tms.box[3]],
        "tileWidth": TILE_PX,
        "tileHeight": TILE_PX,
        "matrixWidth": tms.columns(zoom),
        "matrixHeight": tms.rows(zoom),
    }


def _entry(base: str, tms: tiles.TileMatrixSet) -> Document:
    href = f"{base}/TileMatrixSets/{tms.id}"
    links = [{"rel": "self", "type": JSON, "href": href, "title": gettext("Definition")}]
    return {
        "id": tms.id,
        "title": _title(tms),
        "uri": matrix_set_uri(base, tms),
        "crs": layers.crs_uri(tms.crs),
        "links": links,
    }


def _title(tms: tiles.TileMatrixSet) -> str:
    return tms.title_en if (get_language() or "vi").startswith("en") else tms.title_vi
