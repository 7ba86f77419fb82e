"""Spikes of polygons: the border goes out and comes back on itself."""

from typing import Any

import numpy as np
import shapely

NARROWER_DEG = 0.5
_COS_SQUARED = np.cos(np.radians(NARROWER_DEG)) ** 2


def has_spike(shapes: Any) -> Any:
    """For each polygon, True if a corner of it is narrower than half a degree."""
    simple = (shapely.get_type_id(shapes) == 3) & (shapely.get_num_interior_rings(shapes) == 0)
    spiked = np.zeros(len(shapes), bool)
    spiked[np.flatnonzero(simple)[_corners(*shapely.get_coordinates(shapes[simple], return_index=True))]] = True
    others = np.flatnonzero(~simple)
    rings, owner = shapely.get_rings(shapes[others], return_index=True)
    spiked[others[owner[_corners(*shapely.get_coordinates(rings, return_index=True))]]] = True
    return spiked


def _corners(xy: Any, ring: Any) -> Any:
    """The rings that have a narrow corner; the corner where a ring begins is not looked at."""
    if len(xy) < 3:
        return np.zeros(0, np.int64)
    x, y = np.diff(xy[:, 0]), np.diff(xy[:, 1])
    back = x[1:] * x[:-1] + y[1:] * y[:-1]
    lengths = x * x + y * y
    narrow = (back < 0) & (back * back > _COS_SQUARED * lengths[1:] * lengths[:-1])
    return np.unique(ring[:-2][narrow & (ring[:-2] == ring[2:])])
