"""The pixel grid that two scenes are compared on: shape, transform, CRS; its metres are measured on the ellipsoid."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from math import ceil, floor
from pathlib import Path

import numpy as np
import pyproj
import rasterio
from affine import Affine
from numpy.typing import NDArray
from rasterio.crs import CRS
from rasterio.errors import RasterioError
from rasterio.warp import transform_bounds
from rasterio.windows import Window as RasterioWindow

from change_detection.engine.errors import NoOverlap, NoPosition, UnreadableScene
from geo_server.core import vn2000

Coordinates = NDArray[np.float64]
Bounds = tuple[float, float, float, float]
_MIN_OVERLAP_PX = 32
_SAME_PIXEL = 0.01  # of a pixel: less than any eye, or network, can tell


@dataclass(frozen=True)
class Window:
    """A block of a grid, in pixels."""

    row: int
    col: int
    rows: int
    cols: int

    @property
    def slices(self) -> tuple[slice, slice]:
        """The block as an index of an array of the whole grid."""
        return slice(self.row, self.row + self.rows), slice(self.col, self.col + self.cols)

    def within(self, other: "Window") -> "Window":
        """The same block, counted from the corner of another."""
        return Window(self.row - other.row, self.col - other.col, self.rows, self.cols)

    def common(self, other: "Window") -> "Window | None":
        """What two blocks share; None if that is nothing."""
        row, col = max(self.row, other.row), max(self.col, other.col)
        rows = min(self.row + self.rows, other.row + other.rows) - row
        cols = min(self.col + self.cols, other.col + other.cols) - col
        return Window(row, col, rows, cols) if rows > 0 and cols > 0 else None

    def as_rasterio(self) -> RasterioWindow:
        """The same block in rasterio's words."""
        return RasterioWindow(self.col, self.row, self.cols, self.rows)


@dataclass(frozen=True)
class Grid:
    """A raster without its values: north need not be up, pixels need not be square.

    Attributes:
        rows, cols: shape in pixels.
        transform: pixel (col, row) to CRS (x, y); the origin is the outer corner of the first pixel.
        crs: projected or geographic.
    """

    rows: int
    cols: int
    transform: Affine
    crs: CRS

    @property
    def shape(self) -> tuple[int, int]:
        """Rows, cols."""
        return self.rows, self.cols

    @property
    def whole(self) -> Window:
        """The grid as one block."""
        return Window(0, 0, self.rows, self.cols)

    @property
    def bounds(self) -> Bounds:
        """West, south, east, north in the CRS of the grid."""
        corners = [self.transform @ (col, row) for col in (0, self.cols) for row in (0, self.rows)]
        xs, ys = zip(*corners, strict=True)
        return min(xs), min(ys), max(xs), max(ys)

    @cached_property
    def pixel_size_m(self) -> tuple[float, float]:
        """Width and height of the middle pixel on the ellipsoid, in metres."""
        col, row = self.cols / 2, self.rows / 2
        points = [self.transform @ at for at in ((col, row), (col + 1, row), (col, row + 1))]
        lons, lats = self.to_geodetic(*np.array(points).T)
        _, _, lengths = self.geod.inv([lons[0], lons[0]], [lats[0], lats[0]], lons[1:], lats[1:])
        return float(lengths[0]), float(lengths[1])

    @property
    def pixel_area_m2(self) -> float:
        """Area of the middle pixel on the ellipsoid."""
        width, height = self.pixel_size_m
        return width * height

    @property
    def gsd_m(self) -> float:
        """The side of a square pixel of the same area."""
        return float(np.sqrt(self.pixel_area_m2))

    @cached_property
    def geod(self) -> pyproj.Geod:
        """The ellipsoid of the grid's own datum: measuring needs no datum shift."""
        geod: pyproj.Geod | None = pyproj.CRS.from_wkt(self.crs.to_wkt()).get_geod()
        return geod or pyproj.Geod(ellps="WGS84")

    @cached_property
    def _to_geodetic(self) -> pyproj.Transformer:
        crs = pyproj.CRS.from_wkt(self.crs.to_wkt())
        return pyproj.Transformer.from_crs(crs, crs.geodetic_crs or "EPSG:4326", always_xy=True)

    def to_geodetic(self, x: Coordinates, y: Coordinates) -> tuple[Coordinates, Coordinates]:
        """Longitude and latitude in the grid's own datum."""
        lon, lat = self._to_geodetic.transform(x, y)
        return lon, lat

    def window_of(self, other: "Grid") -> Window | None:
        """Where another grid lies in this one; None unless its pixels are pixels of this one."""
        if self.crs != other.crs:
            return None
        between = ~self.transform @ other.transform
        col, row = round(between.c), round(between.f)
        window = Window(row, col, *other.shape)
        inside = row >= 0 and col >= 0 and row + other.rows <= self.rows and col + other.cols <= self.cols
        drift = between.a - 1, between.b, between.d, between.e - 1
        reach = max(abs(part) for part in drift) * max(other.shape) + abs(between.c - col) + abs(between.f - row)
        return window if inside and reach < _SAME_PIXEL else None

    @property
    def place(self) -> str:
        """Where the grid lies, for a sentence: its middle in its CRS."""
        x, y = self.transform @ (self.cols / 2, self.rows / 2)
        return f"near x {x:.6g}, y {y:.6g}" if self.crs.is_geographic else f"near x {x:.0f}, y {y:.0f}"

    def subgrid(self, window: Window) -> "Grid":
        """The grid of one block."""
        return Grid(window.rows, window.cols, self.transform @ Affine.translation(window.col, window.row), self.crs)

    def blocks(self, size_px: int) -> Iterator[Window]:
        """Blocks that cover the grid without overlap, row by row; those at the edges are smaller."""
        for row in range(0, self.rows, size_px):
            for col in range(0, self.cols, size_px):
                yield Window(row, col, min(size_px, self.rows - row), min(size_px, self.cols - col))


def pinned(crs: CRS) -> CRS:
    """The same system; VN-2000 with its official shift, which PROJ would not choose by itself and misses by 0.8 m."""
    code = crs.to_epsg()
    return CRS.from_string(vn2000.proj_text(code)) if code in vn2000.CODES else crs


def native_grid(path: Path) -> Grid:
    """The grid a file is stored in.

    Raises:
        UnreadableScene: not a raster.
        NoPosition: a picture without CRS or transform.
    """
    try:
        with rasterio.open(path) as dataset:
            if dataset.crs is None or dataset.transform.is_identity:
                raise NoPosition(path.name)
            return Grid(dataset.height, dataset.width, dataset.transform, dataset.crs)
    except RasterioError as error:
        raise UnreadableScene(path.name, str(error)) from error


def common_grid(before_path: Path, after_path: Path, gsd_m: float | None = None) -> Grid:
    """The grid over the ground that both scenes show, aligned with the earlier one.

    Args:
        before_path: the earlier scene; its CRS and pixel corners are kept.
        after_path: the later scene, in any CRS.
        gsd_m: side of a pixel in metres; left out, pixels of the earlier scene are used as they are.

    Raises:
        NoOverlap: the scenes share less than 32 pixels in a direction.
        UnreadableScene, NoPosition: see `native_grid`.
    """
    before, after = native_grid(before_path), native_grid(after_path)
    reference = before if gsd_m is None else _resampled(before, gsd_m)
    overlap = _pixel_overlap(reference, after)
    if overlap.rows < _MIN_OVERLAP_PX or overlap.cols < _MIN_OVERLAP_PX:
        raise NoOverlap(before_path.name, after_path.name)
    return reference.subgrid(overlap)


def _resampled(grid: Grid, gsd_m: float) -> Grid:
    """The same ground in square pixels of `gsd_m`."""
    width, height = grid.pixel_size_m
    transform = grid.transform @ Affine.scale(gsd_m / width, gsd_m / height)
    return Grid(
        max(1, floor(grid.rows * height / gsd_m)), max(1, floor(grid.cols * width / gsd_m)), transform, grid.crs
    )


def _pixel_overlap(reference: Grid, other: Grid) -> Window:
    """Whole pixels of `reference` that lie inside the bounds of `other`."""
    west, south, east, north = transform_bounds(pinned(other.crs), pinned(reference.crs), *other.bounds)
    inverse = ~reference.transform
    cols, rows = zip(*(inverse @ (x, y) for x in (west, east) for y in (south, north)), strict=True)
    slack = 1e-6  # a corner that falls on a pixel edge but for rounding counts as on it
    first_row, first_col = max(0, ceil(min(rows) - slack)), max(0, ceil(min(cols) - slack))
    last_row, last_col = min(reference.rows, floor(max(rows) + slack)), min(reference.cols, floor(max(cols) + slack))
    return Window(first_row, first_col, max(0, last_row - first_row), max(0, last_col - first_col))
