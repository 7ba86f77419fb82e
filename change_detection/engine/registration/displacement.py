"""A displacement that is the same everywhere or grows evenly over the grid: shift, rotation, scale, shear."""

from dataclasses import dataclass

import numpy as np
from affine import Affine
from numpy.typing import NDArray

from change_detection.engine.grid import Grid

Vectors = NDArray[np.float64]
_CORNERS = [(-1.0, -1.0), (-1.0, 1.0), (1.0, -1.0), (1.0, 1.0)]


@dataclass(frozen=True)
class Displacement:
    """How far the later scene lies right of and below the earlier one, in pixels of the grid.

    Attributes:
        middle: dx, dy in the middle of the grid.
        right: what is added to it at the right edge, and taken off at the left one.
        down: what is added to it at the lower edge, and taken off at the upper one.
    """

    middle: tuple[float, float]
    right: tuple[float, float] = (0.0, 0.0)
    down: tuple[float, float] = (0.0, 0.0)

    def at(self, places: Vectors) -> Vectors:
        """dx, dy at places (n, 2), each -1 to 1 from the left to the right edge and from the upper to the lower."""
        return np.asarray(np.array(self.middle) + places @ np.array([self.right, self.down]), dtype=np.float64)

    def largest(self, pixel_size: tuple[float, float] = (1.0, 1.0)) -> float:
        """Its greatest length anywhere on the grid, which is reached in a corner."""
        return float(np.hypot(*(self.at(np.array(_CORNERS)) * pixel_size).T).max())

    def bend(self) -> float:
        """The greatest difference in pixels from the displacement in the middle."""
        return Displacement((0.0, 0.0), self.right, self.down).largest()

    def correction(self, grid: Grid) -> Affine:
        """Maps CRS coordinates of the grid to where the earlier scene has the ground that the later one shows there."""
        half = grid.cols / 2, grid.rows / 2
        linear = np.array([self.right, self.down]).T / half
        start = np.array(self.middle) - linear @ np.array(half)
        moved = Affine(1 + linear[0, 0], linear[0, 1], start[0], linear[1, 0], 1 + linear[1, 1], start[1])
        correction: Affine = grid.transform @ ~moved @ ~grid.transform
        return correction


def places_of(centres: Vectors, grid: Grid) -> Vectors:
    """Pixels (n, 2), column and row, as places of -1 to 1."""
    return np.asarray(2 * centres / (grid.cols, grid.rows) - 1, dtype=np.float64)
