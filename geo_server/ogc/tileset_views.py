"""Lists of tilesets and single tilesets, of one collection and of the dataset."""

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext

from tiles import api as tiles
from tiles import errors as tiles_errors

from .answers import json_answer, page_answer, subject_of
from .errors import BadParameter
from .formats import chosen_format
from .mount import base_url
from .tilesets import Shown, tile_json, tileset_document, tilesets_document, title_of
from .view import OgcView


class Tilesets(OgcView):
    """`/ogc/collections/{id}/tiles` and `/map/tiles`: the tilesets of one kind, one for each tile matrix set."""

    kind = "vector"

    def get(self, request: HttpRequest, collection_id: str) -> HttpResponse:
        shown = [
            found
            for tms in tiles.list_tile_matrix_sets()
            for found in shown_of_collection(request, collection_id, self.kind, tms)
        ]
        url = f"{base_url(request)}/collections/{collection_id}"
        return _list_answer(request, tilesets_document(url, shown, self.kind))


class Tileset(OgcView):
    """`.../tiles/{tms}`: metadata of one tileset; `f=tilejson` for MapLibre."""

    kind = "vector"

    def get(self, request: HttpRequest, collection_id: str, tms: str) -> HttpResponse:
        shown = shown_of_collection(request, collection_id, self.kind, tiles.get_tile_matrix_set(tms))
        if not shown:
            raise tiles_errors.NoVectorTiles(collection_id)
        return _tileset_answer(request, shown[0])


class DatasetTilesets(OgcView):
    """`/ogc/tiles` and `/ogc/map/tiles`: the tilesets of all that the reader may see."""

    kind = "vector"

    def get(self, request: HttpRequest) -> HttpResponse:
        shown = [shown_of_dataset(request, None, self.kind, tms) for tms in tiles.list_tile_matrix_sets()]
        return _list_answer(request, tilesets_document(base_url(request), [s for s in shown if s.members], self.kind))


class DatasetTileset(OgcView):
    """`/ogc/tiles/{tms}`: metadata of the dataset's tileset, or of the collections that are named."""

    kind = "vector"
    parameters = frozenset({"collections"})

    def get(self, request: HttpRequest, tms: str) -> HttpResponse:
        chosen = read_collections(request)
        return _tileset_answer(request, shown_of_dataset(request, chosen, self.kind, tiles.get_tile_matrix_set(tms)))


def read_collections(request: HttpRequest) -> Sequence[str] | None:
    """The ids that `collections` names, None when absent; raises BadParameter for an empty one."""
    text = request.GET.get("collections")
    if text is None:
        return None
    names = text.split(",")
    if not all(names):
        raise BadParameter(
            "collections", text, en="write ids with commas between.", vi="hãy viết các mã lớp, cách nhau bằng dấu phẩy."
        )
    return names


def shown_of_collection(request: HttpRequest, collection_id: str, kind: str, tms: tiles.TileMatrixSet) -> list[Shown]:
    """The tileset of one kind in a list; empty if the collection has none of it (imagery has no vector tiles)."""
    base = base_url(request)
    found = tiles.list_tilesets(subject_of(request), collection_id=collection_id, tms=tms)
    url = f"{base}/collections/{collection_id}"
    return [Shown(url, base, title_of(t.collection), kind, tms, (t,)) for t in found if t.kind == kind]


def shown_of_dataset(request: HttpRequest, names: Sequence[str] | None, kind: str, tms: tiles.TileMatrixSet) -> Shown:
    """The tileset of several collections."""
    subject, base = subject_of(request), base_url(request)
    members = [
        tileset
        for collection in tiles.chosen_collections(subject, names)
        for tileset in tiles.tilesets_of(collection, tms=tms)
        if tileset.kind == kind
    ]
    return Shown(base, base, gettext("All collections together"), kind, tms, tuple(members))


def _list_answer(request: HttpRequest, document: dict[str, object]) -> HttpResponse:
    if chosen_format(request) == "json":
        return json_answer(document)
    return page_answer(request, "tilesets", document=document)


def _tileset_answer(request: HttpRequest, shown: Shown) -> HttpResponse:
    if request.GET.get("f") == "tilejson":
        if shown.tms.id != tiles.TILE_MATRIX_SET:
            raise BadParameter(
                "f", "tilejson", en="only WebMercatorQuad has it.", vi="chỉ WebMercatorQuad có dạng này."
            )
        return json_answer(tile_json(shown))
    if chosen_format(request) == "json":
        return json_answer(tileset_document(shown))
    return page_answer(request, "tilesets", document={"tilesets": [tileset_document(shown)]})
