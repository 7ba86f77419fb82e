"""Vector tiles: from the cache, else made by PostGIS and kept."""

from layers import api as layers

from . import cache
from .classes import place_at_a_glance, place_of
from .content import TileContent
from .render.grid import Tile
from .vector.maker import RULES, make

KIND = "vector"
VERSION = f"rules {RULES}"


def find(glance: layers.Glance, tile: Tile, *, packed: bool) -> TileContent | None:
    """The tile if it is kept ready for whoever sees this."""
    return cache.find(place_at_a_glance(glance, KIND, version=VERSION), tile, packed=packed)


def tile_of(source: layers.Source, tile: Tile, *, keep: bool = True, packed: bool = False) -> TileContent:
    """The vector tile of what a subject may read; empty `data` where nothing lies.

    Args:
        source: from `layers.source`, with the policy in it.
        tile: its existence has been checked.
        keep: read and write the cache; false for a state of the past.
        packed: the bytes may be compressed with gzip.
    """
    if not keep:
        return make(source, tile)
    place = place_of(source, KIND, drawn_with=[VERSION, source.collection.style])
    return cache.kept(place, tile, lambda: make(source, tile), packed=packed)
