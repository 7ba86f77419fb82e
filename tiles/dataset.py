"""Tiles and maps of several collections at once: those that somebody names, else all that he may see.

A vector tile of several collections is their tiles one after the other, because a tile is a list of layers; a map tile
is their map tiles one over the other. So each part keeps its own place in the cache, under its own rights.
"""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from geo_server.core.subject import Subject
from layers import api as layers

from . import drawn_tiles, limits, map_pictures
from .content import MVT, PNG, TileContent
from .errors import TileOutOfRange
from .render.canvas import Frame
from .render.grid import Box, Tile
from .selectors import get_map_tile, get_vector_tile

if TYPE_CHECKING:
    from PIL.Image import Image

ORDER = ("Polygon", "MultiPolygon", "Geometry", "LineString", "MultiLineString", "Point", "MultiPoint")


@dataclass(frozen=True)
class MapOrder:
    """A map as somebody orders it.

    Attributes:
        box: west, south, east, north in `crs`, x first.
        at: the state as of that moment, None for now.
        background: red, green, blue; None leaves it clear where the format can.
    """

    box: Box
    crs: str
    width: int
    height: int
    media_type: str
    at: layers.TimeSpan | None = None
    background: tuple[int, int, int] | None = None


def chosen_collections(subject: Subject, names: Sequence[str] | None) -> list[layers.Collection]:
    """The collections of a dataset in the order of drawing: as named, else imagery, areas, lines, points.

    Raises:
        UnknownCollection: one of the names does not exist or is hidden from the subject.
    """
    if names is not None:
        return [layers.get_collection(subject, collection_id=name) for name in dict.fromkeys(names)]
    found = layers.list_collections(subject)
    return sorted(found, key=lambda c: (not c.coverage, ORDER.index(c.geometry_type), c.id))


def extent_of(collections: Sequence[layers.Collection]) -> Box | None:
    """The box around all of them, None if none has a place."""
    boxes = [collection.extent for collection in collections if collection.extent is not None]
    if not boxes:
        return None
    west, south, east, north = zip(*boxes, strict=True)
    return min(west), min(south), max(east), max(north)


def get_dataset_vector_tile(
    subject: Subject, *, collections: Sequence[str] | None, tile: Tile, at: layers.TimeSpan | None = None
) -> TileContent:
    """One vector tile with the layers of several collections; imagery is passed over.

    Raises:
        UnknownCollection: one of the names does not exist or is hidden from the subject.
        TileOutOfRange: none of them reaches the tile.
    """
    parts = []
    for collection in _within_reach(chosen_collections(subject, collections), tile, always=at is not None):
        if not collection.coverage:
            parts.append(get_vector_tile(subject, collection_id=collection.id, tile=tile, at=at))
    return TileContent(
        b"".join(part.data for part in parts), MVT, sum(p.found for p in parts), sum(p.drawn for p in parts)
    )


def get_dataset_map_tile(
    subject: Subject, *, collections: Sequence[str] | None, tile: Tile, media_type: str | None = None
) -> TileContent:
    """One map tile with several collections, one over the other; raises as `get_dataset_vector_tile`."""
    from PIL import Image

    sheet = Image.new("RGBA", (drawn_tiles.SIZE, drawn_tiles.SIZE))
    for collection in _within_reach(chosen_collections(subject, collections), tile):
        part = get_map_tile(subject, collection_id=collection.id, tile=tile, media_type=PNG)
        if part.data:
            sheet.alpha_composite(Image.open(io.BytesIO(part.data)).convert("RGBA"))
    media_type = media_type or PNG
    return TileContent(drawn_tiles.encode(sheet, media_type), media_type)


def get_map(subject: Subject, *, collections: Sequence[str] | None, order: MapOrder) -> TileContent:
    """A map of any place and size.

    Raises:
        UnknownCollection: one of the names does not exist or is hidden from the subject.
        DrawingFailed, UnreadableImagery: the picture could not be made.
    """
    sources = [
        layers.source(subject, collection_id=collection.id, at=order.at)
        for collection in chosen_collections(subject, collections)
    ]
    frame = Frame(order.box, order.width, order.height)
    picture = map_pictures.draw(sources, frame, crs=order.crs, keep=order.at is None)
    return TileContent(_on_ground(picture, order), order.media_type)


def _within_reach(
    collections: Sequence[layers.Collection], tile: Tile, *, always: bool = False
) -> list[layers.Collection]:
    """Those whose tilesets list the tile; raises TileOutOfRange if there is none."""
    found = [collection for collection in collections if limits.reaches(collection, tile, always=always)]
    if not found:
        raise TileOutOfRange(tile.zoom, tile.row, tile.column)
    return found


def _on_ground(picture: "Image", order: MapOrder) -> bytes:
    from PIL import Image

    if order.background is not None:
        ground = Image.new("RGBA", picture.size, (*order.background, 255))
        ground.alpha_composite(picture)
        picture = ground
    return drawn_tiles.encoded(picture, order.media_type)
