"""A picture in the making: shapes in metres put onto pixels with sub-pixel edges, and soft noise."""

from collections.abc import Iterable, Sequence

import cv2
import numpy as np
from numpy.typing import NDArray
from rasterio.features import rasterize
from shapely import LineString, MultiPolygon, Polygon

from change_detection.engine.grid import Grid
from change_detection.engine.synthetic.ground import Colour, Layer, Picture

_SUB_BITS = 4  # cv2 draws with coordinates in sixteenths of a pixel
_SUB = 1 << _SUB_BITS
_PixelRing = NDArray[np.int32]


class Canvas:
    """Maps a grid's metres to the pixels of arrays of its shape; cv2 counts from pixel centres, grids from corners."""

    def __init__(self, grid: Grid) -> None:
        self.grid = grid
        self._inverse = ~grid.transform
        self.px_per_m = 1.0 / grid.gsd_m

    def ring(self, coords: Iterable[tuple[float, float]] | NDArray[np.float64]) -> _PixelRing:
        """Fixed-point pixel coordinates of a ring or line, (count, 1, 2)."""
        points = np.asarray(coords, dtype=np.float64)
        cols, rows = self._inverse @ (points[:, 0], points[:, 1])
        fixed = np.stack([cols - 0.5, rows - 0.5], axis=-1) * _SUB
        return np.round(fixed).astype(np.int32)[:, np.newaxis, :]

    def fill(self, target: Picture, polygon: Polygon | MultiPolygon, value: Colour | int) -> None:
        """Paint a polygon with its holes left out, edges blended.

        cv2 draws the edge itself one pixel wide, half of it outside; so the polygon is first drawn in by half a pixel.
        """
        inner = polygon.buffer(-0.5 / self.px_per_m, join_style="mitre")
        for part in getattr(inner, "geoms", [inner]):
            if part.is_empty:
                continue
            rings = [self.ring(np.asarray(part.exterior.coords)[:, :2])]
            rings += [self.ring(np.asarray(hole.coords)[:, :2]) for hole in part.interiors]
            cv2.fillPoly(target, rings, _scalar(value), lineType=cv2.LINE_AA, shift=_SUB_BITS)

    def stroke(self, target: Picture, line: LineString, width_m: float, value: Colour | int) -> None:
        """Paint a line at least one pixel wide."""
        thickness = max(1, round(width_m * self.px_per_m))
        points = [self.ring(np.asarray(line.coords)[:, :2])]
        cv2.polylines(
            target,
            points,
            isClosed=False,
            color=_scalar(value),
            thickness=thickness,
            lineType=cv2.LINE_AA,
            shift=_SUB_BITS,
        )

    def dot(self, target: Picture, x: float, y: float, radius_m: float, value: Colour | int) -> None:
        """Paint a disc."""
        [[[col, row]]] = self.ring([(x, y)]).tolist()
        radius = max(_SUB // 2, round(radius_m * self.px_per_m * _SUB))
        cv2.circle(target, (col, row), radius, _scalar(value), thickness=-1, lineType=cv2.LINE_AA, shift=_SUB_BITS)

    def mask(self, polygons: Sequence[Polygon]) -> Picture:
        """255 in pixels whose middle lies inside any of the polygons, else 0."""
        if not polygons:
            return np.zeros(self.grid.shape, np.uint8)
        burnt = rasterize(polygons, out_shape=self.grid.shape, transform=self.grid.transform, default_value=255)
        return np.asarray(burnt, dtype=np.uint8)


def soft_noise(shape: tuple[int, int], cell_px: float, rng: np.random.Generator) -> Layer:
    """Smooth random relief of mean 0 and deviation about 1, with features of `cell_px` pixels."""
    rows, cols = (max(2, round(size / cell_px) + 1) for size in shape)
    coarse = rng.standard_normal((rows, cols), dtype=np.float32)
    return np.asarray(cv2.resize(coarse, (shape[1], shape[0]), interpolation=cv2.INTER_CUBIC), dtype=np.float32)


def _scalar(value: Colour | int) -> tuple[float, ...]:
    return tuple(float(part) for part in value) if isinstance(value, tuple) else (float(value),)
