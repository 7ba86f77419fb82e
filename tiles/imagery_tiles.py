"""Tiles of imagery: a collection with a coverage shows the pixels of that file to whoever may read its footprint."""

from functools import lru_cache
from pathlib import Path

from geo_server.core import storage
from layers import api as layers
from layers.errors import UnknownCrs

from . import cache
from .classes import place_of
from .content import TileContent
from .errors import UnreadableImagery
from .render import imagery
from .render.grid import Tile


def facts_of(collection: layers.Collection) -> imagery.ImageFacts:
    """Extent and zooms of the collection's image; raises UnreadableImagery."""
    path = storage.path_of(collection.coverage)
    try:
        return _facts(path, path.stat().st_mtime_ns)
    except (imagery.DamagedImage, OSError) as error:
        raise UnreadableImagery(collection.id) from error


def tile_of(source: layers.Source, tile: Tile, *, media_type: str | None) -> TileContent:
    """One tile of the image; `media_type` None chooses JPEG where the tile is full, PNG at the edges.

    Raises:
        UnreadableImagery: the file is missing or damaged.
    """
    collection = source.collection
    path = storage.path_of(collection.coverage)
    try:
        version = path.stat().st_mtime_ns
        place = place_of(source, "image", drawn_with=[collection.coverage, version, media_type])
        stored = cache.find(place, tile)
        if stored is None:
            picture = imagery.read_tile(path, tile, pinned_crs=_pinned(path, version), media_type=media_type)
            stored = TileContent(picture.data, picture.media_type)
            cache.store(place, tile, stored)
    except (imagery.DamagedImage, OSError) as error:
        raise UnreadableImagery(collection.id) from error
    return stored


@lru_cache(maxsize=256)
def _facts(path: Path, _modified_ns: int) -> imagery.ImageFacts:
    return imagery.describe(path, pinned_crs=_pinned(path, _modified_ns))


@lru_cache(maxsize=256)
def _pinned(path: Path, _modified_ns: int) -> str | None:
    """The definition with the office's datum shift, if the image is in a CRS that needs one (VN-2000)."""
    try:
        definition = layers.proj_text(layers.parse_crs(imagery.describe(path).code))
    except UnknownCrs:
        return None
    return definition if "+towgs84" in definition else None
