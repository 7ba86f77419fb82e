"""Small coverages behind the planners' door: heights and a colour picture, both in VN-2000 (EPSG:9210)."""

from typing import Any

import numpy as np
import numpy.typing as npt
import rasterio
from shapely.geometry import box

from geo_server.core import storage
from layers import api as layers
from tests.factories.images import colourful, write_image
from tests.factories.places import CLERK, NOW, spec

ORIGIN, CELL_M = (600_000.0, 1_190_600.0), 2.0
ROWS, COLUMNS = 300, 400
NODATA = -9999.0
FOOTPRINT = box(106.66, 10.76, 106.68, 10.78)


def heights() -> npt.NDArray[np.float32]:
    """300 rows, 400 columns: each cell holds its row * 1000 + its column; 10 x 10 cells in the corner hold no data."""
    rows, columns = np.mgrid[0:ROWS, 0:COLUMNS].astype(np.float32)
    values: npt.NDArray[np.float32] = rows * 1000 + columns
    values[:10, :10] = NODATA
    return values


def define_heights(collection_id: str = "heights", **changes: Any) -> None:
    """A collection whose coverage is `heights()`, in metres."""
    key = f"scenes/{collection_id}.tif"
    path = storage.prepare(key)
    write_image(path, heights()[None], crs="EPSG:9210", origin=ORIGIN, pixel=CELL_M, nodata=NODATA)
    with rasterio.open(path, "r+") as image:
        image.set_band_description(1, "height")
        image.set_band_unit(1, "m")
    _define(collection_id, key, changes)


def define_picture(collection_id: str = "picture", **changes: Any) -> None:
    """A collection whose coverage is a colour picture of 300 x 400 cells."""
    key = f"scenes/{collection_id}.tif"
    write_image(storage.prepare(key), colourful(ROWS, COLUMNS), crs="EPSG:9210", origin=ORIGIN, pixel=CELL_M)
    _define(collection_id, key, changes)


def _define(collection_id: str, key: str, changes: dict[str, Any]) -> None:
    described = {"theme": "imagery", "geometry_type": "Polygon", "coverage": key} | changes
    layers.define_collection(spec(collection_id, **described), by=CLERK, now=NOW)
    footprint = layers.Feature(geometry=FOOTPRINT, properties={"name": collection_id, "kind": "park"})
    layers.write_features(collection_id, [footprint], mode="append", key=None, by=CLERK, reason="test", now=NOW)
