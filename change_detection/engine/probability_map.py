"""What outlines are drawn from: probabilities on a grid, read window by window; here the one that lies in memory."""

from dataclasses import dataclass
from typing import Protocol

from change_detection.engine.grid import Grid, Window
from change_detection.engine.pictures import ByteArray


class ProbabilityMap(Protocol):
    """Probabilities of a whole grid, however they are kept."""

    @property
    def grid(self) -> Grid:
        """The pixels."""
        ...

    def read(self, window: Window) -> ByteArray:
        """(3, rows, cols) of a window, 0 to 255: change, building before, building after."""
        ...


@dataclass(frozen=True)
class ArrayMap:
    """A map small enough for memory: `values` is (3, rows, cols) of `grid`."""

    values: ByteArray
    grid: Grid

    def read(self, window: Window) -> ByteArray:
        """See `ProbabilityMap.read`."""
        rows, cols = window.slices
        return self.values[:, rows, cols]
