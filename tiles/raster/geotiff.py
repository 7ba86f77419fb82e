"""A coverage as GeoTIFF: a Cloud Optimized one, so that it opens quickly again wherever it is put."""

from typing import Any

import numpy as np
import rasterio
from rasterio.io import MemoryFile
from rasterio.shutil import copy

from .reading import Coverage

LAYOUT = {"compress": "deflate", "predictor": "yes", "overview_resampling": "average"}
MEDIA_TYPE = "image/tiff; application=geotiff; profile=cloud-optimized"


def write_geotiff(coverage: Coverage) -> bytes:
    """The bytes of the file; what has no data is the no-data value, or masked where there is none."""
    values = coverage.values
    covered = coverage.covered
    if coverage.nodata is not None:
        values = np.where(covered, values, np.asarray(coverage.nodata, dtype=values.dtype))
    with rasterio.Env(GDAL_TIFF_INTERNAL_MASK=True), MemoryFile() as plain, MemoryFile(ext=".tif") as finished:
        with plain.open(**_profile(coverage)) as target:
            target.write(values)
            if coverage.nodata is None and not covered.all():
                target.write_mask(covered)
            for place, band in enumerate(coverage.bands, 1):
                target.set_band_description(place, band.name)
                target.set_band_unit(place, band.unit)
        with plain.open() as source:
            copy(source, finished.name, driver="COG", **LAYOUT)
        return bytes(finished.read())


def _profile(coverage: Coverage) -> dict[str, Any]:
    grid = coverage.grid
    return {
        "driver": "GTiff",
        "width": grid.columns,
        "height": grid.rows,
        "count": len(coverage.bands),
        "dtype": coverage.values.dtype,
        "crs": coverage.crs or grid.crs,
        "transform": grid.transform,
        "nodata": coverage.nodata,
        "tiled": True,
    }
