"""Turns the probability of change into polygons with an area, a score and a kind."""

from dataclasses import dataclass

import numpy as np
import shapely
from affine import Affine
from rasterio.features import rasterize
from shapely import Polygon, affinity

from change_detection.engine.classify import ChangeClass, change_class
from change_detection.engine.detector import BUILDING_AFTER, BUILDING_BEFORE
from change_detection.engine.grid import Grid, Window
from change_detection.engine.patches import Patch, find_patches
from change_detection.engine.pictures import BoolArray
from change_detection.engine.probability_map import ProbabilityMap
from change_detection.engine.regularise import regularise

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


def outline(
    source: ProbabilityMap,
    *,
    threshold: float,
    min_area_m2: float,
    square_corners: bool = True,
    band_rows: int | None = None,
) -> list[Region]:
    """The changed places of a grid, read band by band: memory does not grow with it.

    Args:
        source: the probabilities, on a grid in metres or degrees, with pixels square or not.
        threshold: probability from which a pixel counts as changed.
        min_area_m2: smaller places are dropped: the minimum mapping unit.
        square_corners: straighten walls to right angles where that fits the pixels.
        band_rows: height of a band; the answer does not depend on it.

    Returns:
        Regions in the CRS of the grid, largest first; empty list if nothing changed.

    Outlines run along pixel edges before they are straightened, so an area is not half a pixel too small on each side.
    """
    grid = source.grid
    min_pixels = 0.5 * min_area_m2 / grid.pixel_area_m2  # straightening may add to a patch
    regions = []
    for patch in find_patches(source, threshold=threshold, min_pixels=min_pixels, band_rows=band_rows):
        polygon = _on_ground(patch.polygon, grid, square_corners=square_corners)
        area_m2 = ellipsoid_area_m2(polygon, grid)
        if area_m2 >= min_area_m2:
            regions.append(Region(polygon, area_m2, patch.score, _kind(patch, area_m2)))
    return sorted(regions, key=lambda one: (-one.area_m2, one.polygon.bounds))


def ellipsoid_area_m2(polygon: Polygon, grid: Grid) -> float:
    """Area of a polygon of the grid's CRS on the ellipsoid of its datum."""
    rings = [np.asarray(ring.coords)[:, :2] for ring in (polygon.exterior, *polygon.interiors)]
    areas = [abs(grid.geod.polygon_area_perimeter(*grid.to_geodetic(ring[:, 0], ring[:, 1]))[0]) for ring in rings]
    return float(areas[0] - sum(areas[1:]))


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


def _kind(patch: Patch, area_m2: float) -> ChangeClass:
    around, step = patch.around, patch.step
    mask = _mask(patch.polygon, patch.window, step)
    return change_class(mask, around[BUILDING_BEFORE], around[BUILDING_AFTER], area_m2=area_m2)


def _mask(polygon: Polygon, window: Window, step: int) -> BoolArray:
    """The pixels of a patch in the window around it, every `step`-th of them."""
    shape = len(range(0, window.rows, step)), len(range(0, window.cols, step))
    corner = Affine.translation(window.col + 0.5 - step / 2, window.row + 0.5 - step / 2)
    burnt = rasterize([polygon], out_shape=shape, transform=corner @ Affine.scale(step), dtype="uint8")
    return np.asarray(burnt > 0)
