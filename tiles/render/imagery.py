"""Pictures of an image file (Cloud Optimized GeoTIFF): a stored block as it is, or pixels moved to another grid."""

import math
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from rasterio.crs import CRS
from rasterio.errors import RasterioError
from rasterio.warp import calculate_default_transform, transform_bounds

from .grid import MAX_ZOOM, WORLD_M, Box
from .image_handles import OpenImage, open_image
from .pictures import JPEG, PNG, Picture, encode, stretched
from .sampling import sample
from .stored_blocks import find_block, read_block
from .warping import Target

WGS84, WEB_MERCATOR = CRS.from_epsg(4326), CRS.from_epsg(3857)
TILE_PX = 256
EDGE_POINTS = 21
OVERVIEW_PX = 1024
SHOWN_PERCENTILES = (2, 98)


class DamagedImage(Exception):
    """The file is missing, cut short or no image."""


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
        base = open_image(path, pinned_crs=pinned_crs).base
        if base.crs is None:
            raise DamagedImage(f"{path.name} has no reference system")
        crs = CRS.from_user_input(pinned_crs) if pinned_crs else base.crs
        west, south, east, north = transform_bounds(crs, WGS84, *base.bounds, densify_pts=EDGE_POINTS)
        grid, *_ = calculate_default_transform(crs, WEB_MERCATOR, base.width, base.height, *base.bounds)
    except (RasterioError, OSError) as error:
        raise DamagedImage(str(error)) from error
    last = _nearest_zoom(grid.a)
    halvings = math.ceil(math.log2(max(base.width, base.height, TILE_PX) / TILE_PX))
    return ImageFacts((west, south, east, north), max(0, last - halvings), last, base.crs.to_string())


def _nearest_zoom(resolution_m: float) -> int:
    """The zoom whose pixels come nearest to a resolution at the equator."""
    return min(max(round(math.log2(WORLD_M / TILE_PX / resolution_m)), 0), MAX_ZOOM)


def stored_picture(path: Path, target: Target, *, pinned_crs: str | None, media_type: str | None) -> Picture | None:
    """The block of the file that is exactly this picture, as it is stored; None if there is none.

    Args: as for `drawn_picture`; a block is only handed out where JPEG will do.

    Raises:
        DamagedImage: the file cannot be read.
    """
    if media_type not in (None, JPEG):
        return None
    try:
        image = open_image(path, pinned_crs=pinned_crs)
        block = find_block(image, target)
        data = read_block(image, block) if block is not None else b""
    except (RasterioError, OSError) as error:
        raise DamagedImage(str(error)) from error
    return Picture(data, JPEG) if data else None


def drawn_picture(path: Path, target: Target, *, pinned_crs: str | None, media_type: str | None) -> Picture:
    """The image on the grid of `target`; pixels without data are transparent.

    Args:
        path: the file; 8-bit bands are shown as they are, others stretched between their 2nd and 98th percentile.
        target: the picture; its pixels lie within `warping.ERROR_PX` of where the transformation puts them.
        pinned_crs: see `describe`; without it GDAL picks a datum shift that is 0.8 m off for VN-2000.
        media_type: image/png, image/jpeg or image/webp; None chooses JPEG for full tiles and PNG at the edges.

    Raises:
        DamagedImage: the file cannot be read.
    """
    try:
        image = open_image(path, pinned_crs=pinned_crs)
        found = sample(image, target)
        if found is None:
            return Picture(b"", media_type or PNG)
        colours = found.values if image.is_bytes else stretched(found.values, _ranges(image))
    except (RasterioError, OSError) as error:
        raise DamagedImage(str(error)) from error
    return encode(colours.astype("uint8", copy=False), found.covered, media_type=media_type)


def _ranges(image: OpenImage) -> list[tuple[float, float]]:
    return _percentiles(image.path, image.path.stat().st_mtime_ns, image.bands)


@lru_cache(maxsize=256)
def _percentiles(path: Path, _modified_ns: int, bands: tuple[int, ...]) -> list[tuple[float, float]]:
    """2nd and 98th percentile of the shown bands, from an overview; every tile of the image shares them."""
    base = open_image(path, pinned_crs=None).base
    shrink = max(1.0, max(base.shape) / OVERVIEW_PX)
    shape = (len(bands), math.ceil(base.height / shrink), math.ceil(base.width / shrink))
    values = base.read(bands, out_shape=shape, masked=True)
    known = [band.compressed() for band in values]
    ranges = [np.percentile(band[np.isfinite(band)], SHOWN_PERCENTILES) if band.size else (0.0, 1.0) for band in known]
    return [(float(low), max(float(high), float(low) + 1e-9)) for low, high in ranges]
