"""Pictures of one changed place at both dates, as an inspector looks at them: outline, scale bar, north."""

from dataclasses import dataclass, replace
from math import cos, radians
from pathlib import Path

import cv2
import numpy as np
from affine import Affine
from numpy.typing import NDArray
from shapely import Polygon

from change_detection.engine.grid import Grid
from change_detection.engine.map_furniture import Caption, furnish
from change_detection.engine.pictures import ByteArray, read_picture

SIDE_PX = 512
_MIN_SIDE_M = 40.0
_CONTEXT = 3.0  # the place takes a third of the picture: as much ground again on every side of it
_OUTLINE, _INK, _NOTHING = (255, 214, 10), (20, 20, 20), 225


@dataclass(frozen=True)
class Chips:
    """Two PNG files of one place, on one grid with north up."""

    before: bytes
    after: bytes


def draw_chips(
    before_path: Path,
    after_path: Path,
    polygon: Polygon,
    grid: Grid,
    *,
    correction: Affine | None = None,
    captions: tuple[Caption, Caption] = (Caption(), Caption()),
    side_px: int = SIDE_PX,
) -> Chips:
    """Both scenes around a region; of each only the window of the picture is read.

    Args:
        before_path: the earlier scene.
        after_path: the later scene.
        polygon: the region, in the CRS of `grid`.
        grid: the grid it was found on.
        correction: where the ground of the grid lies in the earlier scene, as the two were compared.
        captions: of the earlier and the later picture.
        side_px: size of the square pictures.

    Raises:
        UnreadableScene: a scene is damaged there.
    """
    around = chip_grid(polygon, grid, side_px=side_px)
    there = around if correction is None else replace(around, transform=correction @ around.transform)
    before, after = (_read(path, seen) for path, seen in ((before_path, there), (after_path, around)))
    return Chips(*(_draw(*one, polygon, around) for one in zip((before, after), captions, strict=True)))


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


def _read(path: Path, grid: Grid) -> ByteArray:
    """The scene on `grid`; paper where it shows nothing."""
    picture = read_picture(path, grid)
    return np.where(picture.valid[..., np.newaxis], picture.rgb, np.uint8(_NOTHING))


def _draw(picture: ByteArray, caption: Caption, polygon: Polygon, grid: Grid) -> bytes:
    drawn = np.ascontiguousarray(picture)
    rings = [_pixels(np.asarray(ring.coords)[:, :2], grid) for ring in (polygon.exterior, *polygon.interiors)]
    cv2.polylines(drawn, rings, isClosed=True, color=_INK, thickness=4, lineType=cv2.LINE_AA)
    cv2.polylines(drawn, rings, isClosed=True, color=_OUTLINE, thickness=2, lineType=cv2.LINE_AA)
    _, encoded = cv2.imencode(".png", cv2.cvtColor(furnish(drawn, grid, caption), cv2.COLOR_RGB2BGR))
    return bytes(encoded.tobytes())


def _pixels(points: NDArray[np.float64], grid: Grid) -> NDArray[np.int32]:
    cols, rows = ~grid.transform @ (points[:, 0], points[:, 1])
    return np.round(np.stack([cols - 0.5, rows - 0.5], axis=-1)).astype(np.int32)
