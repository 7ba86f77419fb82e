"""One block of a pair: read, predict. Each is computed alone, and always with the same ground around it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from change_detection.engine.ahead import ahead
from change_detection.engine.card import ModelCard
from change_detection.engine.detector import LAYERS, Detector
from change_detection.engine.grid import Grid, Window, common_grid
from change_detection.engine.lattice import Tile, tile_of
from change_detection.engine.pair import PairPictures, PairSource
from change_detection.engine.pictures import BoolArray, ByteArray
from change_detection.engine.transport import mirrored, nothing

_AT_ONCE = 3
"""One in the network, one being read, one being told of: more would only need memory."""


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


def detect_block(source: PairSource, core: Window, detector: Detector) -> BlockResult:
    """Compare two scenes in one block of `lattice.cores`; equal arguments give equal answers.

    Raises:
        UnreadableScene: a scene is damaged there.
    """
    tile = tile_of(source.grid, core)
    return compare(tile, source.read(tile.window), detector)


def detect_blocks(source: PairSource, cores: Iterable[Window], detector: Detector) -> Iterator[BlockResult]:
    """`detect_block` of many, in their order: the next ones are read while the network computes.

    Raises:
        UnreadableScene: a scene is damaged there; the blocks before have been given.
    """
    return ahead(lambda core: detect_block(source, core, detector), cores, at_once=_AT_ONCE)


def compare(tile: Tile, pictures: PairPictures, detector: Detector) -> BlockResult:
    """Compare what was read of the window of a tile."""
    if not pictures.valid.any():
        return BlockResult(tile.core, tile.window, np.zeros((len(LAYERS), *pictures.valid.shape), np.uint8))
    down, right = tile.shift
    answer = detector.predict(
        *(
            mirrored(_without(picture, pictures.valid, detector.card), top=down, left=right)
            for picture in (pictures.before, pictures.after)
        )
    )[:, down:, right:]
    return BlockResult(tile.core, tile.window, answer if pictures.valid.all() else answer * pictures.valid)


def _without(picture: ByteArray, valid: BoolArray, card: ModelCard) -> ByteArray:
    """The picture with nothing where nothing is to be compared."""
    if valid.all():
        return picture
    return np.where(valid[..., np.newaxis], picture, np.array(nothing(card), np.uint8))
