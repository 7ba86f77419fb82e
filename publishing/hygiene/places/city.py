"""The city's border, and which places lie beyond it."""

from typing import Any, NamedTuple

import numpy as np
import shapely

from ..context import Context, Extent
from .fit import INSIDE, Placing
from .moves import move_geometries, mover

MEASURED = 200
"""So many distances to the border are measured per batch; a border has a hundred thousand corners."""
METRES_PER_DEGREE = 110_574


class Beyond(NamedTuple):
    """Of some geometries: which lie outside the city, which of these inside with x and y exchanged, and how far out."""

    outside: Any
    turned: Any
    metres: Any


class City:
    """The border to compare with; knows nothing if the context does not."""

    def __init__(self, context: Context, placing: Placing) -> None:
        self.extent = context.extent if placing.chosen.inside >= INSIDE else None
        self.placing, self.chosen = placing, placing.chosen
        self.ground = None
        if self.extent is not None:
            self.ground = shapely.from_wkb(context.outline) if context.outline else shapely.box(*self.extent)
            shapely.prepare(self.ground)

    def beyond(self, shapes: Any) -> Beyond | None:
        """Where geometries in the numbers of the file lie; None if nobody can tell.

        The middles of all are looked at, and of those that seem to be outside the whole geometry.
        """
        if self.extent is None or self.ground is None:
            return None
        x, y = _middles(shapes)
        if self.chosen.swapped:
            x, y = y, x
        move = mover(self.chosen.way)
        suspects = np.flatnonzero(~shapely.intersects_xy(self.ground, *_finite(*move(x, y))))
        moved = move_geometries(shapes[suspects], self.chosen.way, swapped=self.chosen.swapped)
        out = suspects[~shapely.intersects(self.ground, moved)]
        outside, turned, metres = np.zeros(len(x), bool), np.zeros(len(x), bool), np.zeros(len(x))
        outside[out] = True
        turned[out] = _in_box(*move(y[out], x[out]), self.extent)
        near = np.flatnonzero(outside & ~turned)[:MEASURED]
        points = shapely.points(*_finite(*move(x[near], y[near])))
        metres[near] = shapely.distance(self.ground, points) * METRES_PER_DEGREE
        return Beyond(outside, turned, metres)


def _middles(shapes: Any) -> tuple[Any, Any]:
    bounds = shapely.bounds(shapes)
    return (bounds[:, 0] + bounds[:, 2]) / 2, (bounds[:, 1] + bounds[:, 3]) / 2


def _finite(x: Any, y: Any) -> tuple[Any, Any]:
    """What cannot be moved lies at the south pole, outside of every city."""
    good = np.isfinite(x) & np.isfinite(y)
    return np.where(good, x, 0.0), np.where(good, y, -90.0)


def _in_box(x: Any, y: Any, extent: Extent) -> Any:
    west, south, east, north = extent
    return (x >= west) & (x <= east) & (y >= south) & (y <= north)
