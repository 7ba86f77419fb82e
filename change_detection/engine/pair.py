"""Two scenes of one ground as one source of pixels: corrected, in one light, without clouds, read by windows."""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

import numpy as np
import rasterio
from affine import Affine
from rasterio.enums import Resampling
from rasterio.errors import RasterioError
from rasterio.vrt import WarpedVRT

from change_detection.engine.errors import UnreadableScene
from change_detection.engine.grid import Grid, Window, pinned
from change_detection.engine.pictures import BoolArray, ByteArray, read_picture

CLOUD, SHADOW, NOTHING = 1, 2, 255


class Matching(Protocol):
    """Brings both scenes to one light; the same for every window of a pair. (rows, cols, 3) in, the same out."""

    def apply_before(self, picture: ByteArray) -> ByteArray:
        """A window of the earlier scene."""
        ...

    def apply_after(self, picture: ByteArray) -> ByteArray:
        """A window of the later scene."""
        ...


@dataclass(frozen=True)
class PairPictures:
    """Both dates of one window.

    Attributes:
        before, after: (rows, cols, 3), RGB; both black where `valid` is False, so that an edge of one is no change.
        valid: (rows, cols), False where one of the scenes shows no ground: outside of it, no data, cloud.
        shadow: (rows, cols), True in the shadow of a cloud at either date; such ground stays valid.
    """

    before: ByteArray
    after: ByteArray
    valid: BoolArray
    shadow: BoolArray


@dataclass(frozen=True)
class PairSource:
    """All that decides which pixels are compared; workers build it from the row of a run.

    Attributes:
        before, after: the scenes, rasters that GDAL reads.
        grid: the pixels they are compared on.
        correction: maps coordinates of the grid's CRS to where the same ground lies in the earlier scene: what is found
            lies where the later scene shows it.
        before_mask, after_mask: bytes on any grid: 0 clear, 1 cloud, 2 shadow, 255 nothing.
        matching: the light of the scenes, see `radiometry`.
    """

    before: Path
    after: Path
    grid: Grid
    correction: Affine | None = None
    before_mask: Path | None = None
    after_mask: Path | None = None
    matching: Matching | None = None

    def read(self, window: Window) -> PairPictures:
        """Both dates in a window of the grid.

        Raises:
            UnreadableScene: a file is damaged there; the sentence names the file and the place.
        """
        here = self.grid.subgrid(window)
        there = here if self.correction is None else replace(here, transform=self.correction @ here.transform)
        before, after = read_picture(self.before, there), read_picture(self.after, here)
        valid, shadow = before.valid & after.valid, np.zeros(here.shape, bool)
        for path, grid in ((self.before_mask, there), (self.after_mask, here)):
            if path is not None:
                mask = _read_mask(path, grid)
                valid &= (mask != CLOUD) & (mask != NOTHING)
                shadow |= mask == SHADOW
        light = before.rgb, after.rgb
        if self.matching is not None:
            light = self.matching.apply_before(before.rgb), self.matching.apply_after(after.rgb)
        return PairPictures(_black_where_not(valid, light[0]), _black_where_not(valid, light[1]), valid, shadow & valid)


def _black_where_not(valid: BoolArray, picture: ByteArray) -> ByteArray:
    return picture if valid.all() else picture * valid[..., np.newaxis]


def _read_mask(path: Path, grid: Grid) -> ByteArray:
    """A mask on `grid`, each pixel as it is in the file; clear where it does not reach."""
    try:
        with (
            rasterio.open(path) as dataset,
            WarpedVRT(
                dataset,
                src_crs=pinned(dataset.crs),
                crs=pinned(grid.crs),
                transform=grid.transform,
                width=grid.cols,
                height=grid.rows,
                resampling=Resampling.nearest,
            ) as warped,
        ):
            return np.asarray(warped.read(1), dtype=np.uint8)
    except RasterioError as error:
        raise UnreadableScene(path.name, str(error)) from error
