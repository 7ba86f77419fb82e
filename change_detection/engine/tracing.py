"""Outlines of pixels along their edges, and pixels of outlines."""

from collections.abc import Sequence
from itertools import groupby

import numpy as np
from affine import Affine
from rasterio.features import rasterize, shapes
from shapely import Polygon

from change_detection.engine.grid import Window
from change_detection.engine.pictures import BoolArray

Mask = tuple[Window, BoolArray]
"""Where it lies in the grid, and the pixels there; they touch by edges."""
_SHEET_PX = 1_000_000
_ASIDE = Affine.translation(1, 1)
"""rasterio warns of arrays that lie at the origin, and silences that in a way that other threads can undo."""


def trace(masks: Sequence[Mask]) -> list[Polygon]:
    """The outline of each mask, in pixels (col, row) of the grid.

    They are put below each other on sheets and each sheet is traced at once: a call per mask costs more than its work.
    """
    outlines: list[Polygon] = [Polygon()] * len(masks)
    by_width = sorted(range(len(masks)), key=lambda number: masks[number][0].cols.bit_length())
    for _, numbers in groupby(by_width, key=lambda number: masks[number][0].cols.bit_length()):
        for sheet in _sheets(list(numbers), masks):
            for number, polygon in zip(sheet, _trace_sheet([masks[number] for number in sheet]), strict=True):
                outlines[number] = polygon
    return outlines


def rasterized(polygon: Polygon, window: Window, step: int = 1) -> BoolArray:
    """The pixels of an outline in a window, every `step`-th row and column of them."""
    shape = len(range(0, window.rows, step)), len(range(0, window.cols, step))
    corner = Affine.translation(window.col + 0.5 - step / 2, window.row + 0.5 - step / 2)
    burnt = rasterize([polygon], out_shape=shape, transform=corner @ Affine.scale(step), dtype="uint8")
    return np.asarray(burnt > 0)


def _sheets(numbers: list[int], masks: Sequence[Mask]) -> list[list[int]]:
    sheets: list[list[int]] = [[]]
    pixels = 0
    for number in numbers:
        pixels += masks[number][1].size
        if pixels > _SHEET_PX and sheets[-1]:
            sheets.append([])
            pixels = masks[number][1].size
        sheets[-1].append(number)
    return sheets


def _trace_sheet(masks: Sequence[Mask]) -> list[Polygon]:
    tops = np.cumsum([0, *(window.rows for window, _ in masks)])
    sheet = np.zeros((tops[-1], max(window.cols for window, _ in masks)), np.int32)
    for number, (window, mask) in enumerate(masks):
        sheet[tops[number] : tops[number + 1], : window.cols][mask] = number + 1
    outlines = [Polygon()] * len(masks)
    for geometry, value in shapes(sheet, mask=sheet > 0, connectivity=4, transform=_ASIDE):
        number = int(value) - 1
        window = masks[number][0]
        move = (window.col - _ASIDE.c, window.row - int(tops[number]) - _ASIDE.f)
        outer, *holes = (np.array(ring) + move for ring in geometry["coordinates"])
        outlines[number] = Polygon(outer, holes)
    return outlines
