"""Keeps the answers of blocks on disk and reads any window of them: memory does not grow with the scene.

Where margins lie over each other logits are blended, with weights that fall to the edge of the margin; whole numbers
only, so that a pixel has one value, in whatever window it is read.
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import rasterio
from numpy.typing import NDArray
from rasterio.errors import RasterioError

from change_detection.engine.blocks import BlockResult
from change_detection.engine.detector import LAYERS
from change_detection.engine.errors import UnreadableScene
from change_detection.engine.grid import Grid, Window
from change_detection.engine.lattice import MARGIN_PX, Tile, tiles
from change_detection.engine.pictures import ByteArray

_SCALE = 4096
_LOGIT_OF_BYTE = np.round(_SCALE * np.log((np.arange(256) + 0.5) / (255.5 - np.arange(256)))).astype(np.int32)
_BETWEEN_BYTES = (_LOGIT_OF_BYTE[1:] + _LOGIT_OF_BYTE[:-1]) / 2
_FULL = 2 * (2 * MARGIN_PX)  # the weights of two neighbours add up to this, row by row and column by column
_PROFILE = {"driver": "GTiff", "dtype": "uint8", "count": len(LAYERS), "tiled": True, "compress": "zstd"}


@dataclass(frozen=True)
class BlockStore:
    """The probabilities of a grid, in one file per block.

    Attributes:
        folder: holds the files; workers on several machines share it.
        grid: the grid whose blocks (`lattice.cores`) are kept.
    """

    folder: Path
    grid: Grid

    def put(self, result: BlockResult) -> Path:
        """Keep a block; readers see the whole file or none.

        Raises:
            OSError: the disk is full, or the folder cannot be written.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        path = self.path_of(result.core)
        partial = path.with_suffix(".partial")
        block = self.grid.subgrid(result.window)
        with rasterio.open(
            partial, "w", width=block.cols, height=block.rows, crs=block.crs, transform=block.transform, **_PROFILE
        ) as dataset:
            dataset.write(result.probabilities)
            dataset.descriptions = LAYERS
        partial.replace(path)
        return path

    def missing(self) -> list[Window]:
        """The cores of the blocks that are not kept yet."""
        return [tile.core for tile in tiles(self.grid) if not self.path_of(tile.core).exists()]

    def path_of(self, core: Window) -> Path:
        """The file of a block."""
        return self.folder / f"block_{core.row:06d}_{core.col:06d}.tif"

    def read(self, window: Window) -> ByteArray:
        """Probabilities of any window of the grid, with memory for the window only.

        Returns:
            (3, rows, cols), 0 to 255: change, building before, building after.

        Raises:
            UnreadableScene: a block is damaged, or not there.
        """
        logits = np.zeros((len(LAYERS), window.rows, window.cols), np.int32)
        seen = np.zeros((window.rows, window.cols), bool)
        for tile in tiles(self.grid):
            part = tile.window.common(window)
            if part is not None:
                rows, cols = part.within(window).slices
                values = self._read_file(tile, part)
                logits[:, rows, cols] += _LOGIT_OF_BYTE[values] * _weight(tile, part)
                seen[rows, cols] |= values.any(axis=0)
        return np.asarray(np.searchsorted(_BETWEEN_BYTES, logits / _FULL**2) * seen, dtype=np.uint8)

    def _read_file(self, tile: Tile, part: Window) -> ByteArray:
        path = self.path_of(tile.core)
        try:
            with rasterio.open(path) as dataset:
                return np.asarray(dataset.read(window=part.within(tile.window).as_rasterio()), dtype=np.uint8)
        except RasterioError as error:
            raise UnreadableScene(path.name, str(error)) from error


def _weight(tile: Tile, part: Window) -> NDArray[np.int32]:
    """Whole in the middle of a tile, falling to the outer edge of its margin, but not towards the edge of the grid."""
    window, core = tile.window, tile.core
    rows = _ramp(window.row, window.rows, core.row, core.rows)[part.row - window.row :][: part.rows]
    cols = _ramp(window.col, window.cols, core.col, core.cols)[part.col - window.col :][: part.cols]
    return np.multiply.outer(rows, cols)


def _ramp(start: int, length: int, core_start: int, core_length: int) -> NDArray[np.int32]:
    place = 2 * np.arange(length, dtype=np.int32) + 1
    ramp = np.full(length, _FULL, np.int32)
    if core_start > start:
        ramp = np.minimum(ramp, place)
    if core_start + core_length < start + length:
        ramp = np.minimum(ramp, place[::-1])
    return ramp
