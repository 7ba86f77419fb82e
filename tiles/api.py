"""The only door of the tiles package: tiles, tilesets, styles and letters, each as one subject may see it."""

from .content import JPEG, MVT, PNG, WEBP, TileContent, blank
from .fonts import get_glyphs
from .limits import TileSet
from .previews import get_preview
from .render.grid import (
    MAX_ZOOM,
    TILE_MATRIX_SET,
    TILE_MATRIX_SET_URI,
    WORLD_M,
    Limits,
    Tile,
)
from .selectors import get_map_tile, get_vector_tile, list_tilesets
from .styles import DEFAULT as DEFAULT_STYLE
from .styles import Addresses, get_style

__all__ = [
    "DEFAULT_STYLE",
    "JPEG",
    "MAX_ZOOM",
    "MVT",
    "PNG",
    "TILE_MATRIX_SET",
    "TILE_MATRIX_SET_URI",
    "WEBP",
    "WORLD_M",
    "Addresses",
    "Limits",
    "Tile",
    "TileContent",
    "TileSet",
    "blank",
    "get_glyphs",
    "get_map_tile",
    "get_preview",
    "get_style",
    "get_vector_tile",
    "list_tilesets",
]
