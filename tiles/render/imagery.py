"""Pictures of an image file (Cloud Optimized GeoTIFF) in WebMercatorQuad tiles, read by rio-tiler."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from rasterio.crs import CRS
from rasterio.errors import RasterioError
from rio_tiler.errors import RioTilerError, TileOutsideBounds
from rio_tiler.io import Reader
from rio_tiler.models import ImageData

from .grid import MAX_ZOOM, Box, Tile

SIZE = 256
WGS84 = CRS.from_epsg(4326)
MAX_BANDS_SHOWN = 3


class DamagedImage(Exception):
    """The file is missing, cut short or no image."""


@dataclass(frozen=True)
class Picture:
    """An encoded tile; `data` is empty where the image has no pixels."""

    data: bytes
    media_type: str


@dataclass(frozen=True)
class ImageFacts:
    """What a tileset must know of an image: extent in degrees and the zooms that match its pixels."""

    extent: Box
    min_zoom: int
    max_zoom: int
    code: str


def describe(path: Path, *, pinned_crs: str | None = None) -> ImageFacts:
    """Extent and zooms of an image file.

    Args:
        path: the file.
        pinned_crs: PROJ text that replaces the file's CRS, with the office's datum shift in it; None keeps the file's.

    Raises:
        DamagedImage: the file cannot be read.
    """
    try:
        with Reader(str(path)) as image:
            _pin(image, pinned_crs)
            code = image.dataset.crs.to_string() if image.dataset.crs else ""
            west, south, east, north = image.get_geographic_bounds(WGS84)
            return ImageFacts((west, south, east, north), image.minzoom, min(image.maxzoom, MAX_ZOOM), code)
    except (RasterioError, RioTilerError, OSError) as error:
        raise DamagedImage(str(error)) from error


def read_tile(path: Path, tile: Tile, *, pinned_crs: str | None, media_type: str | None) -> Picture:
    """One tile of an image file, 256 x 256; pixels without data are transparent.

    Args:
        path: the file; 8-bit bands are shown as they are, others stretched between their 2nd and 98th percentile.
        tile: a tile of WebMercatorQuad.
        pinned_crs: see `describe`; without it GDAL picks a datum shift that is 0.8 m off for VN-2000.
        media_type: image/png, image/jpeg or image/webp; None chooses JPEG for full tiles and PNG at the edges.

    Raises:
        DamagedImage: the file cannot be read.
    """
    options = {"src_crs": CRS.from_user_input(pinned_crs)} if pinned_crs else None
    try:
        with Reader(str(path)) as image:
            _pin(image, pinned_crs)
            bands = tuple(range(1, min(image.dataset.count, MAX_BANDS_SHOWN) + 1))
            bands = bands if len(bands) == MAX_BANDS_SHOWN else (1,)
            data = image.tile(
                tile.column, tile.row, tile.zoom, tilesize=SIZE, indexes=bands,
                vrt_options=options, resampling_method="bilinear", reproject_method="bilinear",
            )  # fmt: skip
    except TileOutsideBounds:
        return Picture(b"", media_type or "image/png")
    except (RasterioError, RioTilerError, OSError) as error:
        raise DamagedImage(str(error)) from error
    return _encode(_stretched(data, path), media_type)


def _pin(image: Reader, pinned_crs: str | None) -> None:
    """Let the reader compute its bounds with the pinned CRS too."""
    if pinned_crs:
        image.crs = CRS.from_user_input(pinned_crs)


def _stretched(data: ImageData, path: Path) -> ImageData:
    if data.array.dtype == np.uint8:
        return data
    ranges = _percentiles(path, path.stat().st_mtime_ns, data.count)
    data.rescale(in_range=ranges, out_range=[(0, 255)])
    return data


@lru_cache(maxsize=256)
def _percentiles(path: Path, _modified_ns: int, count: int) -> list[tuple[float, float]]:
    """2nd and 98th percentile of the first bands, from an overview; every tile of the image shares them."""
    with Reader(str(path)) as image:
        statistics = image.statistics(indexes=tuple(range(1, count + 1)), max_size=1024)
    return [(s.percentile_2, max(s.percentile_98, s.percentile_2 + 1e-9)) for s in statistics.values()]


def _encode(data: ImageData, media_type: str | None) -> Picture:
    covered = data.mask == 255
    if not covered.any():
        return Picture(b"", media_type or "image/png")
    chosen = media_type or ("image/jpeg" if covered.all() else "image/png")
    if chosen == "image/jpeg":
        data.array[:, ~covered] = 255
        return Picture(data.render(img_format="JPEG", add_mask=False, quality=85), chosen)
    if chosen == "image/webp":
        return Picture(data.render(img_format="WEBP", quality=85), chosen)
    return Picture(data.render(img_format="PNG", zlevel=6), "image/png")
