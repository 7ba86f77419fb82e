"""Files made ready to be served: a Cloud Optimized GeoTIFF without loss, or one on the grid of web maps as JPEG."""

from pathlib import Path
from typing import Any

import rasterio
from rasterio.crs import CRS
from rasterio.vrt import WarpedVRT
from rio_cogeo.cogeo import cog_translate
from rio_cogeo.profiles import cog_profiles

ALIGNED_LEVELS = 6
"""Overviews whose blocks are tiles too: 64 tiles wide is where an image of a ward fits into a few tiles."""


def store_lossless(source: Path, target: Path) -> None:
    """The values as they are, tiled, with overviews; raises RasterioError."""
    profile = cog_profiles.get("deflate")  # type: ignore[no-untyped-call]
    profile.update(predictor=2)
    cog_translate(
        source, target, profile, overview_resampling="average", in_memory=False, forward_band_tags=True, quiet=True
    )


def store_for_the_web(source: Path, target: Path, *, crs: str) -> None:
    """A picture on the grid of WebMercatorQuad, so that its blocks can be handed out as tiles; JPEG loses a little.

    Args:
        source: 8-bit bands, one or three of them, perhaps with an alpha band.
        target: is written.
        crs: definition of the source's CRS, with the office's datum shift where it needs one.

    Raises:
        RasterioError: the source cannot be read to its end.
    """
    own = CRS.from_user_input(crs)
    with rasterio.open(source) as picture, WarpedVRT(picture, src_crs=own, crs=own, **_masked(picture)) as placed:
        colours = 3 if picture.count >= 3 else 1
        cog_translate(
            placed, target, _jpeg(colours), indexes=list(range(1, colours + 1)), add_mask=True, web_optimized=True,
            aligned_levels=ALIGNED_LEVELS, resampling="bilinear", overview_resampling="average", in_memory=False,
            quiet=True, config={"GDAL_TIFF_INTERNAL_MASK": True},
        )  # fmt: skip


def _jpeg(colours: int) -> dict[str, Any]:
    profile: dict[str, Any] = cog_profiles.get("jpeg")  # type: ignore[no-untyped-call]
    profile.update(blockxsize=256, blockysize=256, quality=85)
    if colours == 1:
        profile.update(photometric="minisblack")
    return profile


def _masked(picture: Any) -> dict[str, bool]:
    """Keep what the source says of pixels without data."""
    return {} if picture.nodata is not None else {"add_alpha": picture.count in (1, 3)}
