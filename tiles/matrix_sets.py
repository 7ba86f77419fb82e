"""Tile matrix sets and the world: tiles in degrees, extents in the coordinates of a set, VN-2000 always pinned."""

import math

import shapely

from layers import api as layers

from .errors import UnknownTileMatrixSet
from .render.grid import MAX_LATITUDE, Box, Tile, mercator_box
from .render.matrix_sets import SERVED, WEB_MERCATOR_QUAD, WORLD_CRS84_QUAD, Limits, TileMatrixSet

PIECES = 16  # a side is transformed in so many pieces, because a straight line in one CRS is bent in another


def get_tile_matrix_set(tms_id: str) -> TileMatrixSet:
    """The set of this id; raises UnknownTileMatrixSet."""
    if tms_id not in SERVED:
        raise UnknownTileMatrixSet(tms_id, list(SERVED))
    return SERVED[tms_id]


def list_tile_matrix_sets() -> list[TileMatrixSet]:
    """All that are served, WebMercatorQuad first."""
    return list(SERVED.values())


def degrees_of(tile: Tile, *, margin: float = 0.0) -> Box:
    """West, south, east, north of a tile in degrees, grown by `margin` tile widths."""
    if tile.tms is WEB_MERCATOR_QUAD:
        return tile.search_box(margin=margin)
    if tile.tms is WORLD_CRS84_QUAD:
        return tile.grown(margin)
    return moved_box(tile.grown(margin), source=tile.tms.crs, target=layers.CRS84)


def box_in(tms: TileMatrixSet, extent: Box) -> Box:
    """An extent in degrees in the coordinates of a set, cut to the part of the world that the set covers."""
    if tms is WEB_MERCATOR_QUAD:
        return mercator_box(extent)
    if tms is WORLD_CRS84_QUAD:
        return extent
    west, south, east, north = _covered(tms)
    cut = (
        min(max(extent[0], west), east),
        min(max(extent[1], south), north),
        max(min(extent[2], east), west),
        max(min(extent[3], north), south),
    )
    return moved_box(cut, source=layers.CRS84, target=tms.crs)


def limits_in(tms: TileMatrixSet, extent: Box | None, zoom: int, *, margin: float) -> Limits:
    """The tiles of a zoom that an extent in degrees reaches; all for None."""
    return tms.limits(None if extent is None else box_in(tms, extent), zoom, margin=margin)


def moved_box(box: Box, *, source: str, target: str) -> Box:
    """The box around a box in another reference system, x first in both."""
    west, south, east, north = box
    if source == layers.CRS84:  # Mercator and its like end before the poles
        south, north = max(south, -MAX_LATITUDE), min(north, MAX_LATITUDE)
    outline = shapely.box(west, south, east, north)
    step = max(east - west, north - south) / PIECES
    moved = layers.transform_geometry(
        shapely.segmentize(outline, step) if step > 0 else outline, source=source, target=target
    )
    left, bottom, right, top = moved.bounds
    if not all(map(math.isfinite, (left, bottom, right, top))):
        return (-180.0, -90.0, 180.0, 90.0) if target == layers.CRS84 else box
    return left, bottom, right, top


def _covered(tms: TileMatrixSet) -> Box:
    return moved_box(tms.box, source=tms.crs, target=layers.CRS84)
