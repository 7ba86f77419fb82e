"""What became what, in square metres: the change matrix of a pair, by zone."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from rasterio.features import rasterize
from shapely import Polygon, box
from shapely.geometry.base import BaseGeometry

from change_detection.engine.grid import Grid, Window
from change_detection.engine.land_use.classes import NOTHING, LandUse
from change_detection.engine.land_use.maps import LandUseMaps
from change_detection.engine.outline import ellipsoid_area_m2

_WINDOW_CELLS = 512
_CLASSES = len(LandUse)


@dataclass(frozen=True)
class Transition:
    """Ground of one zone that was `before` and is `after`; `zone` is the place in the list, None outside of all."""

    zone: int | None
    before: LandUse
    after: LandUse
    area_m2: float


def change_matrix(maps: LandUseMaps, zones: Sequence[BaseGeometry]) -> list[Transition]:
    """All transitions that occur, those that changed nothing too; together they are the ground that both scenes show.

    Args:
        maps: of a pair.
        zones: polygons in the CRS of the maps that do not overlap; a cell counts for the zone that its middle lies in.

    Returns:
        Sorted by zone, before, after; areas on the ellipsoid.
    """
    areas = np.zeros((len(zones) + 1, _CLASSES, _CLASSES))
    for window in maps.cells.blocks(_WINDOW_CELLS):
        here = maps.cells.subgrid(window)
        areas += _counts(maps, window, _burnt(zones, here), len(zones)) * _cell_area_m2(here)
    found = zip(*np.nonzero(areas), strict=True)
    return [
        Transition(int(zone) - 1 if zone else None, LandUse(before), LandUse(after), float(areas[zone, before, after]))
        for zone, before, after in found
    ]


def _counts(maps: LandUseMaps, window: Window, zone: NDArray[np.int32], zones: int) -> NDArray[np.int64]:
    """Cells by (zone, before, after); zone 0 is outside of all."""
    before, after = maps.read_classes(window)
    seen = (before != NOTHING) & (after != NOTHING)
    key = (zone[seen].astype(np.int64) * _CLASSES + before[seen]) * _CLASSES + after[seen]
    shape = (zones + 1, _CLASSES, _CLASSES)
    return np.bincount(key, minlength=int(np.prod(shape))).reshape(shape)


def _burnt(zones: Sequence[BaseGeometry], grid: Grid) -> NDArray[np.int32]:
    """Number of the zone of every cell, 0 outside of all."""
    frame = box(*grid.bounds)
    here = [(zone, number) for number, zone in enumerate(zones, start=1) if zone.intersects(frame)]
    if not here:
        return np.zeros(grid.shape, np.int32)
    burnt = rasterize(here, out_shape=grid.shape, transform=grid.transform, dtype="int32")
    return np.asarray(burnt, dtype=np.int32)


def _cell_area_m2(grid: Grid) -> float:
    """Of the cells of a window on the ellipsoid; over half a kilometre they differ by less than a millionth."""
    corners = [grid.transform @ at for at in ((0, 0), (grid.cols, 0), (grid.cols, grid.rows), (0, grid.rows))]
    return ellipsoid_area_m2(Polygon(corners), grid) / (grid.rows * grid.cols)
