"""Finds land that was cleared: vegetation that became bare soil over more than a garden."""

from collections.abc import Sequence
from dataclasses import replace

import cv2
import numpy as np
import shapely

from change_detection.engine.classify import ChangeClass
from change_detection.engine.grid import Grid, Window
from change_detection.engine.land_use.maps import LandUseMaps
from change_detection.engine.outline import Region, outline
from change_detection.engine.pictures import ByteArray

MIN_CLEARING_M2 = 200.0
"""Smaller patches are gardens, verges and the season."""

_NARROWEST_CELLS = 5  # strips narrower than this are edges of roads that lie a little apart
_LIKELY = 0.5
_COVERED = 0.5


class _WideClearings:
    """The probability of clearing without what is narrower than `_NARROWEST_CELLS`: a morphological opening."""

    def __init__(self, maps: LandUseMaps) -> None:
        self._maps = maps
        self.grid: Grid = maps.cells

    def read(self, window: Window) -> ByteArray:
        """A window of cells, in the shape of a map of change; no building at either date."""
        reach = _NARROWEST_CELLS - 1
        row, col = max(0, window.row - reach), max(0, window.col - reach)
        last_row = min(self.grid.rows, window.row + window.rows + reach)
        last_col = min(self.grid.cols, window.col + window.cols + reach)
        wide = self._maps.read_clearing(Window(row, col, last_row - row, last_col - col))
        brush = np.ones((_NARROWEST_CELLS, _NARROWEST_CELLS), np.uint8)
        opened = np.asarray(cv2.morphologyEx(wide, cv2.MORPH_OPEN, brush), dtype=np.uint8)
        rows, cols = Window(window.row - row, window.col - col, window.rows, window.cols).slices
        inner = opened[rows, cols]
        return np.stack([inner, np.zeros_like(inner), np.zeros_like(inner)])


def find_clearings(maps: LandUseMaps, built: Sequence[Region], *, min_area_m2: float = MIN_CLEARING_M2) -> list[Region]:
    """Land that was cleared between the dates of the maps.

    Args:
        maps: of the pair.
        built: the changes that the network found there; a clearing that lies mostly under buildings that came or went
            is not told twice.
        min_area_m2: smaller places are dropped.

    Returns:
        Regions of class `LAND_CLEARING` in the CRS of the maps, largest first.
    """
    found = outline(_WideClearings(maps), threshold=_LIKELY, min_area_m2=min_area_m2)
    buildings = [region for region in built if region.change_class is not ChangeClass.UNCLEAR]
    return [replace(one, change_class=ChangeClass.LAND_CLEARING) for one in _outside(found, buildings)]


def with_clearings(built: Sequence[Region], cleared: Sequence[Region]) -> list[Region]:
    """Both together, largest first; what the network could not name and is a clearing is told as that alone."""
    unclear = [region for region in built if region.change_class is ChangeClass.UNCLEAR]
    named = [region for region in built if region.change_class is not ChangeClass.UNCLEAR]
    told = [*named, *_outside(unclear, cleared), *cleared]
    return sorted(told, key=lambda region: (-region.area_m2, region.polygon.bounds))


def _outside(regions: Sequence[Region], others: Sequence[Region]) -> list[Region]:
    """Those regions of which not half lies in the others."""
    tree = shapely.STRtree([other.polygon for other in others])
    kept = []
    for region in regions:
        near = [others[index].polygon for index in tree.query(region.polygon, predicate="intersects")]
        covered = region.polygon.intersection(shapely.union_all(near)).area if near else 0.0
        if covered < _COVERED * region.polygon.area:
            kept.append(region)
    return kept
