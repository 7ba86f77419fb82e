"""Tiles and tilesets as a subject may see them."""

from geo_server.core.subject import Subject
from layers import api as layers

from . import drawn_tiles, imagery_tiles, limits, vector_tiles
from .content import PNG, TileContent
from .errors import NoVectorTiles
from .render.grid import Tile


def get_vector_tile(
    subject: Subject, *, collection_id: str, tile: Tile, at: layers.TimeSpan | None = None
) -> TileContent:
    """One vector tile; empty `data` where nothing lies.

    Args:
        subject: who asks.
        collection_id: which collection.
        tile: of WebMercatorQuad.
        at: the state as of that moment, None for now; a state of the past is not kept in the cache.

    Raises:
        UnknownCollection: it does not exist or is hidden from the subject.
        NoVectorTiles: the collection is imagery.
        TileOutOfRange: the tile lies outside the limits of the tileset.
    """
    source = layers.source(subject, collection_id=collection_id, at=at)
    if source.collection.coverage:
        raise NoVectorTiles(collection_id)
    limits.check(tile, extent=source.collection.extent if at is None else None)
    return vector_tiles.tile_of(source, tile, keep=at is None)


def get_map_tile(subject: Subject, *, collection_id: str, tile: Tile, media_type: str | None = None) -> TileContent:
    """One tile of the drawn map or of the imagery of a collection, 256 pixels wide.

    Args:
        subject: who asks.
        collection_id: which collection.
        tile: of WebMercatorQuad.
        media_type: image/png, image/jpeg or image/webp; None: PNG for maps, JPEG or PNG as needed for imagery.

    Raises:
        UnknownCollection, TileOutOfRange: as for vector tiles.
        UnreadableImagery, DrawingFailed: the picture could not be made.
    """
    source = layers.source(subject, collection_id=collection_id)
    collection = source.collection
    if not collection.coverage:
        limits.check(tile, extent=collection.extent)
        return drawn_tiles.tile_of(source, tile, media_type=media_type)
    limits.check(tile, extent=imagery_tiles.facts_of(collection).extent)
    if collection.count == 0:  # the policy hides every footprint of the image
        return TileContent(b"", media_type or PNG)
    return imagery_tiles.tile_of(source, tile, media_type=media_type)


def list_tilesets(subject: Subject, *, collection_id: str) -> list[limits.TileSet]:
    """The tilesets of a collection: vector tiles and drawn map, or imagery alone."""
    collection = layers.get_collection(subject, collection_id=collection_id)
    if collection.coverage:
        return [limits.map_tileset(collection)]
    return [limits.vector_tileset(collection), limits.map_tileset(collection)]
