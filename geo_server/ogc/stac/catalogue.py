"""The catalogue above the items: the landing page and the one collection of scenes."""

from collections.abc import Sequence
from functools import cache
from typing import Any

from change_detection import api as change_detection

from .. import openapi
from ..formats import GEOJSON, HTML, JSON, OPENAPI
from ..records.geojson import moment
from ..records.record import Text
from .items import COLLECTION, STAC_VERSION

TITLE = Text("Ảnh của thành phố", "Scenes of the city")
DESCRIPTION = Text(
    "Ảnh vệ tinh và ảnh bay chụp mà bạn được phép xem, theo ngày chụp.",
    "Satellite and aerial scenes that you may see, by day of acquisition.",
)
WHOLE_WORLD = [-180.0, -90.0, 180.0, 90.0]


@cache
def conformance_classes() -> tuple[str, ...]:
    """What this door of scenes conforms to; written where its paths are described."""
    return tuple(openapi.parts()["stac"]["x-stac-conforms-to"])


def landing_document(*, url: str, language: str) -> dict[str, Any]:
    """The STAC catalogue at the root; `url` is the address of the landing page of the whole door."""
    stac = f"{url}/stac"
    links = [
        ("self", JSON, stac),
        ("root", JSON, stac),
        ("data", JSON, f"{stac}/collections"),
        ("conformance", JSON, f"{stac}/conformance"),
        ("service-desc", OPENAPI, f"{url}/openapi"),
        ("service-doc", HTML, f"{url}/openapi?f=html"),
        ("child", JSON, f"{stac}/collections/{COLLECTION}"),
    ]
    search = {"rel": "search", "type": GEOJSON, "href": f"{stac}/search"}
    return {
        "type": "Catalog",
        "stac_version": STAC_VERSION,
        "id": "diaban-scenes",
        "title": TITLE.in_language(language),
        "description": DESCRIPTION.in_language(language),
        "conformsTo": list(conformance_classes()),
        "links": [
            *({"rel": rel, "type": kind, "href": href} for rel, kind, href in links),
            search | {"method": "GET"},
            search | {"method": "POST"},
        ],
    }


def collection_document(scenes: Sequence[change_detection.SceneInfo], *, url: str, language: str) -> dict[str, Any]:
    """The collection of scenes; its extent and summaries speak only of the scenes that the reader may see."""
    stac = f"{url}/stac"
    here = f"{stac}/collections/{COLLECTION}"
    document: dict[str, Any] = {
        "type": "Collection",
        "stac_version": STAC_VERSION,
        "id": COLLECTION,
        "title": TITLE.in_language(language),
        "description": DESCRIPTION.in_language(language),
        "license": "other",
        "extent": {"spatial": {"bbox": [_box(scenes)]}, "temporal": {"interval": [_interval(scenes)]}},
        "links": [
            {"rel": "self", "type": JSON, "href": here},
            {"rel": "root", "type": JSON, "href": stac},
            {"rel": "parent", "type": JSON, "href": stac},
            {"rel": "items", "type": GEOJSON, "href": f"{here}/items"},
        ],
    }
    if scenes:
        document["summaries"] = _summaries(scenes)
    return document


def _box(scenes: Sequence[change_detection.SceneInfo]) -> list[float]:
    if not scenes:
        return WHOLE_WORLD
    west, south, east, north = zip(*(scene.bbox for scene in scenes), strict=True)
    return [min(west), min(south), max(east), max(north)]


def _interval(scenes: Sequence[change_detection.SceneInfo]) -> list[str | None]:
    if not scenes:
        return [None, None]
    days = [scene.acquired for scene in scenes]
    return [moment(min(days)), moment(max(days))]


def _summaries(scenes: Sequence[change_detection.SceneInfo]) -> dict[str, Any]:
    sizes = [scene.gsd_m for scene in scenes]
    summaries: dict[str, Any] = {
        "gsd": {"minimum": min(sizes), "maximum": max(sizes)},
        "proj:code": sorted({scene.crs for scene in scenes if scene.crs.partition(":")[2].isdigit()}),
        "instruments": sorted({scene.sensor for scene in scenes if scene.sensor}),
    }
    return {name: value for name, value in summaries.items() if value}
