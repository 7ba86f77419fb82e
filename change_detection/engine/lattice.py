"""Where the ground is cut: a lattice of tiles that hangs on the CRS, not on the pictures.

Whoever computes a tile, of whatever part of a city, sees the same pixels at the same places of the network, whose
answer depends on the position modulo its stride. So the answer depends neither on the number of workers nor on the
order of the tiles, and scenes that were cut out differently are compared alike.
"""

from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from math import floor

from affine import Affine

from change_detection.engine.grid import Grid, Window
from change_detection.engine.transport import STRIDE_PX

MARGIN_PX = 32
STEP_PX = 1984
_FITS_PX = STEP_PX + 2 * MARGIN_PX
_MIN_CORE_PX = 128  # less than this beside the edge of a grid is given to the neighbour
_ROUNDING = 0.37  # a grid that starts at half or quarter pixels must not fall to either side by chance


@dataclass(frozen=True)
class Tile:
    """One piece of work.

    Attributes:
        core: what it answers for; the cores cover the grid without overlap.
        window: the core and its margin, as far as the grid goes; in the margin answers are blended.
        shift: rows and columns to put before `window`, so that it starts at a stride of the lattice.
    """

    core: Window
    window: Window
    shift: tuple[int, int]


def tiles(grid: Grid) -> tuple[Tile, ...]:
    """The tiles of a grid, those of one size after each other: a network is compiled for one size at a time."""
    return _tiles(*grid.shape, *_anchor(grid))


def cores(grid: Grid) -> list[Window]:
    """The blocks that workers share: the cores of the tiles."""
    return [tile.core for tile in tiles(grid)]


def tile_of(grid: Grid, core: Window) -> Tile:
    """The tile that answers for a core."""
    return next(tile for tile in tiles(grid) if tile.core == core)


def _anchor(grid: Grid) -> tuple[int, int]:
    """Row and column of the grid's corner, counted in its own pixels from the origin of the CRS."""
    along = grid.transform
    turned = Affine(along.a, along.b, 0.0, along.d, along.e, 0.0)
    col, row = ~turned @ (along.c, along.f)
    return floor(row + _ROUNDING), floor(col + _ROUNDING)


@lru_cache(maxsize=16)
def _tiles(rows: int, cols: int, row_anchor: int, col_anchor: int) -> tuple[Tile, ...]:
    down, right = _edges(rows, row_anchor), _edges(cols, col_anchor)
    shape, anchor = (rows, cols), (row_anchor, col_anchor)
    if len(down) == len(right) == 2:  # nothing to agree with, and a border would be a large part of a small picture
        return (Tile(Window(0, 0, rows, cols), Window(0, 0, rows, cols), (0, 0)),)
    cut = [_tile(row, col, shape, anchor) for row in pairwise(down) for col in pairwise(right)]
    return tuple(sorted(cut, key=lambda tile: (-tile.window.rows, -tile.window.cols)))


def _edges(length: int, anchor: int) -> list[int]:
    """Where cores begin and end along an axis; what fits into one tile is not cut."""
    cuts = range(STEP_PX - anchor % STEP_PX, length, STEP_PX) if length > _FITS_PX else ()
    return [0, *(cut for cut in cuts if _MIN_CORE_PX <= cut <= length - _MIN_CORE_PX), length]


def _tile(row: tuple[int, int], col: tuple[int, int], shape: tuple[int, int], anchor: tuple[int, int]) -> Tile:
    top, left = max(0, row[0] - MARGIN_PX), max(0, col[0] - MARGIN_PX)
    bottom, right = min(shape[0], row[1] + MARGIN_PX), min(shape[1], col[1] + MARGIN_PX)
    return Tile(
        core=Window(row[0], col[0], row[1] - row[0], col[1] - col[0]),
        window=Window(top, left, bottom - top, right - left),
        shift=((top + anchor[0]) % STRIDE_PX, (left + anchor[1]) % STRIDE_PX),
    )
