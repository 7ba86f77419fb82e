"""A GeoTIFF of 64 x 64 pixels with something in it: enough for intake, pages and jobs, where no model is asked."""

from pathlib import Path

import numpy as np
import rasterio
from affine import Affine
from rasterio.crs import CRS

SIDE_PX = 64
GSD_M = 0.5


def write_tiny_scene(path: Path, *, seed: int = 0, east_m: float = 0.0, placed: bool = True, epsg: int = 9210) -> Path:
    """Blocks of random colour in VN-2000; another seed is another picture."""
    colours = np.random.default_rng(seed).integers(30, 220, (3, SIDE_PX // 8, SIDE_PX // 8), dtype=np.uint8)
    picture = colours.repeat(8, axis=1).repeat(8, axis=2)
    place = {
        "crs": CRS.from_epsg(epsg),
        "transform": Affine(GSD_M, 0, 597_000 + east_m, 0, -GSD_M, 1_200_600),
    }
    profile = {"driver": "GTiff", "dtype": "uint8", "count": 3, "width": SIDE_PX, "height": SIDE_PX}
    with rasterio.open(path, "w", **profile, **(place if placed else {})) as dataset:
        dataset.write(picture)
    return path
