"""Pictures of one changed place at both dates, as an inspector looks at them: outline, scale bar, north."""

from dataclasses import dataclass
from math import cos, radians
from pathlib import Path

import cv2
import numpy as np
from affine import Affine
from numpy.typing import NDArray
from shapely import Polygon

from change_detection.engine.grid import Grid
from change_detection.engine.pictures import ByteArray, read_picture

SIDE_PX = 512
_MIN_SIDE_M = 40.0
_CONTEXT = 2.2
_OUTLINE = (255, 214, 10)
_INK, _PAPER = (20, 20, 20), (250, 250, 250)
_NICE_M = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)
_PAD_PX = 14


@dataclass(frozen=True)
class Chips:
    """Two PNG files of one place, on one grid with north up."""

    before: bytes
    after: bytes


def draw_chips(before_path: Path, after_path: Path, polygon: Polygon, grid: Grid, *, side_px: int = SIDE_PX) -> Chips:
    """Both scenes around a region.

    Args:
        before_path: the earlier scene.
        after_path: the later scene.
        polygon: the region, in the CRS of `grid`.
        grid: the grid it was found on.
        side_px: size of the square pictures.

    Raises:
        UnreadableScene: a scene is damaged there.
    """
    around = chip_grid(polygon, grid, side_px=side_px)
    return Chips(*(_draw(read_picture(path, around).rgb, polygon, around) for path in (before_path, after_path)))


def chip_grid(polygon: Polygon, grid: Grid, *, side_px: int = SIDE_PX) -> Grid:
    """A square, north-up grid in the CRS of `grid` with the region in its middle and ground around it."""
    width_m, height_m = grid.pixel_size_m
    unit_x, unit_y = _crs_units_per_metre(grid)
    west, south, east, north = polygon.bounds
    extent_m = max((east - west) / unit_x, (north - south) / unit_y)
    side_m = max(_MIN_SIDE_M, _CONTEXT * extent_m, 48 * max(width_m, height_m))
    pixel_m = side_m / side_px
    x, y = (west + east) / 2 - side_m * unit_x / 2, (south + north) / 2 + side_m * unit_y / 2
    return Grid(side_px, side_px, Affine(pixel_m * unit_x, 0, x, 0, -pixel_m * unit_y, y), grid.crs)


def _crs_units_per_metre(grid: Grid) -> tuple[float, float]:
    """How many units of the CRS a metre has, along x and along y: one for metres, tiny and unequal for degrees."""
    if grid.crs.is_geographic:
        _, south, _, north = grid.bounds
        degree_m = radians(1.0) * grid.geod.a
        return 1.0 / (degree_m * cos(radians((south + north) / 2))), 1.0 / degree_m
    factor = 1.0 / float(grid.crs.linear_units_factor[1])
    return factor, factor


def _draw(picture: ByteArray, polygon: Polygon, grid: Grid) -> bytes:
    drawn = np.ascontiguousarray(picture)
    rings = [_pixels(np.asarray(ring.coords)[:, :2], grid) for ring in (polygon.exterior, *polygon.interiors)]
    cv2.polylines(drawn, rings, isClosed=True, color=_INK, thickness=4, lineType=cv2.LINE_AA)
    cv2.polylines(drawn, rings, isClosed=True, color=_OUTLINE, thickness=2, lineType=cv2.LINE_AA)
    _draw_scale_bar(drawn, grid)
    _draw_north(drawn)
    _, encoded = cv2.imencode(".png", cv2.cvtColor(drawn, cv2.COLOR_RGB2BGR))
    return bytes(encoded.tobytes())


def _pixels(points: NDArray[np.float64], grid: Grid) -> NDArray[np.int32]:
    cols, rows = ~grid.transform @ (points[:, 0], points[:, 1])
    return np.round(np.stack([cols - 0.5, rows - 0.5], axis=-1)).astype(np.int32)


def _draw_scale_bar(picture: ByteArray, grid: Grid) -> None:
    """A bar of a round length, at most two fifths of the picture, lower left."""
    rows, cols = picture.shape[:2]
    pixel_m = grid.pixel_size_m[0]
    length_m = max((nice for nice in _NICE_M if nice <= 0.4 * cols * pixel_m), default=_NICE_M[0])
    length_px = round(length_m / pixel_m)
    left, bottom = _PAD_PX, rows - _PAD_PX
    cv2.rectangle(picture, (left - 6, bottom - 30), (left + length_px + 6, bottom + 8), _PAPER, thickness=-1)
    cv2.rectangle(picture, (left, bottom - 6), (left + length_px, bottom), _INK, thickness=-1)
    cv2.putText(picture, f"{length_m} m", (left, bottom - 13), cv2.FONT_HERSHEY_SIMPLEX, 0.5, _INK, 1, cv2.LINE_AA)


def _draw_north(picture: ByteArray) -> None:
    """An arrow that points up, upper right: chips are always drawn with north up."""
    right, top = picture.shape[1] - _PAD_PX - 12, _PAD_PX
    cv2.rectangle(picture, (right - 16, top - 6), (right + 16, top + 50), _PAPER, thickness=-1)
    cv2.arrowedLine(picture, (right, top + 28), (right, top), _INK, 2, cv2.LINE_AA, tipLength=0.4)
    cv2.putText(picture, "N", (right - 6, top + 45), cv2.FONT_HERSHEY_SIMPLEX, 0.5, _INK, 1, cv2.LINE_AA)
