"""Which tiles of a collection exist: the zooms it is served at and the rows and columns its extent reaches."""

from dataclasses import dataclass

from layers import api as layers

from . import imagery_tiles
from .errors import TileOutOfRange
from .render.generalise import BUFFER, EXACT_ZOOM, EXTENT, declaration
from .render.grid import Box, Limits, Tile, limits
from .render.styling import label_layer, layers_of, wants_label_points

MARGIN = BUFFER / EXTENT
DECLARED_ZOOM = 18  # the last zoom whose limits are listed; deeper tiles exist too


@dataclass(frozen=True)
class TileSet:
    """A tileset of one collection in WebMercatorQuad.

    Attributes:
        kind: "vector" or "map".
        extent: west, south, east, north in degrees, None for an empty collection.
        min_zoom, max_zoom: where tiles are worth asking for; clients enlarge the last one.
        limits: rows and columns per zoom.
        generalisation: what the tiles leave out, in words and numbers; None for maps.
        label_layer: the second layer of the tiles, with a point for the label of each polygon; None without one.
    """

    collection: layers.Collection
    kind: str
    extent: Box | None
    min_zoom: int
    max_zoom: int
    limits: tuple[Limits, ...]
    generalisation: dict[str, object] | None = None
    label_layer: str | None = None


def vector_tileset(collection: layers.Collection) -> TileSet:
    """The vector tiles of a collection."""
    labelled = wants_label_points(collection.geometry_type, layers_of(collection.style))
    return TileSet(
        collection,
        "vector",
        collection.extent,
        0,
        EXACT_ZOOM,
        _list_limits(collection.extent),
        generalisation=declaration(),
        label_layer=label_layer(collection.id) if labelled else None,
    )


def map_tileset(collection: layers.Collection) -> TileSet:
    """The drawn map of a collection, or its imagery."""
    if not collection.coverage:
        return TileSet(collection, "map", collection.extent, 0, DECLARED_ZOOM, _list_limits(collection.extent))
    facts = imagery_tiles.facts_of(collection)
    return TileSet(collection, "map", facts.extent, facts.min_zoom, facts.max_zoom, _list_limits(facts.extent))


def check(tile: Tile, *, extent: Box | None) -> None:
    """Refuse a tile that no tileset lists; raises TileOutOfRange."""
    if not tile.exists or not limits(extent, tile.zoom, margin=MARGIN).holds(tile):
        raise TileOutOfRange(tile.zoom, tile.row, tile.column)


def _list_limits(extent: Box | None) -> tuple[Limits, ...]:
    return tuple(limits(extent, zoom, margin=MARGIN) for zoom in range(DECLARED_ZOOM + 1))
