"""The mask of clouds, shadows and no data that lies beside a scene's COG, and what it amounts to."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import rasterio
import rasterio.shutil
from rasterio.io import MemoryFile

from change_detection.engine.clouds import Sky, mask_sky
from change_detection.engine.pictures import ByteArray

from .reduced import Reduced


@dataclass(frozen=True)
class SkyShares:
    """Shares, 0 to 1: `valid` of the whole raster; `cloud` and `shadow` of the valid part."""

    valid: float
    cloud: float
    shadow: float


def draw_mask(scene: Reduced, *, sun_azimuth_deg: float | None) -> ByteArray:
    """The mask of a scene, on its reduced grid."""
    return mask_sky(scene.rgb, scene.valid, gsd_m=scene.grid.gsd_m, sun_azimuth_deg=sun_azimuth_deg)


def shares_of(mask: ByteArray) -> SkyShares:
    """How much of a scene shows something, and how much of that lies under clouds and in their shadows."""
    counts = np.bincount(mask.ravel(), minlength=256)
    shown = int(mask.size - counts[Sky.NOTHING])
    of = max(shown, 1)
    return SkyShares(shown / mask.size, int(counts[Sky.CLOUD]) / of, int(counts[Sky.SHADOW]) / of)


def write_mask(mask: ByteArray, scene: Reduced, target: Path) -> None:
    """Store a mask as a COG, so that a reader fetches the part that he needs."""
    profile = {"driver": "GTiff", "dtype": "uint8", "count": 1, "width": mask.shape[1], "height": mask.shape[0]}
    with MemoryFile() as memory:
        with memory.open(**profile, crs=scene.grid.crs, transform=scene.grid.transform) as plain:
            plain.write(mask, 1)
        with memory.open() as plain:
            rasterio.shutil.copy(
                plain, target, driver="COG", compress="DEFLATE", overview_resampling="MODE", blocksize=512
            )
