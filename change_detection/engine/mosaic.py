"""Keeps the answers of blocks on disk and reads any window of them: memory does not grow with the scene.

Where margins lie over each other logits are blended, with weights that fall to the edge of the margin; whole numbers
only, so that a pixel has one value, in whatever window it is read.
"""

from collections.abc import Iterator
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

_PRECISION = 4096
_LOGITS = np.round(_PRECISION * np.log((np.arange(256) + 0.5) / (255.5 - np.arange(256)))).astype(np.int32)
_WHOLE = 4 * MARGIN_PX
"""The weights of two neighbours add up to this, along the rows and along the columns."""
_BETWEEN = (_LOGITS[1:] + _LOGITS[:-1]) * (_WHOLE**2 // 2)
_PROFILE = {
    "driver": "GTiff",
    "dtype": "uint8",
    "count": len(LAYERS),
    "tiled": True,
    "compress": "zstd",
    "zstd_level": 1,
}


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
        with rasterio.MemoryFile() as memory:  # GDAL does not always tell of a full disk; Python does
            with memory.open(
                width=block.cols, height=block.rows, crs=block.crs, transform=block.transform, **_PROFILE
            ) as dataset:
                dataset.write(result.probabilities)
                dataset.descriptions = LAYERS
            partial.write_bytes(memory.getbuffer())
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
        values = np.zeros((len(LAYERS), window.rows, window.cols), np.uint8)
        parts = list(self._parts(window))
        for part in parts:
            rows, cols = part.window.within(window).slices
            values[:, rows, cols] = part.values
        for seam in _seams(parts, window):
            rows, cols = seam.within(window).slices
            values[:, rows, cols] = _blended(parts, seam)
        return values

    def _parts(self, window: Window) -> Iterator["_Part"]:
        for tile in tiles(self.grid):
            common = tile.window.common(window)
            if common is not None:
                yield _Part(tile, common, self._read_file(tile, common))

    def _read_file(self, tile: Tile, common: Window) -> ByteArray:
        path = self.path_of(tile.core)
        try:
            with rasterio.open(path) as dataset:
                return np.asarray(dataset.read(window=common.within(tile.window).as_rasterio()), dtype=np.uint8)
        except RasterioError as error:
            raise UnreadableScene(path.name, str(error)) from error


@dataclass(frozen=True)
class _Part:
    """What one tile says about a part of a window."""

    tile: Tile
    window: Window
    values: ByteArray


def _seams(parts: list[_Part], window: Window) -> Iterator[Window]:
    """The parts of a window where margins lie over each other: along whole rows and whole columns."""
    for row in {part.tile.core.row for part in parts} - {0}:
        seam = window.common(Window(row - MARGIN_PX, window.col, 2 * MARGIN_PX, window.cols))
        if seam is not None:
            yield seam
    for col in {part.tile.core.col for part in parts} - {0}:
        seam = window.common(Window(window.row, col - MARGIN_PX, window.rows, 2 * MARGIN_PX))
        if seam is not None:
            yield seam


def _blended(parts: list[_Part], seam: Window) -> ByteArray:
    logits = np.zeros((len(LAYERS), seam.rows, seam.cols), np.int32)
    seen = np.zeros((seam.rows, seam.cols), bool)
    for part in parts:
        common = part.window.common(seam)
        if common is not None:
            there, here = common.within(part.window).slices, common.within(seam).slices
            values = part.values[:, *there]
            logits[:, *here] += _LOGITS[values] * _weight(part.tile, common)
            seen[here] |= values.any(axis=0)
    return np.asarray(np.searchsorted(_BETWEEN, logits) * seen, dtype=np.uint8)


def _weight(tile: Tile, part: Window) -> NDArray[np.int32]:
    """Whole in the middle of a tile, falling to the outer edge of its margin, but not towards the edge of the grid."""
    window, core = tile.window, tile.core
    rows = _ramp(window.row, window.rows, core.row, core.rows)[part.row - window.row :][: part.rows]
    cols = _ramp(window.col, window.cols, core.col, core.cols)[part.col - window.col :][: part.cols]
    return np.multiply.outer(rows, cols)


def _ramp(start: int, length: int, core_start: int, core_length: int) -> NDArray[np.int32]:
    place = 2 * np.arange(length, dtype=np.int32) + 1
    ramp = np.full(length, _WHOLE, np.int32)
    if core_start > start:
        ramp = np.minimum(ramp, place)
    if core_start + core_length < start + length:
        ramp = np.minimum(ramp, place[::-1])
    return ramp
