"""A scene as a STAC item: when the camera took it, where it lies, on which grid, and the ways to its pixels."""

from typing import Any

from change_detection import api as change_detection

from ..formats import COG, GEOJSON, HTML, JSON
from ..records.geojson import moment

STAC_VERSION = "1.1.0"
COLLECTION = "scenes"
PROJECTION = "https://stac-extensions.github.io/projection/v2.0.0/schema.json"
VIEW = "https://stac-extensions.github.io/view/v1.0.0/schema.json"
WEB_MAP_LINKS = "https://stac-extensions.github.io/web-map-links/v1.2.0/schema.json"
FILE = "https://stac-extensions.github.io/file/v2.1.0/schema.json"
SHA256_MULTIHASH = "1220"


def item_of(scene: change_detection.SceneInfo, *, url: str, language: str) -> dict[str, Any]:
    """The item of one scene.

    Args:
        scene: as the subject may see it.
        url: address of the landing page of the whole door (`/ogc`).
        language: "vi" or "en".
    """
    return {
        "type": "Feature",
        "stac_version": STAC_VERSION,
        "stac_extensions": [PROJECTION, VIEW, FILE, WEB_MAP_LINKS],
        "id": scene.id,
        "collection": COLLECTION,
        "geometry": scene.footprint,
        "bbox": list(scene.bbox),
        "properties": _properties(scene, language),
        "assets": _assets(scene, url, language),
        "links": _links(scene, url),
    }


def _properties(scene: change_detection.SceneInfo, language: str) -> dict[str, Any]:
    code = scene.crs if scene.crs.partition(":")[2].isdigit() else None
    properties: dict[str, Any] = {
        "title": scene.title_en if language.startswith("en") else scene.title_vi,
        "datetime": moment(scene.acquired),
        "gsd": scene.gsd_m,
        "proj:code": code,
        "proj:shape": [scene.rows, scene.cols],
        "proj:transform": list(scene.transform),
    }
    if code is None:
        properties["proj:wkt2"] = scene.crs
    if scene.sensor:
        properties["instruments"] = [scene.sensor]
    if scene.view_angle_deg is not None:
        properties["view:off_nadir"] = scene.view_angle_deg
    return properties


def _assets(scene: change_detection.SceneInfo, url: str, language: str) -> dict[str, Any]:
    english = language.startswith("en")
    here = f"{url}/stac/collections/{COLLECTION}/items/{scene.id}/assets"
    return {
        "data": {
            "href": f"{here}/data",
            "type": COG,
            "roles": ["data", "visual"],
            "title": "Cloud Optimized GeoTIFF",
            "gsd": scene.gsd_m,
            "file:checksum": f"{SHA256_MULTIHASH}{scene.sha256}",
            "description": "The checksum is that of the file as handed in." if english else "Mã băm của tệp gốc.",
        },
        "thumbnail": {
            "href": f"{here}/thumbnail",
            "type": "image/png",
            "roles": ["thumbnail"],
            "title": "Thumbnail" if english else "Ảnh thu nhỏ",
        },
    }


def _links(scene: change_detection.SceneInfo, url: str) -> list[dict[str, str]]:
    stac = f"{url}/stac"
    collection, layer = f"{stac}/collections/{COLLECTION}", f"{url}/collections/{scene.collection}"
    return [
        {"rel": "self", "type": GEOJSON, "href": f"{collection}/items/{scene.id}"},
        {"rel": "root", "type": JSON, "href": stac},
        {"rel": "parent", "type": JSON, "href": collection},
        {"rel": "collection", "type": JSON, "href": collection},
        {"rel": "related", "type": JSON, "href": layer, "title": scene.title_vi},
        {"rel": "alternate", "type": HTML, "href": f"{layer}?f=html"},
        {"rel": "xyz", "type": "image/png", "href": f"{layer}/map/tiles/WebMercatorQuad/{{z}}/{{y}}/{{x}}"},
    ]
