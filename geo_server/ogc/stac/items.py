"""A scene as a STAC item: when the camera took it, where it lies, on which grid, and the ways to its pixels."""

from typing import Any

from change_detection import api as change_detection

from ..formats import COG, GEOJSON, HTML, JSON
from ..records.geojson import moment

STAC_VERSION = "1.1.0"
COLLECTION = "scenes"
PROJECTION = "https://stac-extensions.github.io/projection/v2.0.0/schema.json"
EO = "https://stac-extensions.github.io/eo/v1.1.0/schema.json"
RASTER = "https://stac-extensions.github.io/raster/v1.1.0/schema.json"
VIEW = "https://stac-extensions.github.io/view/v1.0.0/schema.json"
WEB_MAP_LINKS = "https://stac-extensions.github.io/web-map-links/v1.2.0/schema.json"
FILE = "https://stac-extensions.github.io/file/v2.1.0/schema.json"
SHA256_MULTIHASH = "1220"
COLOURS = ("red", "green", "blue")


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
        "stac_extensions": [PROJECTION, VIEW, EO, RASTER, FILE, WEB_MAP_LINKS],
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
    return properties | _seen_from(scene)


def _seen_from(scene: change_detection.SceneInfo) -> dict[str, float]:
    """Angles in degrees, cloud in percent; what nobody knows is left out."""
    known = {
        "view:off_nadir": scene.view_angle_deg,
        "view:azimuth": scene.view_azimuth_deg,
        "view:sun_elevation": scene.sun_elevation_deg,
        "view:sun_azimuth": scene.sun_azimuth_deg,
        "eo:cloud_cover": scene.cloud_percent,
    }
    return {name: round(value, 4) for name, value in known.items() if value is not None}


def _assets(scene: change_detection.SceneInfo, url: str, language: str) -> dict[str, Any]:
    english = language.startswith("en")
    here = f"{url}/stac/collections/{COLLECTION}/items/{scene.id}/assets"
    data: dict[str, Any] = {
        "href": f"{here}/data",
        "type": COG,
        "roles": ["data", "visual"],
        "title": "Cloud Optimized GeoTIFF",
        "gsd": scene.gsd_m,
        "eo:bands": [{"name": colour, "common_name": colour} for colour in COLOURS],
        "raster:bands": [_band(scene) for _ in COLOURS],
    }
    if not scene.raster.get("placed_by") and not scene.raster.get("crs_said"):  # else it is a hash of several files
        data["file:checksum"] = f"{SHA256_MULTIHASH}{scene.sha256}"
        data["description"] = "The checksum is that of the file as handed in." if english else "Mã băm của tệp gốc."
    assets = {
        "data": data,
        "thumbnail": {
            "href": f"{here}/thumbnail",
            "type": "image/png",
            "roles": ["thumbnail"],
            "title": "Thumbnail" if english else "Ảnh thu nhỏ",
        },
    }
    if scene.mask_key:
        assets["mask"] = {
            "href": f"{here}/mask",
            "type": COG,
            "roles": ["data-mask", "cloud", "cloud-shadow"],
            "title": "Clouds and shadows" if english else "Mây và bóng mây",
            "description": "0 clear, 1 cloud, 2 shadow of a cloud, 255 no data"
            if english
            else "0 quang, 1 mây, 2 bóng mây, 255 không có dữ liệu",
        }
    return assets


def _band(scene: change_detection.SceneInfo) -> dict[str, Any]:
    """What the values of one band are; scenes older than the mask do not say it."""
    band: dict[str, Any] = {"spatial_resolution": scene.gsd_m}
    if "data_type" in scene.raster:
        band["data_type"] = scene.raster["data_type"]
    if scene.raster.get("nodata") is not None:
        band["nodata"] = scene.raster["nodata"]
    return band


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
