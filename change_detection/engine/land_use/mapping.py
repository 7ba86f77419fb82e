"""Draws the land use of both dates of a pair, window by window: memory does not grow with the scene."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from change_detection.engine.grid import Grid, Window
from change_detection.engine.land_use.buildings import standing
from change_detection.engine.land_use.cells import all_valid, averaged, cell_grid, pixels_of, pixels_per_cell
from change_detection.engine.land_use.classes import LandUse
from change_detection.engine.land_use.deciding import MARGIN, Ground, certainty, decide_ground
from change_detection.engine.land_use.light import SceneLight, measure_light
from change_detection.engine.land_use.maps import LandUseMaps, MapWriter
from change_detection.engine.pair import PairSource
from change_detection.engine.pictures import ByteArray, read_thumbnail

WINDOW_CELLS = 512
_SHARPNESS = 16.0  # steps of the clearing's certainty per logit


class BuildingMap(Protocol):
    """Where the network saw buildings: the blended answers of a run, see `mosaic.BlockStore`."""

    def read(self, window: Window) -> ByteArray:
        """(3, rows, cols), 0 to 255: change, building before, building after."""
        ...


@dataclass(frozen=True)
class WindowLandUse:
    """A window of cells at both dates; `clearing` is the probability, 0 to 255, that vegetation became bare soil."""

    before: ByteArray
    after: ByteArray
    clearing: ByteArray


def map_land_use(
    source: PairSource, buildings: BuildingMap, folder: Path, *, tell: Callable[[float], None] = lambda _: None
) -> LandUseMaps:
    """Draw the maps of a pair and store them.

    Args:
        source: the pair; its light is not matched, each scene is read in its own.
        buildings: on the grid of `source`.
        folder: receives the files of `LandUseMaps`; each appears whole or not at all.
        tell: receives the share that is done, 0 to 1.

    Raises:
        UnreadableScene: a scene is damaged.
    """
    plain = replace(source, matching=None)
    lights = light_of(source.before), light_of(source.after)
    cells = cell_grid(source.grid)
    maps = LandUseMaps(folder, cells)
    with MapWriter(maps) as writer:
        windows = list(cells.blocks(WINDOW_CELLS))
        for number, window in enumerate(windows, start=1):
            drawn = window_land_use(plain, buildings, window, lights)
            writer.write(window, drawn.before, drawn.after, drawn.clearing)
            tell(number / len(windows))
    return maps


def light_of(path: Path) -> SceneLight:
    """The light of a whole scene, from its overview; raises UnreadableScene."""
    seen = read_thumbnail(path)
    return measure_light(seen.rgb[seen.valid])


def window_land_use(
    source: PairSource, buildings: BuildingMap, window: Window, lights: tuple[SceneLight, SceneLight]
) -> WindowLandUse:
    """Both dates of a window of cells; the same cells whatever window they are asked in."""
    side, wide = pixels_per_cell(source.grid), _widened(window, cell_grid(source.grid))
    pixels = pixels_of(wide, side)
    seen, built = source.read(pixels), standing(buildings.read(pixels))
    valid = all_valid(seen.valid, side)
    dates = []
    for picture, building, light in zip((seen.before, seen.after), built, lights, strict=True):
        rgb = light.corrected(averaged(picture, side))
        dates.append(decide_ground(rgb, valid, averaged(building, side)))
    inner = _inner(window, wide)
    clearing = _clearing(*dates)
    return WindowLandUse(dates[0].land_use[inner], dates[1].land_use[inner], clearing[inner])


def _clearing(before: Ground, after: Ground) -> ByteArray:
    """How sure it is that vegetation became bare soil: as the less sure of the two dates; by a table, hence exact."""
    lead = np.minimum(certainty(before, LandUse.VEGETATION), certainty(after, LandUse.BARE_SOIL))
    steps = np.clip(np.rint(lead * _SHARPNESS), -128, 127).astype(np.int16)
    sure = _TABLE[steps + 128]
    gone = (before.land_use != LandUse.VEGETATION) | (after.land_use != LandUse.BARE_SOIL)
    sure[gone] = np.minimum(sure[gone], 127)
    return sure


_TABLE: NDArray[np.uint8] = np.round(255.0 / (1.0 + np.exp(-np.arange(-128, 128) / _SHARPNESS))).astype(np.uint8)


def _widened(window: Window, cells: Grid) -> Window:
    row, col = max(0, window.row - MARGIN), max(0, window.col - MARGIN)
    last_row = min(cells.rows, window.row + window.rows + MARGIN)
    last_col = min(cells.cols, window.col + window.cols + MARGIN)
    return Window(row, col, last_row - row, last_col - col)


def _inner(window: Window, wide: Window) -> tuple[slice, slice]:
    return Window(window.row - wide.row, window.col - wide.col, window.rows, window.cols).slices
