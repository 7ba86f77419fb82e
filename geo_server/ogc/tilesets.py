"""Tilesets as documents: OGC Two Dimensional Tile Matrix Set and Tile Set Metadata 2.0, and TileJSON 3.0."""

from typing import Any

from django.utils.translation import get_language, gettext

from layers import api as layers
from tiles import api as tiles

from .formats import JSON
from .resources import CRS84_URI, RELATION

JSON_SCHEMA_TYPES = {"date": ("string", "date"), "date-time": ("string", "date-time")}
DIMENSION = {"Point": 0, "MultiPoint": 0, "LineString": 1, "MultiLineString": 1, "Polygon": 2, "MultiPolygon": 2}
Document = dict[str, Any]


def tilesets_document(base: str, tilesets: list[tiles.TileSet], kind: str) -> Document:
    """The list of tilesets of one kind; empty if the collection has none of it."""
    here = f"{base}/collections/{tilesets[0].collection.id}{_path(kind)}" if tilesets else base
    return {
        "links": [_link("self", here, JSON, gettext("This document"))],
        "tilesets": [_summary(base, tileset) for tileset in tilesets],
    }


def tileset_document(base: str, tileset: tiles.TileSet) -> Document:
    """The metadata of one tileset, with what its tiles leave out."""
    document = _summary(base, tileset) | {"layers": [_layer(tileset, name) for name in _layer_names(tileset)]}
    if tileset.extent is not None:
        west, south, east, north = tileset.extent
        document["boundingBox"] = {"lowerLeft": [west, south], "upperRight": [east, north], "crs": CRS84_URI}
    if tileset.generalisation is not None:
        document["generalisation"] = tileset.generalisation
    return document


def tile_json(base: str, tileset: tiles.TileSet) -> Document:
    """The tileset as MapLibre and Leaflet read it."""
    document: Document = {
        "tilejson": "3.0.0",
        "name": title_of(tileset.collection),
        "tiles": [tile_template(base, tileset.collection.id, tileset.kind)],
        "minzoom": tileset.min_zoom,
        "maxzoom": tileset.max_zoom,
        "attribution": tileset.collection.attribution,
    }
    if tileset.extent is not None:
        document["bounds"] = list(tileset.extent)
    if tileset.kind == "vector":
        fields = {field.name: _title(field.title_vi, field.title_en) for field in tileset.collection.fields}
        document["vector_layers"] = [{"id": name, "fields": fields} for name in _layer_names(tileset)]
    return document


def tile_template(base: str, collection_id: str, kind: str) -> str:
    """The address of a tile with `{z}/{y}/{x}`, as MapLibre and QGIS write it."""
    return f"{base}/collections/{collection_id}{_path(kind)}/{tiles.TILE_MATRIX_SET}/{{z}}/{{y}}/{{x}}"


def title_of(collection: layers.Collection) -> str:
    """The title in the reader's language."""
    return _title(collection.title_vi, collection.title_en)


def _title(title_vi: str, title_en: str) -> str:
    return title_en if (get_language() or "vi").startswith("en") else title_vi


def _path(kind: str) -> str:
    return "/tiles" if kind == "vector" else "/map/tiles"


def _summary(base: str, tileset: tiles.TileSet) -> Document:
    here = f"{base}/collections/{tileset.collection.id}{_path(tileset.kind)}/{tiles.TILE_MATRIX_SET}"
    media_type = tiles.MVT if tileset.kind == "vector" else tiles.PNG
    item = _link("item", f"{here}/{{tileMatrix}}/{{tileRow}}/{{tileCol}}", media_type, gettext("A tile"))
    return {
        "title": title_of(tileset.collection),
        "dataType": tileset.kind,
        "crs": layers.crs_uri("EPSG:3857"),
        "tileMatrixSetId": tiles.TILE_MATRIX_SET,
        "tileMatrixSetURI": tiles.TILE_MATRIX_SET_URI,
        "tileMatrixSetLimits": [_limits(entry) for entry in tileset.limits],
        "links": [
            _link("self", here, JSON, gettext("This tileset")),
            _link("alternate", f"{here}?f=tilejson", JSON, "TileJSON"),
            _link(
                f"{RELATION}/tiling-scheme", f"{base}/TileMatrixSets/{tiles.TILE_MATRIX_SET}", JSON, "WebMercatorQuad"
            ),
            item | {"templated": True},
        ],
    }


def _limits(entry: tiles.Limits) -> Document:
    return {
        "tileMatrix": str(entry.zoom),
        "minTileRow": entry.min_row,
        "maxTileRow": entry.max_row,
        "minTileCol": entry.min_column,
        "maxTileCol": entry.max_column,
    }


def _layer_names(tileset: tiles.TileSet) -> list[str]:
    return [name for name in (tileset.collection.id, tileset.label_layer) if name is not None]


def _layer(tileset: tiles.TileSet, name: str) -> Document:
    collection = tileset.collection
    layer: Document = {"id": name, "title": title_of(collection), "dataType": tileset.kind}
    if tileset.kind == "vector":
        dimension = 0 if name == tileset.label_layer else DIMENSION.get(collection.geometry_type)
        layer |= {} if dimension is None else {"geometryDimension": dimension}
        layer["propertiesSchema"] = {
            "type": "object",
            "properties": {field.name: _schema(field) for field in collection.fields},
        }
    return layer


def _schema(field: layers.Field) -> Document:
    kind, text_format = JSON_SCHEMA_TYPES.get(field.type, (field.type, ""))
    schema = {"type": kind, "title": _title(field.title_vi, field.title_en)}
    return schema | ({"format": text_format} if text_format else {})


def _link(rel: str, href: str, media_type: str, title: str) -> Document:
    return {"rel": rel, "href": href, "type": media_type, "title": title}
