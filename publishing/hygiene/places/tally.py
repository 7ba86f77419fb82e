"""What is known of the geometries of a layer, counted batch by batch."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import shapely

from layers.api import repair_without_loss

from ..context import Extent
from .city import METRES_PER_DEGREE, City
from .frame import beyond
from .moves import is_degrees
from .spikes import has_spike

TYPES = ("Point", "LineString", "LinearRing", "Polygon", "MultiPoint", "MultiLineString", "MultiPolygon")
COLLECTION = 7
FAMILY = np.array([0, 1, 1, 2, 0, 1, 2, 3])
"""Shapely's number of a type to points, lines, polygons, collections."""
BORDER_M = 500.0
"""What lies so close to the border is no stray; the border itself is drawn no better than some metres."""


@dataclass
class PlaceTally:
    """Counts of the geometries of a layer; lists of rows are whole.

    Attributes:
        city: what the places are compared with.
        frame: the body of the layer in its own numbers.
        types: name of a type to how many rows.
        nowhere: rows without a place, or with an empty one.
        invalid: rows whose polygon crosses itself, or the like; of them `mended` can be repaired without loss.
        flat: rows whose line has no length or whose polygon has no area.
        spiked: rows with a corner of less than half a degree, first hundred; `spikes` counts them.
        far: rows that reach out of the body, and out of the city; `far_m` how far from its middle the farthest reaches.
        outside: rows whose middle lies outside the city, not far; `outside_m` how far the farthest is.
        turned: rows that lie in the city if x and y change places.
        zero: rows at 0, 0.
    """

    city: City
    frame: Extent | None
    types: Counter[str] = field(default_factory=Counter)
    nowhere: list[int] = field(default_factory=list)
    invalid: list[int] = field(default_factory=list)
    mended: int = 0
    flat: list[int] = field(default_factory=list)
    spiked: list[int] = field(default_factory=list)
    spikes: int = 0
    far: list[int] = field(default_factory=list)
    far_m: float = 0.0
    outside: list[int] = field(default_factory=list)
    outside_m: float = 0.0
    turned: list[int] = field(default_factory=list)
    zero: list[int] = field(default_factory=list)

    def add(self, shapes: Any, rows: Any) -> None:
        """Count some geometries; `rows` are their numbers in the file."""
        nowhere = shapely.is_missing(shapes) | shapely.is_empty(shapes)
        self.nowhere += rows[nowhere].tolist()
        shapes, rows = shapes[~nowhere], rows[~nowhere]
        if not len(shapes):
            return
        kinds = shapely.get_type_id(shapes)
        for kind, count in zip(*np.unique(kinds, return_counts=True), strict=True):
            self.types["GeometryCollection" if kind == COLLECTION else TYPES[kind]] += int(count)
        self._add_faults(shapes, rows, kinds)
        self._add_places(shapes, rows)

    def _add_faults(self, shapes: Any, rows: Any, kinds: Any) -> None:
        family = FAMILY[kinds]
        flat = (family == 1) & (shapely.length(shapes) == 0)
        bare = np.flatnonzero((family == 2) & (shapely.area(shapes) == 0))
        flat[bare] = shapely.area(shapely.convex_hull(shapes[bare])) == 0
        self.flat += rows[flat].tolist()
        wrong = np.flatnonzero(~shapely.is_valid(shapes) & ~flat)
        self.invalid += rows[wrong].tolist()
        self.mended += sum(repair_without_loss(shapes[index]) is not None for index in wrong)
        spiked = np.flatnonzero(family == 2)[has_spike(shapes[family == 2])]
        self.spikes += len(spiked)
        self.spiked += rows[spiked[: 100 - len(self.spiked)]].tolist()

    def _add_places(self, shapes: Any, rows: Any) -> None:
        bounds = shapely.bounds(shapes)
        zero = (bounds == 0).all(axis=1)
        self.zero += rows[zero].tolist()
        shapes, bounds, rows = shapes[~zero], bounds[~zero], rows[~zero]
        far = beyond(bounds, self.frame) if self.frame else np.zeros(len(bounds), bool)
        there = self.city.beyond(shapes)
        if there is None:
            self._note_far(bounds[far], rows[far])
            return
        self.turned += rows[there.turned].tolist()
        out = there.outside & ~there.turned
        far &= there.metres > BORDER_M
        self._note_far(bounds[far & out], rows[far & out])
        self.outside += rows[out & ~far].tolist()
        self.outside_m = max(self.outside_m, float(there.metres[out & ~far].max(initial=0.0)))

    def _note_far(self, bounds: Any, rows: Any) -> None:
        if not len(rows) or self.frame is None:
            return
        self.far += rows.tolist()
        west, south, east, north = self.frame
        x = np.abs(bounds[:, [0, 2]] - (west + east) / 2).max(axis=1)
        y = np.abs(bounds[:, [1, 3]] - (south + north) / 2).max(axis=1)
        way = self.city.chosen.way
        unit_m = METRES_PER_DEGREE if way and is_degrees(way) else 1.0
        self.far_m = max(self.far_m, float(np.hypot(x, y).max()) * unit_m)
