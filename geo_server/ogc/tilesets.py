"""Tilesets as documents: OGC Two Dimensional Tile Matrix Set and Tile Set Metadata 2.0, and TileJSON 3.0.

A tileset shows one collection or the whole dataset; the second is a group of the first with the limits of all.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language, gettext

from layers import api as layers
from tiles import api as tiles

from .formats import JSON
from .matrix_sets import matrix_set_uri
from .resources import CRS84_URI, RELATION

JSON_SCHEMA_TYPES = {"date": ("string", "date"), "date-time": ("string", "date-time")}
DIMENSION = {"Point": 0, "MultiPoint": 0, "LineString": 1, "MultiLineString": 1, "Polygon": 2, "MultiPolygon": 2}
Document = dict[str, Any]


@dataclass(frozen=True)
class Shown:
    """What a tileset shows.

    Attributes:
        url: of the collection, or of the landing page for the dataset.
        title: in the reader's language.
        kind: "vector" or "map".
        tms: how it is cut.
        members: the tilesets of its collections, one for a single collection.
    """

    url: str
    base: str
    title: str
    kind: str
    tms: tiles.TileMatrixSet
    members: tuple[tiles.TileSet, ...]

    @property
    def path(self) -> str:
        """Address of its tileset document."""
        return f"{self.url}{kind_path(self.kind)}/{self.tms.id}"

    @property
    def extent(self) -> layers.Extent | None:
        """The box around all members, None if none has a place."""
        boxes = [member.extent for member in self.members if member.extent is not None]
        if not boxes:
            return None
        west, south, east, north = zip(*boxes, strict=True)
        return min(west), min(south), max(east), max(north)

    @property
    def limits(self) -> list[tiles.Limits]:
        """Rows and columns of every zoom, over all members."""
        return [_around(entries) for entries in zip(*(member.limits for member in self.members), strict=True)]


def tilesets_document(url: str, shown: Sequence[Shown], kind: str) -> Document:
    """The list of tilesets of one kind, one for each tile matrix set; empty if the collection has none of it."""
    here = f"{url}{kind_path(kind)}"
    return {
        "links": [_link("self", here, JSON, gettext("This document"))],
        "tilesets": [_summary(tileset) for tileset in shown],
    }


def tileset_document(shown: Shown) -> Document:
    """The metadata of one tileset, with what its tiles leave out."""
    document = _summary(shown)
    document["layers"] = [_layer(member, name) for member in shown.members for name in _layer_names(member)]
    if shown.extent is not None:
        west, south, east, north = shown.extent
        document["boundingBox"] = {"lowerLeft": [west, south], "upperRight": [east, north], "crs": CRS84_URI}
    if len(shown.members) == 1 and shown.members[0].generalisation is not None:
        document["generalisation"] = shown.members[0].generalisation
    return document


def tile_json(shown: Shown) -> Document:
    """The tileset as MapLibre and Leaflet read it; only WebMercatorQuad is known to TileJSON."""
    credits_given = dict.fromkeys(m.collection.attribution for m in shown.members if m.collection.attribution)
    document: Document = {
        "tilejson": "3.0.0",
        "name": shown.title,
        "tiles": [f"{shown.path}/{{z}}/{{y}}/{{x}}"],
        "minzoom": min(member.min_zoom for member in shown.members),
        "maxzoom": max(member.max_zoom for member in shown.members),
        "attribution": ", ".join(credits_given),
    }
    if shown.extent is not None:
        document["bounds"] = list(shown.extent)
    if shown.kind == "vector":
        document["vector_layers"] = [
            {"id": name, "fields": {f.name: _title(f.title_vi, f.title_en) for f in member.collection.fields}}
            for member in shown.members
            for name in _layer_names(member)
        ]
    return document


def tile_template(base: str, collection_id: str, kind: str) -> str:
    """The address of a tile with `{z}/{y}/{x}`, as MapLibre and QGIS write it."""
    return f"{base}/collections/{collection_id}{kind_path(kind)}/{tiles.TILE_MATRIX_SET}/{{z}}/{{y}}/{{x}}"


def title_of(collection: layers.Collection) -> str:
    """The title in the reader's language."""
    return _title(collection.title_vi, collection.title_en)


def kind_path(kind: str) -> str:
    """Where tilesets of a kind stand below a collection or the landing page."""
    return "/tiles" if kind == "vector" else "/map/tiles"


def _title(title_vi: str, title_en: str) -> str:
    return title_en if (get_language() or "vi").startswith("en") else title_vi


def _summary(shown: Shown) -> Document:
    here, tms = shown.path, shown.tms
    media_type = tiles.MVT if shown.kind == "vector" else tiles.PNG
    links = [
        _link("self", here, JSON, gettext("This tileset")),
        _link(f"{RELATION}/tiling-scheme", f"{shown.base}/TileMatrixSets/{tms.id}", JSON, tms.id),
        _link("item", f"{here}/{{tileMatrix}}/{{tileRow}}/{{tileCol}}", media_type, gettext("A tile"))
        | {"templated": True},
    ]
    if tms.id == tiles.TILE_MATRIX_SET:
        links.insert(1, _link("alternate", f"{here}?f=tilejson", JSON, "TileJSON"))
    return {
        "title": shown.title,
        "dataType": shown.kind,
        "crs": layers.crs_uri(tms.crs),
        "tileMatrixSetId": tms.id,
        "tileMatrixSetURI": matrix_set_uri(shown.base, tms),
        "tileMatrixSetLimits": [_limits(entry) for entry in shown.limits],
        "links": links,
    }


def _around(entries: Sequence[tiles.Limits]) -> tiles.Limits:
    return tiles.Limits(
        entries[0].zoom,
        min(entry.min_row for entry in entries),
        max(entry.max_row for entry in entries),
        min(entry.min_column for entry in entries),
        max(entry.max_column for entry in entries),
    )


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
