"""Small image files: tiled, with overviews, on the grid that a test needs."""

from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import rasterio
from rasterio.enums import Resampling
from rasterio.transform import from_origin

from tiles.render.grid import WORLD_M, Tile

BLOCK = 256


def write_image(
    path: Path, pixels: npt.NDArray[Any], *, crs: str, origin: tuple[float, float], pixel: float, **options: Any
) -> Path:
    """A tiled GeoTIFF with two overviews from (bands, rows, columns); `origin` is its north-western corner."""
    path.parent.mkdir(parents=True, exist_ok=True)
    count, rows, columns = pixels.shape
    profile: dict[str, Any] = {
        "driver": "GTiff", "tiled": True, "blockxsize": BLOCK, "blockysize": BLOCK, "interleave": "pixel",
    }  # fmt: skip
    with rasterio.open(
        path, "w", width=columns, height=rows, count=count, dtype=pixels.dtype, crs=crs,
        transform=from_origin(*origin, pixel, pixel), **(profile | options),
    ) as image:  # fmt: skip
        image.write(pixels)
    with rasterio.open(path, "r+") as image:
        image.build_overviews([2, 4], Resampling.average)
    return path


def write_on_grid(path: Path, pixels: npt.NDArray[Any], *, corner: Tile, **options: Any) -> Path:
    """An image on the grid of WebMercatorQuad, its first block exactly the tile `corner`."""
    west, _, _, north = corner.bounds_m
    pixel = WORLD_M / 2**corner.zoom / BLOCK
    return write_image(path, pixels, crs="EPSG:3857", origin=(west, north), pixel=pixel, **options)


def colourful(rows: int, columns: int) -> npt.NDArray[np.uint8]:
    """Three bands of smooth waves: each place has its own colour, and JPEG keeps them well."""
    row, column = np.mgrid[0:rows, 0:columns]
    bands = (np.sin(column / 23), np.cos(row / 31), np.sin((row + column) / 41))
    return np.stack([127 + 110 * band for band in bands]).astype(np.uint8)
