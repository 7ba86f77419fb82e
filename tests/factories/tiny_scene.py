"""A GeoTIFF of 64 x 64 pixels or more with something in it: for intake, pages and jobs, where no model is asked."""

from pathlib import Path

import numpy as np
import rasterio
from affine import Affine
from rasterio.crs import CRS

SIDE_PX = 64
GSD_M = 0.5


def write_tiny_scene(
    path: Path,
    *,
    seed: int = 0,
    grain: int = 0,
    built: bool = False,
    east_m: float = 0.0,
    placed: bool = True,
    side_px: int = SIDE_PX,
) -> Path:
    """Blocks of dull colour in VN-2000: another seed is other land, another grain the same land seen another time.

    `built` adds a bright roof of 8 x 8 m; a scene that is not `placed` has neither CRS nor position.
    """
    colours = np.random.default_rng(seed).integers(60, 90, (3, side_px // 8, side_px // 8), dtype=np.uint8)
    picture = colours.repeat(8, axis=1).repeat(8, axis=2)
    picture += np.random.default_rng(grain).integers(0, 3, picture.shape, dtype=np.uint8)
    if built:
        picture[:, 24:40, 24:40] = 230
    place = {
        "crs": CRS.from_epsg(9210),
        "transform": Affine(GSD_M, 0, 597_000 + east_m, 0, -GSD_M, 1_200_600),
    }
    profile = {"driver": "GTiff", "dtype": "uint8", "count": 3, "width": side_px, "height": side_px}
    with rasterio.open(path, "w", **profile, **(place if placed else {})) as dataset:
        dataset.write(picture)
    return path
