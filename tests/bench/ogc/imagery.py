"""The harness's orthophotos as collections: one on the web map's own grid, one in UTM that must be warped."""

import rasterio
from rasterio.warp import transform_bounds
from shapely.geometry import box

from geo_server.core import clock, storage
from geo_server.core.subject import system
from layers import api as layers

IMAGES = {"ortho_on_grid": "ortho_wm.tif", "ortho_utm": "ortho_utm.tif"}


def publish_images() -> None:
    """Register the two files of the storage; done once."""
    by = system("bench")
    for collection_id, key in IMAGES.items():
        spec = layers.CollectionSpec(
            id=collection_id, title_vi="Ảnh trực giao đo tốc độ", title_en="Orthophoto of the benchmark",
            theme="imagery", geometry_type="Polygon", package="bench", public=True, coverage=key,
        )  # fmt: skip
        if any(known.id == collection_id for known in layers.list_collections(by)):
            continue
        layers.define_collection(spec, by=by, now=clock.now())
        footprint = layers.Feature(geometry=box(*_bounds(key)), properties={})
        layers.write_features(collection_id, [footprint], mode="append", reason="bench", by=by, now=clock.now())


def _bounds(key: str) -> tuple[float, float, float, float]:
    with rasterio.open(storage.path_of(key)) as image:
        west, south, east, north = transform_bounds(image.crs, "EPSG:4326", *image.bounds)
    return west, south, east, north
