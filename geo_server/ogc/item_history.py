"""The versions of one feature: what it was, since when, what changed; for those with a name also by whom and why."""

import json
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse

from layers import api as layers

from .answers import json_answer, page_answer, subject_of
from .formats import GEOJSON, chosen_format
from .item_answers import read_fid
from .item_pages import text_of, title_of_field
from .links import item_links, link
from .view import OgcView

OPEN_END = ".."


class ItemHistory(OgcView):
    """`/ogc/collections/{id}/items/{fid}/history`: oldest first; a deleted feature keeps its own."""

    def get(self, request: HttpRequest, collection_id: str, fid: str) -> HttpResponse:
        subject, number = subject_of(request), read_fid(collection_id, fid)
        collection = layers.get_collection(subject, collection_id=collection_id)
        versions = layers.history(subject, collection_id=collection_id, fid=number)
        if chosen_format(request) == "html":
            rows = _rows(collection, versions)
            return page_answer(request, "history", collection=collection, fid=fid, rows=rows, named=_is_told(versions))
        features = [_feature(number, version, before) for version, before in _pairs(versions)]
        made = {"type": "FeatureCollection", "features": features, "numberReturned": len(features)}
        return json_answer(made | {"links": _links(request, collection_id, fid)}, media_type=GEOJSON)


def _pairs(versions: list[layers.Version]) -> list[tuple[layers.Version, layers.Version | None]]:
    """Each version with the one before it."""
    return list(zip(versions, [None, *versions], strict=False))


def _feature(fid: int, version: layers.Version, before: layers.Version | None) -> dict[str, Any]:
    """A version as a feature with the time in which it stood, as JSON-FG writes it."""
    made: dict[str, Any] = {
        "type": "Feature",
        "id": fid,
        "time": {"interval": [_moment(version.valid_from), _moment(version.valid_to)]},
        "geometry": None if version.geometry is None else json.loads(version.geometry),
        "properties": version.properties,
        "changed": _changed(version, before),
    }
    if version.actor:
        made |= {"actor": version.actor, "reason": version.reason}
    return made


def _changed(version: layers.Version, before: layers.Version | None) -> list[str]:
    """Names of the members that differ from the version before; none for the first."""
    if before is None:
        return []
    names = [name for name, value in version.properties.items() if value != before.properties.get(name)]
    return names + ([layers.GEOMETRY] if version.geometry != before.geometry else [])


def _moment(moment: datetime | None) -> str:
    return OPEN_END if moment is None else moment.isoformat().replace("+00:00", "Z")


def _rows(collection: layers.Collection, versions: list[layers.Version]) -> list[dict[str, Any]]:
    """The versions as a person reads them, newest first: of each what changed, of the first all."""
    rows = []
    for version, before in reversed(_pairs(versions)):
        changed = _changed(version, before)
        shown = [f for f in collection.fields if before is None or f.name in changed]
        facts = [(title_of_field(f), _text(f, before), _text(f, version)) for f in shown]
        moved = layers.GEOMETRY in changed and collection.field_named(layers.GEOMETRY) is None
        rows.append({"version": version, "facts": facts, "moved": moved, "first": before is None})
    return rows


def _text(field: layers.Field, version: layers.Version | None) -> str:
    return "" if version is None else text_of(field, version.properties.get(field.name))


def _is_told(versions: list[layers.Version]) -> bool:
    return any(version.actor for version in versions)


def _links(request: HttpRequest, collection_id: str, fid: str) -> list[dict[str, Any]]:
    item = item_links(request, collection_id, fid)
    here = f"{item.here}/history"
    return [
        link("self", GEOJSON, f"{here}?f=json", "GeoJSON"),
        link("alternate", "text/html", f"{here}?f=html", "HTML"),
        link("latest-version", GEOJSON, item.geojson, "GeoJSON"),
        link("collection", "application/json", item.collection, collection_id),
    ]
