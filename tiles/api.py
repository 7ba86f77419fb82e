"""The only door of the tiles package: tiles, tilesets, styles and letters, each as one subject may see it."""

from .content import JPEG, MVT, PNG, WEBP, TileContent, blank
from .coverage_queries import CoverageQuery, Region, Scale
from .coverages import (
    CoverageFile,
    bands_named,
    middle_of,
    open_coverage,
    read_coverage,
    require_picture,
    values_at,
    write_geotiff,
    write_png,
)
from .dataset import (
    MapOrder,
    chosen_collections,
    extent_of,
    get_dataset_map_tile,
    get_dataset_vector_tile,
    get_map,
)
from .fonts import get_glyphs
from .intake import publish_coverage
from .legends import get_legend, legend_size
from .limits import MARGIN, TileSet
from .matrix_sets import box_in, get_tile_matrix_set, limits_in, list_tile_matrix_sets, moved_box
from .previews import get_preview
from .raster.covjson import System, grid_document, parameters_of, points_document
from .render.grid import MAX_ZOOM, TILE_MATRIX_SET, WORLD_M, Box, Limits, Tile
from .render.matrix_sets import VN2000, WEB_MERCATOR_QUAD, TileMatrixSet, zone_set
from .selectors import get_map_tile, get_vector_tile, list_tilesets, tilesets_of
from .styles import DEFAULT as DEFAULT_STYLE
from .styles import Addresses, get_style

__all__ = [
    "DEFAULT_STYLE",
    "JPEG",
    "MARGIN",
    "MAX_ZOOM",
    "MVT",
    "PNG",
    "TILE_MATRIX_SET",
    "VN2000",
    "WEBP",
    "WEB_MERCATOR_QUAD",
    "WORLD_M",
    "Addresses",
    "Box",
    "CoverageFile",
    "CoverageQuery",
    "Limits",
    "MapOrder",
    "Region",
    "Scale",
    "System",
    "Tile",
    "TileContent",
    "TileMatrixSet",
    "TileSet",
    "bands_named",
    "blank",
    "box_in",
    "chosen_collections",
    "extent_of",
    "get_dataset_map_tile",
    "get_dataset_vector_tile",
    "get_glyphs",
    "get_legend",
    "get_map",
    "get_map_tile",
    "get_preview",
    "get_style",
    "get_tile_matrix_set",
    "get_vector_tile",
    "grid_document",
    "legend_size",
    "limits_in",
    "list_tile_matrix_sets",
    "list_tilesets",
    "middle_of",
    "moved_box",
    "open_coverage",
    "parameters_of",
    "points_document",
    "publish_coverage",
    "read_coverage",
    "require_picture",
    "tilesets_of",
    "values_at",
    "write_geotiff",
    "write_png",
    "zone_set",
]
