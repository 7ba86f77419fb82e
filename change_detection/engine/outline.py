"""Turns the probability of change into polygons with an area, a score and a kind."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import LinearRing, Polygon

from change_detection.engine.classify import ChangeClass, change_class
from change_detection.engine.detector import BUILDING_AFTER, BUILDING_BEFORE
from change_detection.engine.grid import Grid
from change_detection.engine.patches import Patch, find_patches
from change_detection.engine.probability_map import ProbabilityMap
from change_detection.engine.regularise import regularise_all

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
    min_score: float = 0.0,
    square_corners: bool = True,
    band_rows: int | None = None,
) -> list[Region]:
    """The changed places of a grid, read band by band: memory does not grow with it.

    Args:
        source: the probabilities, on a grid in metres or degrees, with pixels square or not.
        threshold: probability from which a pixel counts as changed.
        min_area_m2: smaller places are dropped: the minimum mapping unit.
        min_score: places that are less sure in the mean are dropped.
        square_corners: straighten walls to right angles where that fits the pixels.
        band_rows: height of a band; the answer does not depend on it.

    Returns:
        Regions in the CRS of the grid, largest first; empty list if nothing changed.

    Outlines run along pixel edges before they are straightened, so an area is not half a pixel too small on each side.
    """
    grid = source.grid
    min_pixels = 0.5 * min_area_m2 / grid.pixel_area_m2  # straightening may add to a patch
    bands = find_patches(source, threshold=threshold, min_pixels=min_pixels, band_rows=band_rows)
    regions = [
        region
        for patches in bands
        for region in _regions(patches, grid, square_corners)
        if region.area_m2 >= min_area_m2 and region.score >= min_score
    ]
    return sorted(regions, key=lambda one: (-one.area_m2, one.polygon.bounds))


def _regions(patches: list[Patch], grid: Grid, square_corners: bool) -> Iterator[Region]:
    if not patches:
        return
    polygons = _on_ground([patch.polygon for patch in patches], grid, square_corners=square_corners)
    for patch, polygon, area_m2 in zip(patches, polygons, ellipsoid_areas_m2(polygons, grid), strict=True):
        yield Region(polygon, area_m2, patch.score, _kind(patch, area_m2))


def ellipsoid_area_m2(polygon: Polygon, grid: Grid) -> float:
    """Area of a polygon of the grid's CRS on the ellipsoid of its datum."""
    return ellipsoid_areas_m2([polygon], grid)[0]


def ellipsoid_areas_m2(polygons: Sequence[Polygon], grid: Grid) -> list[float]:
    """`ellipsoid_area_m2` of many."""
    geodetic = shapely.transform(
        np.asarray(polygons, dtype=object), lambda xy: np.column_stack(grid.to_geodetic(*xy.T))
    )
    return [_ring_area(one.exterior, grid) - sum(_ring_area(hole, grid) for hole in one.interiors) for one in geodetic]


def _ring_area(ring: LinearRing, grid: Grid) -> float:
    lon, lat = shapely.get_coordinates(ring).T
    return abs(float(grid.geod.polygon_area_perimeter(lon, lat)[0]))


def _on_ground(polygons: Sequence[Polygon], grid: Grid, *, square_corners: bool) -> list[Polygon]:
    """Straightened in metres, where right angles are right, then put into the CRS of the grid."""
    width, height = grid.pixel_size_m
    in_metres = shapely.transform(np.asarray(polygons, dtype=object), lambda at: at * (width, height))
    if square_corners:
        in_metres = regularise_all(in_metres, tolerance_m=_TOLERANCE_PX * max(width, height))
    place = grid.transform

    def to_crs(at: NDArray[np.float64]) -> NDArray[np.float64]:
        col, row = at[:, 0] / width, at[:, 1] / height
        return np.column_stack([place.a * col + place.b * row + place.c, place.d * col + place.e * row + place.f])

    return list(shapely.orient_polygons(shapely.transform(in_metres, to_crs)))


def _kind(patch: Patch, area_m2: float) -> ChangeClass:
    mask, around = patch.mask, patch.around
    return change_class(mask, around[BUILDING_BEFORE], around[BUILDING_AFTER], area_m2=area_m2)
