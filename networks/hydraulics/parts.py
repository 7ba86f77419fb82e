"""A part of a model between engine and collection: its columns and its place."""

from dataclasses import dataclass
from typing import Any

import shapely

Point = tuple[float, float]


@dataclass(frozen=True)
class ModelPart:
    """A node or link of a model; `points` are one point, or the line from its first node to its last.

    `fid` is 0 before it is a feature.
    """

    code: str
    values: dict[str, Any]
    points: tuple[Point, ...]
    fid: int = 0

    @property
    def geometry(self) -> Any:
        """Its shape; a link between two nodes in the same place is no line, and has none."""
        if len(self.points) == 1:
            return shapely.Point(self.points[0])
        return shapely.LineString(self.points) if len(set(self.points)) > 1 else None
