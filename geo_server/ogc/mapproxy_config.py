"""MapProxy's configuration, made from the registry: WMS, WMTS (KVP and REST) and TMS of every collection.

MapProxy stores nothing here: the tiles package keeps one cache for all doors, under the policy and dropped by the
change log. MapProxy translates, mosaics and reprojects.
"""

from collections.abc import Sequence
from itertools import groupby
from math import floor
from typing import Any

from layers import api as layers
from tiles import api as tiles

from .mapproxy_info import TYPES

Conf = dict[str, Any]
FORMATS = [
    {"mimetype": "application/json", "suffix": "json"},
    {"mimetype": "text/html", "suffix": "html"},
    {"mimetype": "text/plain", "suffix": "txt"},
]
WEB = tiles.TILE_MATRIX_SET
WMS_CRS = ("EPSG:3857", "EPSG:4326", "CRS:84", "EPSG:9210", "EPSG:3405", "EPSG:3406", "EPSG:32648")
SNAP_DEG = 0.05


def configuration(collections: Sequence[layers.Collection], *, title: str, language: str = "vi") -> Conf:
    """MapProxy's configuration for the collections that somebody may see."""
    zones = sorted({c.storage_crs for c in collections if is_zone(c.storage_crs)})
    grids = {WEB: {"base": "GLOBAL_WEBMERCATOR", "name": WEB, "num_levels": tiles.MAX_ZOOM + 1}}
    return {
        "services": _services(title, [*WMS_CRS, *(zone for zone in zones if zone not in WMS_CRS)]),
        "globals": {
            "cache": {"concurrent_tile_creators": 1},
            "tiles": {"expires_hours": 0},
            "image": {"paletted": False, "resampling_method": "bilinear"},
        },
        "grids": grids | {grid_name(zone): _zone_grid(zone) for zone in zones},
        "sources": {c.id: _source(c) for c in collections},
        "caches": {name: cache for c in collections for name, cache in _caches(c, zones).items()},
        "layers": _layers(collections, zones, language),
    }


def is_zone(crs: str) -> bool:
    """True for the 3° zones of VN-2000, which get a tile grid in metres of their own."""
    return "+towgs84" in layers.proj_text(crs) and "+proj=tmerc" in layers.proj_text(crs)


def grid_name(zone: str) -> str:
    """Name of the grid of a zone: EPSG:9210 -> VN2000-9210."""
    return tiles.zone_set(zone).id


def snapped(extent: layers.Extent | None) -> layers.Extent:
    """The extent grown to whole twentieths of a degree, so that most edits do not change the configuration.

    Never without area: MapProxy refuses the coverage of a single point.
    """
    if extent is None:
        return (-180.0, -85.0, 180.0, 85.0)
    west, south, east, north = (floor(value / SNAP_DEG) for value in extent)
    return (west * SNAP_DEG, south * SNAP_DEG, (east + 1) * SNAP_DEG, (north + 1) * SNAP_DEG)


def _services(title: str, srs: list[str]) -> Conf:
    return {
        "wms": {
            "srs": srs,
            "bbox_srs": [crs for crs in srs if crs != "CRS:84"],
            "image_formats": ["image/png", "image/jpeg"],
            "featureinfo_types": list(TYPES),
            "max_output_pixels": [4096, 4096],
            "md": {"title": title},
        },
        "wmts": {"kvp": True, "restful": True, "featureinfo_formats": FORMATS, "md": {"title": title}},
        "tms": {"use_grid_names": True},
    }


def _zone_grid(zone: str) -> Conf:
    tms = tiles.zone_set(zone)
    resolutions = [tms.pixel_m(level) for level in range(tms.max_zoom + 1)]
    return {"srs": zone, "bbox": list(tms.box), "origin": "nw", "res": resolutions, "name": tms.id}


def _source(collection: layers.Collection) -> Conf:
    return {
        "type": "diaban",
        "collection": collection.id,
        "grid": WEB,
        "queryable": not collection.coverage,
        "image": {"transparent": True},
        "coverage": {"bbox": list(snapped(collection.extent)), "srs": "EPSG:4326"},
    }


def _caches(collection: layers.Collection, zones: list[str]) -> Conf:
    plain = {"disable_storage": True, "format": "image/png", "image": {"transparent": True}, "meta_size": [1, 1]}
    caches = {_cache_name(collection, WEB): plain | {"sources": [collection.id], "grids": [WEB]}}
    for zone in zones:
        own = plain | {"sources": [_cache_name(collection, WEB)], "grids": [grid_name(zone)]}
        caches[_cache_name(collection, grid_name(zone))] = own
    return caches


def _cache_name(collection: layers.Collection, grid: str) -> str:
    return f"{collection.id}.{grid}"


def _layers(collections: Sequence[layers.Collection], zones: list[str], language: str) -> list[Conf]:
    """A tree of one group per theme; the groups have no name, so they cannot be asked for as a whole."""
    ordered = sorted(collections, key=lambda c: (c.theme, c.id))
    return [
        {"title": theme or "…", "layers": [_layer(c, zones, language) for c in members]}
        for theme, members in groupby(ordered, key=lambda c: c.theme)
    ]


def _layer(collection: layers.Collection, zones: list[str], language: str) -> Conf:
    grids = [WEB, *(grid_name(zone) for zone in zones)]
    english = language.startswith("en")
    abstract = collection.description_en if english else collection.description_vi
    layer: Conf = {
        "name": collection.id,
        "title": collection.title_en if english else collection.title_vi,
        "sources": [_cache_name(collection, WEB)],
        "tile_sources": [_cache_name(collection, grid) for grid in grids],
    }
    return layer | ({"md": {"abstract": abstract}} if abstract else {})
