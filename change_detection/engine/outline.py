"""Turns the probability of change into polygons with an area, a score and a kind."""

from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy as np
import shapely
from affine import Affine
from numpy.typing import NDArray
from rasterio.features import shapes
from shapely import Polygon, affinity
from shapely.geometry import shape

from change_detection.engine.classify import ChangeClass, change_class
from change_detection.engine.detector import BUILDING_AFTER, BUILDING_BEFORE, CHANGE
from change_detection.engine.grid import Grid
from change_detection.engine.pictures import BoolArray, ByteArray
from change_detection.engine.probability_map import ProbabilityMap
from change_detection.engine.regularise import regularise

_CONTEXT_PX = 6
_TOLERANCE_PX = 1.2


@dataclass(frozen=True)
class Region:
    """One changed place.

    Attributes:
        polygon: in the CRS of the grid, outer ring counter-clockwise.
        area_m2: on the ellipsoid.
        score: mean probability of change inside, 0 to 1.
        change_class: what kind of change it looks like.
    """

    polygon: Polygon
    area_m2: float
    score: float
    change_class: ChangeClass


@dataclass(frozen=True)
class _Component:
    """A connected patch of changed pixels and the box around it."""

    row: int
    col: int
    mask: BoolArray


def outline(
    source: ProbabilityMap, *, threshold: float, min_area_m2: float, square_corners: bool = True
) -> list[Region]:
    """The changed places of a grid.

    Args:
        source: the probabilities, on a grid in metres or degrees, with pixels square or not.
        threshold: probability from which a pixel counts as changed.
        min_area_m2: smaller places are dropped: the minimum mapping unit.
        square_corners: straighten walls to right angles where that fits the pixels.

    Returns:
        Regions in the CRS of the grid, largest first; empty list if nothing changed.

    Outlines run along pixel edges before they are straightened, so an area is not half a pixel too small on each side.
    """
    grid, probabilities = source.grid, source.read(source.grid.whole)
    changed = probabilities[CHANGE] >= threshold * 255.0
    regions = []
    for component in _components(changed, min_area_m2 / grid.pixel_area_m2):
        polygon = _on_ground(_pixel_polygon(component), grid, square_corners=square_corners)
        area_m2 = ellipsoid_area_m2(polygon, grid)
        if area_m2 >= min_area_m2:
            regions.append(_region(component, probabilities, polygon, area_m2))
    return sorted(regions, key=lambda one: (-one.area_m2, one.polygon.bounds))


def ellipsoid_area_m2(polygon: Polygon, grid: Grid) -> float:
    """Area of a polygon of the grid's CRS on the ellipsoid of its datum."""
    rings = [np.asarray(ring.coords)[:, :2] for ring in (polygon.exterior, *polygon.interiors)]
    areas = [abs(grid.geod.polygon_area_perimeter(*grid.to_geodetic(ring[:, 0], ring[:, 1]))[0]) for ring in rings]
    return float(areas[0] - sum(areas[1:]))


def _components(changed: BoolArray, min_pixels: float) -> Iterator[_Component]:
    """Patches of pixels that touch by an edge, without those far below the minimum."""
    count, labels, boxes, _ = cv2.connectedComponentsWithStats(changed.astype(np.uint8), connectivity=4)
    for label in range(1, count):
        col, row, cols, rows, pixels = (int(value) for value in boxes[label])
        if pixels >= 0.5 * min_pixels:
            yield _Component(row, col, labels[row : row + rows, col : col + cols] == label)


def _pixel_polygon(component: _Component) -> Polygon:
    """The outline along pixel edges, in pixel coordinates (col, row) of the grid."""
    values = component.mask.astype(np.uint8)
    [(geometry, _)] = list(shapes(values, mask=component.mask, connectivity=4))
    [polygon] = shapely.get_parts(shape(geometry))
    moved: Polygon = affinity.translate(polygon, component.col, component.row)
    return moved


def _on_ground(polygon: Polygon, grid: Grid, *, square_corners: bool) -> Polygon:
    """Straightened in metres, where right angles are right, then put into the CRS of the grid."""
    width, height = grid.pixel_size_m
    in_metres = affinity.scale(polygon, width, height, origin=(0, 0))
    if square_corners:
        in_metres = regularise(in_metres, tolerance_m=_TOLERANCE_PX * max(width, height))
    to_crs = grid.transform @ Affine.scale(1 / width, 1 / height)
    placed = affinity.affine_transform(in_metres, [to_crs.a, to_crs.b, to_crs.d, to_crs.e, to_crs.c, to_crs.f])
    oriented: Polygon = shapely.orient_polygons(placed)
    return oriented


def _region(component: _Component, probabilities: ByteArray, polygon: Polygon, area_m2: float) -> Region:
    rows, cols = component.mask.shape
    top, left = min(component.row, _CONTEXT_PX), min(component.col, _CONTEXT_PX)
    around = probabilities[
        :,
        component.row - top : component.row + rows + _CONTEXT_PX,
        component.col - left : component.col + cols + _CONTEXT_PX,
    ]
    bottom, right = around.shape[1] - top - rows, around.shape[2] - left - cols
    mask: NDArray[np.bool_] = np.pad(component.mask, ((top, bottom), (left, right)))
    kind = change_class(mask, around[BUILDING_BEFORE], around[BUILDING_AFTER], area_m2=area_m2)
    return Region(polygon, area_m2, float(around[CHANGE][mask].mean() / 255.0), kind)
