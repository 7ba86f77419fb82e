"""`/ogc/search?q=`: find a thing by name or code, without diacritics, in every layer that the reader may see."""

from typing import Any

from django.http import HttpRequest, HttpResponse

from layers import api as layers

from .answers import json_answer, page_answer, subject_of
from .catalogue import title_of
from .errors import BadParameter
from .formats import GEOJSON, chosen_format
from .mount import base_url
from .parameters import read_limit
from .view import OgcView

DEFAULT_HITS = 20
MAXIMUM_HITS = 100
LONGEST_TEXT = 200


class Search(OgcView):
    """A FeatureCollection of hits: point, title, subtitle, collection, link to the item."""

    parameters = frozenset({"q", "limit"})

    def get(self, request: HttpRequest) -> HttpResponse:
        text = request.GET.get("q", "").strip()
        if not text or len(text) > LONGEST_TEXT:
            raise BadParameter(
                "q",
                text[:LONGEST_TEXT],
                en="give 1 to 200 letters to look for.",
                vi="hãy nhập từ 1 đến 200 ký tự cần tìm.",
            )
        limit = read_limit(request, default=DEFAULT_HITS, maximum=MAXIMUM_HITS)
        hits = layers.search(subject_of(request), text=text, limit=limit)
        features = [_feature(hit, base_url(request)) for hit in hits]
        if chosen_format(request) == "html":
            titles = {c.id: title_of(c) for c in layers.list_collections(subject_of(request))}
            for feature in features:
                feature["collection_title"] = titles.get(feature["properties"]["collection"], "")
            return page_answer(request, "search", text=text, features=features)
        return json_answer(
            {"type": "FeatureCollection", "numberReturned": len(features), "features": features}, media_type=GEOJSON
        )


def _feature(hit: layers.Hit, url: str) -> dict[str, Any]:
    """One hit as a GeoJSON feature; without a place its geometry is null."""
    feature: dict[str, Any] = {
        "type": "Feature",
        "id": hit.fid,
        "geometry": None if hit.point is None else {"type": "Point", "coordinates": list(hit.point)},
        "properties": {"title": hit.title, "subtitle": hit.subtitle, "collection": hit.collection},
    }
    if hit.bbox is not None:
        feature["bbox"] = list(hit.bbox)
    if hit.fid is not None:
        href = f"{url}/collections/{hit.collection}/items/{hit.fid}"
        feature["links"] = [{"rel": "item", "type": GEOJSON, "href": href}]
    return feature
