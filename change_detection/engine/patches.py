"""Patches of changed pixels that touch by an edge, found band by band and joined where a band cuts them.

A patch is the same however high the bands are: its outline is exact (along pixel edges, in whole numbers) and its score
is a quotient of whole numbers.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from math import ceil, sqrt
from typing import cast

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components
from shapely import Polygon

from change_detection.engine.ahead import ahead
from change_detection.engine.grid import Grid, Window
from change_detection.engine.pictures import BoolArray, ByteArray
from change_detection.engine.pieces import Cut, Piece, cut_band
from change_detection.engine.probability_map import ProbabilityMap
from change_detection.engine.tracing import rasterized

CONTEXT_PX = 6
_BAND_PX = 6_000_000
_LOOKED_AT_PX = 4_000_000
_Points = NDArray[np.float64]


@dataclass(frozen=True)
class Patch:
    """One patch.

    Attributes:
        polygon: along pixel edges, in pixels (col, row) of the grid, in normal form.
        score: mean probability of its pixels, 0 to 1.
        mask: (rows, cols), its pixels with some ground around them; of patches of a kilometre and more only
            every second or third row and column.
        around: probabilities of the same pixels, (3, rows, cols).
    """

    polygon: Polygon
    score: float
    mask: BoolArray
    around: ByteArray


@dataclass(frozen=True)
class _Band:
    """Probabilities of `window`: some rows of a grid, with ground above and below."""

    window: Window
    values: ByteArray


def find_patches(
    source: ProbabilityMap, *, threshold: float, min_pixels: float, band_rows: int | None = None
) -> Iterator[list[Patch]]:
    """The patches of at least `min_pixels` whose probability of change is at least `threshold`, band by band."""
    grid = source.grid
    height = band_rows or max(64, _BAND_PX // grid.cols)
    bands = [Window(row, 0, min(height, grid.rows - row), grid.cols) for row in range(0, grid.rows, height)]

    def cut(rows: Window) -> tuple[_Band, list[Piece], Cut]:
        window = _with_context(rows, grid)
        band = _Band(window, source.read(window))
        return band, *cut_band(band.values[:, *rows.within(window).slices], rows, threshold, min_pixels)

    above = Cut((), *(np.zeros(grid.cols, np.int32) for _ in range(2)))
    for rows, (band, whole, below) in zip(bands, ahead(cut, bands, at_once=2), strict=True):
        joined, above = _join(above, below, is_last=rows == bands[-1])
        pieces = [piece for piece in (*whole, *joined) if piece.pixels >= min_pixels]
        yield [_patch(piece, polygon, source, band) for piece, polygon in zip(pieces, _outlines(pieces), strict=True)]


def _join(above: Cut, below: Cut, *, is_last: bool) -> tuple[list[Piece], Cut]:
    """Pieces that touch over the line between two bands become one; which of them are whole, which go on below."""
    pieces, offset = [*above.pieces, *below.pieces], len(above.pieces)
    touch = (above.bottom > 0) & (below.top > 0)
    pairs = above.bottom[touch] - 1, below.top[touch] - 1 + offset
    links = coo_array((np.ones(len(pairs[0])), pairs), shape=(len(pieces), len(pieces)))
    count, group = connected_components(links, directed=False)
    members: list[list[Piece]] = [[] for _ in range(count)]
    for piece, number in zip(pieces, group, strict=True):
        members[number].append(piece)
    at_bottom = np.flatnonzero(below.bottom if not is_last else [])
    groups = group[below.bottom[at_bottom] - 1 + offset]
    going_on, numbers = np.unique(groups, return_inverse=True)
    bottom = np.zeros_like(below.bottom)
    bottom[at_bottom] = numbers + 1
    whole = [_sum(members[number]) for number in sorted(set(range(count)) - set(going_on.tolist()))]
    return whole, Cut(tuple(_sum(members[number]) for number in going_on), bottom, below.top)


def _sum(pieces: list[Piece]) -> Piece:
    if len(pieces) == 1:
        return pieces[0]
    parts = tuple(part for piece in pieces for part in piece.parts)
    return Piece(parts, sum(piece.pixels for piece in pieces), sum(piece.likelihood for piece in pieces))


def _patch(piece: Piece, polygon: Polygon, source: ProbabilityMap, band: _Band) -> Patch:
    west, north, east, south = (int(edge) for edge in polygon.bounds)
    window = _with_context(Window(north, west, south - north, east - west), source.grid)
    step = max(1, ceil(sqrt(window.rows * window.cols / _LOOKED_AT_PX)))
    if window.common(band.window) == window and step == 1:
        around = band.values[:, *window.within(band.window).slices]
    else:
        around = _look(source, window, step)
    if piece.mask is not None and step == 1:
        above, left = north - window.row, west - window.col
        below, right = window.rows - above - (south - north), window.cols - left - (east - west)
        mask = np.pad(piece.mask, ((above, below), (left, right)))
    else:
        mask = rasterized(polygon, window, step)
    return Patch(polygon, piece.likelihood / piece.pixels / 255.0, mask, around)


def _look(source: ProbabilityMap, window: Window, step: int) -> ByteArray:
    """Every `step`-th pixel of a window, read in strips."""
    height = step * max(1, _BAND_PX // (step * window.cols))
    strips = [
        source.read(Window(window.row + row, window.col, min(height, window.rows - row), window.cols))
        for row in range(0, window.rows, height)
    ]
    return np.concatenate([strip[:, ::step, ::step] for strip in strips], axis=1)


def _with_context(window: Window, grid: Grid) -> Window:
    row, col = max(0, window.row - CONTEXT_PX), max(0, window.col - CONTEXT_PX)
    last_row = min(grid.rows, window.row + window.rows + CONTEXT_PX)
    last_col = min(grid.cols, window.col + window.cols + CONTEXT_PX)
    return Window(row, col, last_row - row, last_col - col)


def _outlines(pieces: list[Piece]) -> list[Polygon]:
    """The one way to write a patch: corners only, no ring that touches itself, a fixed beginning."""
    single = [piece.parts[0] if len(piece.parts) == 1 else Polygon() for piece in pieces]
    fine = shapely.is_valid(single) & ~shapely.is_empty(single)
    whole = [
        polygon if is_fine else _merged(piece.parts)
        for piece, polygon, is_fine in zip(pieces, single, fine, strict=True)
    ]
    return list(shapely.normalize(whole))


def _merged(parts: tuple[Polygon, ...]) -> Polygon:
    merged = cast(Polygon, shapely.union_all(parts))
    rings = [_corners(np.asarray(ring.coords)) for ring in (merged.exterior, *merged.interiors)]
    return Polygon(rings[0], rings[1:])


def _corners(ring: _Points) -> _Points:
    """A closed ring without the points at which it does not turn."""
    points = ring[:-1]
    before, after = points - np.roll(points, 1, axis=0), np.roll(points, -1, axis=0) - points
    return np.asarray(points[before[:, 0] * after[:, 1] != before[:, 1] * after[:, 0]])
