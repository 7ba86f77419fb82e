"""Which tiles of a collection exist: the zooms it is served at and the rows and columns its extent reaches."""

from dataclasses import dataclass

from layers import api as layers

from . import imagery_tiles
from .errors import TileOutOfRange
from .matrix_sets import limits_in
from .render.generalise import BUFFER, EXTENT, declaration, exact_zoom
from .render.grid import Box, Limits, Tile
from .render.matrix_sets import WEB_MERCATOR_QUAD, TileMatrixSet
from .render.styling import label_layer, layers_of, wants_label_points

MARGIN = BUFFER / EXTENT
DEEPER = 2  # zooms below the last useful one whose limits are listed; deeper tiles exist too


@dataclass(frozen=True)
class TileSet:
    """A tileset of one collection in one tile matrix set.

    Attributes:
        kind: "vector" or "map".
        extent: west, south, east, north in degrees, None for an empty collection.
        min_zoom, max_zoom: where tiles are worth asking for; clients enlarge the last one.
        limits: rows and columns per zoom.
        generalisation: what the tiles leave out, in words and numbers; None for maps.
        label_layer: the second layer of the tiles, with a point for the label of each polygon; None without one.
    """

    collection: layers.Collection
    tms: TileMatrixSet
    kind: str
    extent: Box | None
    min_zoom: int
    max_zoom: int
    limits: tuple[Limits, ...]
    generalisation: dict[str, object] | None = None
    label_layer: str | None = None


def vector_tileset(collection: layers.Collection, tms: TileMatrixSet) -> TileSet:
    """The vector tiles of a collection."""
    labelled = wants_label_points(collection.geometry_type, layers_of(collection.style))
    return TileSet(
        collection,
        tms,
        "vector",
        collection.extent,
        0,
        exact_zoom(tms),
        _list_limits(tms, collection.extent),
        generalisation=declaration(tms, count=collection.count),
        label_layer=label_layer(collection.id) if labelled else None,
    )


def map_tileset(collection: layers.Collection, tms: TileMatrixSet) -> TileSet:
    """The drawn map of a collection, or its imagery."""
    if not collection.coverage:
        deepest = _deepest(tms)
        return TileSet(collection, tms, "map", collection.extent, 0, deepest, _list_limits(tms, collection.extent))
    facts = imagery_tiles.facts_of(collection)
    first, last = (_same_scale(tms, zoom) for zoom in (facts.min_zoom, facts.max_zoom))
    return TileSet(collection, tms, "map", facts.extent, first, last, _list_limits(tms, facts.extent))


def check(tile: Tile, *, extent: Box | None) -> None:
    """Refuse a tile that no tileset lists; raises TileOutOfRange."""
    if not tile.exists or not tile.within(limits_in(tile.tms, extent, tile.zoom, margin=MARGIN)):
        raise TileOutOfRange(tile.zoom, tile.row, tile.column)


def reaches(collection: layers.Collection, tile: Tile, *, always: bool = False) -> bool:
    """True if a tileset of the collection lists the tile; `always`: its extent of today does not count."""
    extent = imagery_tiles.facts_of(collection).extent if collection.coverage else collection.extent
    return tile.exists and (always or tile.within(limits_in(tile.tms, extent, tile.zoom, margin=MARGIN)))


def _deepest(tms: TileMatrixSet) -> int:
    return min(exact_zoom(tms) + DEEPER, tms.max_zoom)


def _same_scale(tms: TileMatrixSet, mercator_zoom: int) -> int:
    """The zoom of a set whose pixels are about as large as those of WebMercatorQuad at a zoom."""
    return tms.zoom_of(WEB_MERCATOR_QUAD.pixel_m(mercator_zoom))


def _list_limits(tms: TileMatrixSet, extent: Box | None) -> tuple[Limits, ...]:
    return tuple(limits_in(tms, extent, zoom, margin=MARGIN) for zoom in range(_deepest(tms) + 1))
