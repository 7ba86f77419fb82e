"""One block of a pair: read, predict, store. Each block is computed alone and its file is whole or absent.

A block is read with a margin around it, and its neighbour with its own; where margins lie over each other the two
answers are blended (mosaic.py), so no seam shows and the answer hardly depends on how the ground was cut.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import rasterio
from rasterio.errors import RasterioError

from change_detection.engine.card import ModelCard
from change_detection.engine.detector import LAYERS, Detector, to_probabilities
from change_detection.engine.errors import UnreadableScene
from change_detection.engine.grid import Grid, Window, common_grid
from change_detection.engine.pictures import ByteArray, read_picture

BLOCK_PX = 896
MARGIN_PX = 64


@dataclass(frozen=True)
class BlockResult:
    """What was found in a block and its margin.

    Attributes:
        core: the block that was asked for.
        window: the block with its margin, cut at the edge of the grid.
        probabilities: (3, rows, cols) of `window`, 0 to 255: change, building before, building after; zero where one of
            the scenes shows nothing.
    """

    core: Window
    window: Window
    probabilities: ByteArray


def detection_grid(before_path: Path, after_path: Path, card: ModelCard) -> Grid:
    """The grid to compare two scenes on: their own pixels where the detector takes them, else resampled to its own.

    Raises:
        NoOverlap, UnreadableScene, NoPosition: see `common_grid`.
    """
    own = common_grid(before_path, after_path)
    return own if card.suits(own.gsd_m) else common_grid(before_path, after_path, card.gsd_m)


def detect_block(before_path: Path, after_path: Path, grid: Grid, window: Window, detector: Detector) -> BlockResult:
    """Compare two scenes in one block of their grid; equal arguments give equal answers.

    Raises:
        UnreadableScene: a scene is damaged there.
    """
    wide = with_margin(window, grid)
    before, after = read_picture(before_path, grid.subgrid(wide)), read_picture(after_path, grid.subgrid(wide))
    valid = before.valid & after.valid
    if not valid.any():
        return BlockResult(window, wide, np.zeros((len(LAYERS), *valid.shape), np.uint8))
    probabilities = to_probabilities(detector.predict(before.rgb, after.rgb)) * valid
    return BlockResult(window, wide, np.round(probabilities * 255.0).astype(np.uint8))


def with_margin(window: Window, grid: Grid) -> Window:
    """The block and 64 pixels around it, as far as the grid goes."""
    row, col = max(0, window.row - MARGIN_PX), max(0, window.col - MARGIN_PX)
    last_row = min(grid.rows, window.row + window.rows + MARGIN_PX)
    last_col = min(grid.cols, window.col + window.cols + MARGIN_PX)
    return Window(row, col, last_row - row, last_col - col)


def block_file(folder: Path, window: Window) -> Path:
    """Where a block's answer is stored."""
    return folder / f"block_{window.row:06d}_{window.col:06d}.tif"


def store_block(result: BlockResult, grid: Grid, folder: Path) -> Path:
    """Write a block as a GeoTIFF of three bands of bytes; readers see the whole file or none."""
    folder.mkdir(parents=True, exist_ok=True)
    path = block_file(folder, result.core)
    partial = path.with_suffix(".partial")
    block = grid.subgrid(result.window)
    profile = {"driver": "GTiff", "dtype": "uint8", "count": len(LAYERS), "compress": "deflate", "predictor": 2}
    with rasterio.open(
        partial, "w", width=block.cols, height=block.rows, crs=block.crs, transform=block.transform, **profile
    ) as dataset:
        dataset.write(result.probabilities)
        dataset.descriptions = LAYERS
        dataset.update_tags(core=_words(result.core), window=_words(result.window))
    partial.replace(path)
    return path


def load_block(path: Path) -> BlockResult:
    """A stored block.

    Raises:
        UnreadableScene: the file is damaged.
    """
    try:
        with rasterio.open(path) as dataset:
            tags = dataset.tags()
            return BlockResult(_window(tags["core"]), _window(tags["window"]), dataset.read())
    except (RasterioError, KeyError) as error:
        raise UnreadableScene(path.name, str(error)) from error


def load_blocks(folder: Path) -> Iterator[BlockResult]:
    """All stored blocks, row by row."""
    for path in sorted(folder.glob("block_*.tif")):
        yield load_block(path)


def _words(window: Window) -> str:
    return f"{window.row} {window.col} {window.rows} {window.cols}"


def _window(words: str) -> Window:
    row, col, rows, cols = (int(word) for word in words.split())
    return Window(row, col, rows, cols)
