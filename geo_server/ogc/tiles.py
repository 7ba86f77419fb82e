"""OGC API Tiles: vector tiles and map tiles of one collection, their tilesets and TileJSON."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from tiles import api as tiles
from tiles import errors as tiles_errors

from .answers import json_answer, not_modified, subject_of
from .errors import BadParameter
from .mount import base_url
from .parameters import read_at
from .tilesets import tile_json, tileset_document, tilesets_document
from .view import OgcView

MAP_FORMATS = {"png": tiles.PNG, "jpg": tiles.JPEG, "jpeg": tiles.JPEG, "webp": tiles.WEBP}


class Tilesets(OgcView):
    """`/ogc/collections/{id}/tiles` and `/map/tiles`: the tilesets of one kind."""

    kind = "vector"

    def get(self, request: HttpRequest, collection_id: str) -> HttpResponse:
        found = tiles.list_tilesets(subject_of(request), collection_id=collection_id)
        return json_answer(tilesets_document(base_url(request), [t for t in found if t.kind == self.kind], self.kind))


class Tileset(OgcView):
    """`.../tiles/WebMercatorQuad`: metadata of one tileset; `f=tilejson` for MapLibre."""

    kind = "vector"

    def get(self, request: HttpRequest, collection_id: str, tms: str) -> HttpResponse:
        check_tile_matrix_set(tms)
        found = tiles.list_tilesets(subject_of(request), collection_id=collection_id)
        tileset = next((t for t in found if t.kind == self.kind), None)
        if tileset is None:
            raise tiles_errors.NoVectorTiles(collection_id)
        make = tile_json if request.GET.get("f") == "tilejson" else tileset_document
        return json_answer(make(base_url(request), tileset))


class VectorTile(OgcView):
    """`.../tiles/WebMercatorQuad/{zoom}/{row}/{column}`: a Mapbox vector tile; 204 where nothing lies."""

    parameters = frozenset({"datetime"})

    def get(self, request: HttpRequest, collection_id: str, **address: str) -> HttpResponseBase:
        tile = read_tile(**address)
        content = tiles.get_vector_tile(
            subject_of(request), collection_id=collection_id, tile=tile, at=read_at(request)
        )
        if not content.data:
            return HttpResponse(status=204)
        response = tile_answer(request, content, content.data)
        response.headers["Diaban-Features"] = f"found={content.found}, drawn={content.drawn}"
        return response


class MapTile(OgcView):
    """`.../map/tiles/WebMercatorQuad/{zoom}/{row}/{column}`: drawn map or imagery; `f` is png, jpg or webp."""

    def get(self, request: HttpRequest, collection_id: str, **address: str) -> HttpResponseBase:
        tile = read_tile(**address)
        content = tiles.get_map_tile(
            subject_of(request), collection_id=collection_id, tile=tile, media_type=read_map_format(request)
        )
        return tile_answer(request, content, content.data or tiles.blank(content.media_type))


def read_tile(*, tms: str, zoom: str, row: str, column: str) -> tiles.Tile:
    """The tile that a path names; raises UnknownTileMatrixSet and TileOutOfRange."""
    check_tile_matrix_set(tms)
    if not all(part.isascii() and part.isdigit() and len(part) <= 10 for part in (zoom, row, column)):
        raise tiles_errors.TileOutOfRange(zoom, row, column)
    return tiles.Tile(int(zoom), int(row), int(column))


def check_tile_matrix_set(tms: str) -> None:
    """Raise UnknownTileMatrixSet for another than the one that is served."""
    if tms != tiles.TILE_MATRIX_SET:
        raise tiles_errors.UnknownTileMatrixSet(tms)


def read_map_format(request: HttpRequest) -> str | None:
    """The media type of a map tile, None to leave the choice to the server; raises BadParameter."""
    asked = request.GET.get("f")
    if asked is None:
        accepted = request.get_preferred_type([tiles.PNG, tiles.JPEG, tiles.WEBP])
        return accepted if request.headers.get("Accept", "*/*") == accepted else None
    if asked not in MAP_FORMATS:
        choice = ", ".join(MAP_FORMATS)
        raise BadParameter("f", asked, en=f"choose one of {choice}.", vi=f"hãy chọn một trong {choice}.")
    return MAP_FORMATS[asked]


def tile_answer(request: HttpRequest, content: tiles.TileContent, data: bytes) -> HttpResponseBase:
    """The bytes with their tag, or 304 if the client has them."""
    known: Any = not_modified(request, content.etag)
    response: HttpResponseBase = known or HttpResponse(data, content_type=content.media_type)
    response.headers["ETag"] = content.etag
    return response
