"""Figures of a whole layer, draft or published, by which a worse version is told from a good one."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    import pyarrow as pa

Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Facts:
    """What is compared.

    Attributes:
        rows: how many there are.
        rejected: of a draft: rows of the file that were left out.
        empty: field to the number of rows without a value.
        box: west, south, east, north, None without places.
        mean_size: mean length of lines or area of polygons, in degrees or square degrees: only the ratio of two of
            them means something; None for points.
        removed: of a draft that replaces: present rows that it does not have.
    """

    rows: int
    rejected: int = 0
    empty: Mapping[str, int] = field(default_factory=dict, hash=False)
    box: Box | None = None
    mean_size: float | None = None
    removed: int | None = None

    def to_document(self) -> dict[str, Any]:
        """The figures as plain JSON."""
        return {
            "rows": self.rows,
            "rejected": self.rejected,
            "empty": dict(self.empty),
            "box": None if self.box is None else list(self.box),
            "mean_size": self.mean_size,
            "removed": self.removed,
        }

    @classmethod
    def from_document(cls, document: Mapping[str, Any]) -> "Facts":
        """The figures that `to_document` wrote."""
        box = document.get("box")
        return cls(**{**document, "box": None if box is None else (box[0], box[1], box[2], box[3])})


class Tally:
    """Adds up the figures of good rows while their batches go by."""

    def __init__(self) -> None:
        self.rows = 0
        self.empty: dict[str, int] = {}
        self._corners = np.array([np.inf, np.inf, -np.inf, -np.inf])
        self._size, self._sized = 0.0, 0

    def add(self, columns: Mapping[str, "pa.Array"], shapes: Any | None) -> None:
        """Count one batch: its fields, and its geometries where it has them."""
        import shapely

        for name, column in columns.items():
            self.empty[name] = self.empty.get(name, 0) + column.null_count
        if shapes is None or not len(shapes):
            return
        bounds = shapely.bounds(shapes)
        with np.errstate(invalid="ignore"):
            self._corners[:2] = np.fmin(self._corners[:2], np.fmin.reduce(bounds[:, :2], initial=np.inf))
            self._corners[2:] = np.fmax(self._corners[2:], np.fmax.reduce(bounds[:, 2:], initial=-np.inf))
        dimensions = shapely.get_dimensions(shapes)
        sizes = np.where(dimensions == 2, shapely.area(shapes), shapely.length(shapes))[dimensions >= 1]
        self._size += float(np.nansum(sizes))
        self._sized += len(sizes)

    def facts(self, *, rejected: int) -> Facts:
        """What was counted."""
        west, south, east, north = (float(corner) for corner in self._corners)
        return Facts(
            rows=self.rows,
            rejected=rejected,
            empty=dict(self.empty),
            box=(west, south, east, north) if west <= east else None,
            mean_size=self._size / self._sized if self._sized else None,
        )
