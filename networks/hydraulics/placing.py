"""Coordinates of a model on the ground: by its reference system, or a local grid that is laid down at an anchor."""

import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import lru_cache
from typing import Any

from pyproj import CRS, Transformer
from pyproj.exceptions import CRSError

from ..errors import BadPlacement

Point = tuple[float, float]


@dataclass(frozen=True)
class Placement:
    """How a model's coordinates become places.

    Attributes:
        crs: its reference system ("EPSG:3089"); "" for a local grid, which needs the rest.
        longitude, latitude: the place of the point (`x`, `y`) of the local grid.
        metres_per_unit: of the local grid; it is laid down with its y axis to the north.
    """

    crs: str = ""
    longitude: float = 0.0
    latitude: float = 0.0
    x: float = 0.0
    y: float = 0.0
    metres_per_unit: float = 1.0

    def as_document(self) -> dict[str, Any]:
        """Plain JSON, for the record of the model."""
        return asdict(self)

    def to_degrees(self, points: Sequence[Point]) -> list[Point]:
        """Longitude and latitude of the points; raises BadPlacement where they lie off the earth."""
        if not points:
            return []
        placed = [(p[0], p[1]) if self.crs else self._metres(p) for p in points]
        xs, ys = _transformer(self).transform([p[0] for p in placed], [p[1] for p in placed])
        found = list(zip((float(x) for x in xs), (float(y) for y in ys), strict=True))
        if not all(math.isfinite(x) and math.isfinite(y) and abs(x) <= 180 and abs(y) <= 90 for x, y in found):
            raise BadPlacement(self.crs or "local grid")
        return found

    def to_model(self, points: Sequence[Point]) -> list[Point]:
        """The way back."""
        if not points:
            return []
        xs, ys = _transformer(self).transform([p[0] for p in points], [p[1] for p in points], direction="INVERSE")
        found = [(float(x), float(y)) for x, y in zip(xs, ys, strict=True)]
        if self.crs:
            return found
        return [(self.x + x / self.metres_per_unit, self.y + y / self.metres_per_unit) for x, y in found]

    def _metres(self, point: Point) -> Point:
        return (point[0] - self.x) * self.metres_per_unit, (point[1] - self.y) * self.metres_per_unit


@lru_cache(maxsize=32)
def _transformer(placement: Placement) -> Transformer:
    local = f"+proj=aeqd +lat_0={placement.latitude} +lon_0={placement.longitude} +datum=WGS84 +units=m"
    try:
        return Transformer.from_crs(CRS(placement.crs or local), "EPSG:4326", always_xy=True)
    except CRSError as error:
        raise BadPlacement(placement.crs) from error
