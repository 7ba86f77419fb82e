"""Tiles of imagery: a collection with a coverage shows the pixels of that file to whoever may read its footprint.

GDAL and OpenCV are imported when the first picture is asked for: a web worker that serves none does without 40 MB.
"""

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from geo_server.core import storage
from layers import api as layers
from layers.errors import UnknownCrs

from . import cache
from .classes import place_of
from .content import TileContent
from .errors import UnreadableImagery
from .render.grid import Tile

if TYPE_CHECKING:
    from .render.imagery import ImageFacts
    from .render.pictures import Picture


def facts_of(collection: layers.Collection) -> "ImageFacts":
    """Extent and zooms of the collection's image; raises UnreadableImagery."""
    from .render.imagery import DamagedImage

    path = storage.path_of(collection.coverage)
    try:
        return _facts(path, path.stat().st_mtime_ns)
    except (DamagedImage, OSError) as error:
        raise UnreadableImagery(collection.id) from error


def tile_of(source: layers.Source | layers.Glance, tile: Tile, *, media_type: str | None) -> TileContent:
    """One tile of the image; `media_type` None chooses JPEG where the tile is full, PNG at the edges.

    A tile that the file already holds as a JPEG block leaves as it is and needs no cache.

    Raises:
        UnreadableImagery: the file is missing or damaged.
    """
    from .render.imagery import DamagedImage, drawn_picture, stored_picture
    from .render.warping import Target

    collection = source.collection
    path = storage.path_of(collection.coverage)
    target = Target(tile.bounds, layers.proj_text(tile.tms.crs))
    try:
        version = path.stat().st_mtime_ns
        pinned = pinned_crs(path, version)
        block = stored_picture(path, target, pinned_crs=pinned, media_type=media_type)
        if block is not None:
            return _content(block)
        place = place_of(source, "image", drawn_with=[collection.coverage, version, media_type])
        stored = cache.find(place, tile)
        if stored is None:
            stored = _content(drawn_picture(path, target, pinned_crs=pinned, media_type=media_type))
            cache.store(place, tile, stored)
    except (DamagedImage, OSError) as error:
        raise UnreadableImagery(collection.id) from error
    return stored


def _content(picture: "Picture") -> TileContent:
    return TileContent(picture.data, picture.media_type)


@lru_cache(maxsize=256)
def _facts(path: Path, modified_ns: int) -> "ImageFacts":
    from .render.imagery import describe

    return describe(path, pinned_crs=pinned_crs(path, modified_ns))


@lru_cache(maxsize=256)
def pinned_crs(path: Path, _modified_ns: int) -> str | None:
    """The definition with the office's datum shift, if the image is in a CRS that needs one (VN-2000); else None."""
    from .render.imagery import describe

    try:
        definition = layers.proj_text(layers.parse_crs(describe(path).code))
    except UnknownCrs:
        return None
    return definition if "+towgs84" in definition else None
