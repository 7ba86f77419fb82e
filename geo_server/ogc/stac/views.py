"""`/ogc/stac`: landing page, the collection of scenes, its items, the search, and the files behind them."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from change_detection import api as change_detection
from geo_server.core import storage
from layers.errors import UnknownCollection, UnknownItem
from tiles import api as tiles

from ..answers import entity_tag, json_answer, not_modified, subject_of
from ..bodies import read_json
from ..formats import COG, GEOJSON
from ..mount import base_url
from ..records.catalogue import language_of_reader
from ..records.paging import page_address
from ..view import OgcView
from . import catalogue
from .files import file_answer
from .items import COLLECTION, item_of
from .question import Page, Question, find
from .reading import ITEMS_PARAMETERS, SEARCH_PARAMETERS, question_of_body, question_of_query


class Landing(OgcView):
    """The STAC catalogue."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return json_answer(catalogue.landing_document(url=base_url(request), language=language_of_reader()))


class Conformance(OgcView):
    """What may be relied on at this door of scenes."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return json_answer({"conformsTo": list(catalogue.conformance_classes())})


class Collections(OgcView):
    """The list with the one collection of scenes."""

    def get(self, request: HttpRequest) -> HttpResponse:
        stac = f"{base_url(request)}/stac"
        links = [
            {"rel": "self", "type": "application/json", "href": f"{stac}/collections"},
            {"rel": "root", "type": "application/json", "href": stac},
        ]
        return json_answer({"collections": [_collection(request)], "links": links})


class Collection(OgcView):
    """The collection of scenes."""

    def get(self, request: HttpRequest, collection_id: str) -> HttpResponse:
        _require(collection_id)
        return json_answer(_collection(request))


class Items(OgcView):
    """The scenes, latest first."""

    parameters = ITEMS_PARAMETERS

    def get(self, request: HttpRequest, collection_id: str) -> HttpResponse:
        _require(collection_id)
        page = _find(request, question_of_query(request))
        return _answer(request, page, _next_address(request, page))


class Item(OgcView):
    """One scene."""

    def get(self, request: HttpRequest, collection_id: str, scene_id: str) -> HttpResponse:
        _require(collection_id)
        return json_answer(_item(request, _scene(request, scene_id)), media_type=GEOJSON)


class Search(OgcView):
    """The search of STAC; what GET asks in its query, POST asks in a JSON body."""

    parameters = SEARCH_PARAMETERS

    def get(self, request: HttpRequest) -> HttpResponse:
        page = _find(request, question_of_query(request))
        return _answer(request, page, _next_address(request, page))

    def post(self, request: HttpRequest) -> HttpResponse:
        body = read_json(request)
        page = _find(request, question_of_body(body))
        following = None
        if page.following is not None:
            following = {
                "rel": "next",
                "type": GEOJSON,
                "href": f"{base_url(request)}/stac/search",
                "method": "POST",
                "body": {**body, "after": page.following},
            }
        return _answer(request, page, following)


class SceneFile(OgcView):
    """The COG of a scene, by ranges of bytes too."""

    def get(self, request: HttpRequest, collection_id: str, scene_id: str) -> HttpResponseBase:
        _require(collection_id)
        scene = _scene(request, scene_id)
        return file_answer(request, storage.path_of(scene.asset_key), media_type=COG)


class MaskFile(OgcView):
    """Where clouds and their shadows lie in a scene, as a COG."""

    def get(self, request: HttpRequest, collection_id: str, scene_id: str) -> HttpResponseBase:
        _require(collection_id)
        scene = _scene(request, scene_id)
        if not scene.mask_key:
            raise UnknownItem(COLLECTION, f"{scene_id}/mask")
        return file_answer(request, storage.path_of(scene.mask_key), media_type=COG)


class Thumbnail(OgcView):
    """A small picture of a scene."""

    def get(self, request: HttpRequest, collection_id: str, scene_id: str) -> HttpResponseBase:
        _require(collection_id)
        scene = _scene(request, scene_id)
        tag = entity_tag(request, scene.sha256)
        if unchanged := not_modified(request, tag):
            return unchanged
        picture = tiles.get_preview(subject_of(request), collection_id=scene.collection)
        return HttpResponse(picture.data, content_type=picture.media_type, headers={"ETag": tag})


def _require(collection_id: str) -> None:
    if collection_id != COLLECTION:
        raise UnknownCollection(collection_id)


def _scene(request: HttpRequest, scene_id: str) -> change_detection.SceneInfo:
    """One scene that the reader may see; raises UnknownItem."""
    for scene in change_detection.list_scenes(subject_of(request)):
        if scene.id == scene_id:
            return scene
    raise UnknownItem(COLLECTION, scene_id)


def _find(request: HttpRequest, question: Question) -> Page:
    return find(change_detection.list_scenes(subject_of(request)), question, collection=COLLECTION)


def _collection(request: HttpRequest) -> dict[str, Any]:
    scenes = change_detection.list_scenes(subject_of(request))
    return catalogue.collection_document(scenes, url=base_url(request), language=language_of_reader())


def _item(request: HttpRequest, scene: change_detection.SceneInfo) -> dict[str, Any]:
    return item_of(scene, url=base_url(request), language=language_of_reader())


def _next_address(request: HttpRequest, page: Page) -> dict[str, Any] | None:
    if page.following is None:
        return None
    return {"rel": "next", "type": GEOJSON, "method": "GET", "href": page_address(request, after=page.following)}


def _answer(request: HttpRequest, page: Page, following: dict[str, Any] | None) -> HttpResponse:
    stac = f"{base_url(request)}/stac"
    links: list[dict[str, Any]] = [
        {"rel": "self", "type": GEOJSON, "href": page_address(request)},
        {"rel": "root", "type": "application/json", "href": stac},
    ]
    document = {
        "type": "FeatureCollection",
        "numberMatched": page.matched,
        "numberReturned": len(page.scenes),
        "features": [_item(request, scene) for scene in page.scenes],
        "links": [*links, following] if following else links,
    }
    return json_answer(document, media_type=GEOJSON)
