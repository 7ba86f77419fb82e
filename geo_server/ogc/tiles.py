"""OGC API Tiles: vector tiles and map tiles of one collection and of the dataset."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from tiles import api as tiles
from tiles import errors as tiles_errors

from .answers import not_modified, subject_of
from .errors import BadParameter
from .parameters import read_at
from .tileset_views import read_collections
from .view import OgcView

MAP_FORMATS = {"png": tiles.PNG, "jpg": tiles.JPEG, "jpeg": tiles.JPEG, "webp": tiles.WEBP}
VECTOR_FORMATS = {"mvt": tiles.MVT}
LONGEST_NUMBER = 10  # digits: 2147483647 is a tile that does not exist, not a parameter that cannot be read


class VectorTile(OgcView):
    """`.../tiles/{tms}/{zoom}/{row}/{column}`: a Mapbox vector tile; 204 where nothing lies."""

    parameters = frozenset({"datetime"})

    def get(self, request: HttpRequest, collection_id: str, **address: str) -> HttpResponseBase:
        _check_vector_format(request)
        content = tiles.get_vector_tile(
            subject_of(request),
            collection_id=collection_id,
            tile=read_tile(**address),
            at=read_at(request),
            packed="gzip" in request.META.get("HTTP_ACCEPT_ENCODING", ""),
        )
        return vector_answer(request, content)


class MapTile(OgcView):
    """`.../map/tiles/{tms}/{zoom}/{row}/{column}`: drawn map or imagery; `f` is png, jpg or webp."""

    def get(self, request: HttpRequest, collection_id: str, **address: str) -> HttpResponseBase:
        content = tiles.get_map_tile(
            subject_of(request),
            collection_id=collection_id,
            tile=read_tile(**address),
            media_type=read_map_format(request),
        )
        return tile_answer(request, content, content.data or tiles.blank(content.media_type))


class DatasetVectorTile(OgcView):
    """`/ogc/tiles/{tms}/{zoom}/{row}/{column}`: a vector tile with one layer for each collection."""

    parameters = frozenset({"datetime", "collections"})

    def get(self, request: HttpRequest, **address: str) -> HttpResponseBase:
        _check_vector_format(request)
        content = tiles.get_dataset_vector_tile(
            subject_of(request), collections=read_collections(request), tile=read_tile(**address), at=read_at(request)
        )
        return vector_answer(request, content)


class DatasetMapTile(OgcView):
    """`/ogc/map/tiles/{tms}/{zoom}/{row}/{column}`: a map tile of several collections."""

    parameters = frozenset({"collections"})

    def get(self, request: HttpRequest, **address: str) -> HttpResponseBase:
        content = tiles.get_dataset_map_tile(
            subject_of(request),
            collections=read_collections(request),
            tile=read_tile(**address),
            media_type=read_map_format(request),
        )
        return tile_answer(request, content, content.data or tiles.blank(content.media_type))


def read_tile(*, tms: str, zoom: str, row: str, column: str) -> tiles.Tile:
    """The tile that a path names; raises UnknownTileMatrixSet and TileOutOfRange."""
    tile_matrix_set = tiles.get_tile_matrix_set(tms)
    if not all(part.isascii() and part.isdigit() and len(part) <= LONGEST_NUMBER for part in (zoom, row, column)):
        raise tiles_errors.TileOutOfRange(zoom, row, column)
    tile = tiles.Tile(int(zoom), int(row), int(column), tile_matrix_set)
    if not tile.exists:
        raise tiles_errors.TileOutOfRange(zoom, row, column)
    return tile


def read_map_format(request: HttpRequest) -> str | None:
    """The media type of a map tile, None to leave the choice to the server; raises BadParameter."""
    asked = request.GET.get("f")
    if asked is None:
        accepted = request.get_preferred_type([tiles.PNG, tiles.JPEG, tiles.WEBP])
        return accepted if request.headers.get("Accept", "*/*") == accepted else None
    return _known_format(asked, MAP_FORMATS)


def vector_answer(request: HttpRequest, content: tiles.TileContent) -> HttpResponseBase:
    """A vector tile with its numbers; 204 without bytes."""
    if not content.data:
        return HttpResponse(status=204)
    response = tile_answer(request, content, content.data)
    response.headers["Diaban-Features"] = f"found={content.found}, drawn={content.drawn}"
    return response


def tile_answer(request: HttpRequest, content: tiles.TileContent, data: bytes) -> HttpResponseBase:
    """The bytes with their tag, or 304 if the client has them."""
    tag = content.etag
    known: Any = not_modified(request, tag) if "HTTP_IF_NONE_MATCH" in request.META else None
    if known:
        return known  # type: ignore[no-any-return]
    response = HttpResponse(data, content_type=content.media_type)
    response.headers["ETag"] = tag
    if content.packed:
        response.headers["Content-Encoding"] = "gzip"
    return response


def _check_vector_format(request: HttpRequest) -> None:
    asked = request.GET.get("f")
    if asked is not None:
        _known_format(asked, VECTOR_FORMATS)


def _known_format(asked: str, formats: dict[str, str]) -> str:
    if asked not in formats:
        choice = ", ".join(formats)
        raise BadParameter("f", asked, en=f"choose one of {choice}.", vi=f"hãy chọn một trong {choice}.")
    return formats[asked]
