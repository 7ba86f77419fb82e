"""Tiles and tilesets as a subject may see them."""

from geo_server.core.subject import Subject
from layers import api as layers

from . import drawn_tiles, imagery_tiles, limits, vector_tiles
from .content import PNG, TileContent
from .errors import NoVectorTiles
from .render.grid import Tile
from .render.matrix_sets import WEB_MERCATOR_QUAD, TileMatrixSet


def get_vector_tile(
    subject: Subject,
    *,
    collection_id: str,
    tile: Tile,
    at: layers.TimeSpan | None = None,
    packed: bool = False,
) -> TileContent:
    """One vector tile; empty `data` where nothing lies.

    A tile that is kept ready costs no question to the database; it is at most `layers.watch.PATIENCE_S` old.

    Args:
        subject: who asks.
        collection_id: which collection.
        tile: of any tile matrix set that is served.
        at: the state as of that moment, None for now; a state of the past is not kept in the cache.
        packed: the bytes may be compressed with gzip.

    Raises:
        UnknownCollection: it does not exist or is hidden from the subject.
        NoVectorTiles: the collection is imagery.
        TileOutOfRange: the tile lies outside the limits of the tileset.
    """
    glance = layers.glance(subject, collection_id=collection_id) if at is None else None
    if glance is not None and (ready := vector_tiles.find(glance, tile, packed=packed)) is not None:
        return ready
    return layers.settled(lambda: _make_vector_tile(subject, collection_id, tile, at, packed=packed))


def _make_vector_tile(
    subject: Subject, collection_id: str, tile: Tile, at: layers.TimeSpan | None, *, packed: bool
) -> TileContent:
    source = layers.source(subject, collection_id=collection_id, at=at)
    if source.collection.coverage:
        raise NoVectorTiles(collection_id)
    limits.check(tile, extent=source.collection.extent if at is None else None)
    return vector_tiles.tile_of(source, tile, keep=at is None, packed=packed)


def get_map_tile(subject: Subject, *, collection_id: str, tile: Tile, media_type: str | None = None) -> TileContent:
    """One tile of the drawn map or of the imagery of a collection, 256 pixels wide.

    Args:
        subject: who asks.
        collection_id: which collection.
        tile: of any tile matrix set that is served.
        media_type: image/png, image/jpeg or image/webp; None: PNG for maps, JPEG or PNG as needed for imagery.

    Raises:
        UnknownCollection, TileOutOfRange: as for vector tiles.
        UnreadableImagery, DrawingFailed: the picture could not be made.
    """
    glance = layers.glance(subject, collection_id=collection_id)
    if glance is not None and glance.collection.coverage:
        return _imagery_tile(glance, tile, media_type)
    if glance is not None and (ready := drawn_tiles.find(glance, tile, media_type=media_type)) is not None:
        return ready
    source = layers.source(subject, collection_id=collection_id)
    if source.collection.coverage:
        return _imagery_tile(source, tile, media_type)
    limits.check(tile, extent=source.collection.extent)
    return drawn_tiles.tile_of(source, tile, media_type=media_type)


def _imagery_tile(seen: layers.Glance | layers.Source, tile: Tile, media_type: str | None) -> TileContent:
    """A tile of an image that somebody may see: the file is kept ready, so a glance will do."""
    limits.check(tile, extent=imagery_tiles.facts_of(seen.collection).extent)
    if seen.collection.count == 0:  # the policy hides every footprint of the image
        return TileContent(b"", media_type or PNG)
    return imagery_tiles.tile_of(seen, tile, media_type=media_type)


def list_tilesets(
    subject: Subject, *, collection_id: str, tms: TileMatrixSet = WEB_MERCATOR_QUAD
) -> list[limits.TileSet]:
    """The tilesets of a collection in one tile matrix set; raises UnknownCollection."""
    return tilesets_of(layers.get_collection(subject, collection_id=collection_id), tms=tms)


def tilesets_of(collection: layers.Collection, *, tms: TileMatrixSet) -> list[limits.TileSet]:
    """Vector tiles and drawn map of a collection that somebody has been shown, or imagery alone."""
    if collection.coverage:
        return [limits.map_tileset(collection, tms)]
    return [limits.vector_tileset(collection, tms), limits.map_tileset(collection, tms)]
