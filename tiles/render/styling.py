"""Complete MapLibre styles from the layers that a collection carries, for the web, for QGIS and for the renderer."""

import re
from collections.abc import Iterator
from typing import Any

Style = dict[str, Any]
READS = {"get", "has", "!has"}
POLYGONS = {"Polygon", "MultiPolygon"}
FONTS = ("Noto Sans Regular", "Noto Sans Bold")
"""The letters that this server has; a style may be drawn with no other, so that no client looks for them in vain."""
COMPARES = {"==", "!=", ">", ">=", "<", "<=", "in", "!in"}


def layers_of(style: Style | None) -> list[Style]:
    """The MapLibre layers that a collection carries."""
    return list(style["layers"]) if style else []


def label_layer(source_id: str) -> str:
    """The layer of a vector tile that holds one point per polygon, for its label."""
    return f"{source_id}_labels"


def wants_label_points(geometry_type: str, layers: list[Style]) -> bool:
    """True for polygons with labels: a polygon lies in many tiles, and its label would stand once in each."""
    return geometry_type in POLYGONS and any(_is_point_label(layer) for layer in layers)


def vector_style(
    name: str, *, style: Style | None, geometry_type: str, source_id: str, source: Style, glyphs: str
) -> Style:
    """A style over one vector source, whose layer is called like the source, beside it `label_layer` for polygons.

    The `metadata` of the collection's style (legends of choropleths) are kept.
    """
    layers = layers_of(style)
    labels = label_layer(source_id) if wants_label_points(geometry_type, layers) else source_id
    return {
        "version": 8,
        "name": name,
        "metadata": (style or {}).get("metadata", {}),
        "glyphs": glyphs,
        "sources": {source_id: {"type": "vector", **source}},
        "layers": [_bound(layer, number, source_id, labels) for number, layer in enumerate(layers)],
    }


def merged(styles: list[Style]) -> Style:
    """Several complete styles as one map: in their order, but all labels above all shapes."""
    layers = [layer for style in styles for layer in style["layers"]]
    ordered = sorted(layers, key=lambda layer: layer["type"] == "symbol")
    sources = {name: source for style in styles for name, source in style["sources"].items()}
    return {**styles[0], "sources": sources, "layers": ordered}


def raster_style(name: str, *, source_id: str, source: Style) -> Style:
    """A style that shows the tiles of one image."""
    return {
        "version": 8,
        "name": name,
        "sources": {source_id: {"type": "raster", "tileSize": 256, **source}},
        "layers": [{"id": source_id, "type": "raster", "source": source_id}],
    }


def uncut_labels(style: Style) -> Style:
    """The style for single tiles: a label that would be cut at the border of its tile is left to the next zoom."""
    layers = [
        {**layer, "layout": {**layer.get("layout", {}), "symbol-avoid-edges": True}}
        if layer["type"] == "symbol"
        else layer
        for layer in style["layers"]
    ]
    return {**style, "layers": layers}


def fields_read(layers: list[Style]) -> set[str]:
    """Names of the fields that a style reads: ["get", name], ["has", name], "{name}" and old-style filters."""
    return {name for layer in layers for name in _names(layer)}


def _bound(layer: Style, number: int, source_id: str, labels: str) -> Style:
    """The layer with its source and an id that stays unique beside other collections' layers."""
    bound = {**layer, "id": f"{source_id}-{layer.get('id', number)}"}
    if layer["type"] == "background":
        return bound
    if layer["type"] == "symbol":
        layout = layer.get("layout", {})
        bound["layout"] = {**layout, "text-font": _our_fonts(layout.get("text-font"))}
    return {**bound, "source": source_id, "source-layer": labels if _is_point_label(layer) else source_id}


def _our_fonts(asked: Any) -> list[str]:
    """The fonts of a layer that we have, else the one that comes nearest: bold for bold."""
    names = [name for name in asked or () if isinstance(name, str)]
    return [name for name in names if name in FONTS] or [FONTS["bold" in " ".join(names).lower()]]


def _is_point_label(layer: Style) -> bool:
    return layer.get("type") == "symbol" and layer.get("layout", {}).get("symbol-placement", "point") == "point"


def _names(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for key, inner in value.items():
            if key in {"text-field", "icon-image"} and isinstance(inner, str):
                yield from re.findall(r"\{([^{}]+)\}", inner)
            yield from _names(inner)
    elif isinstance(value, list):
        if len(value) > 1 and isinstance(value[0], str) and isinstance(value[1], str):
            if value[0] in READS or (value[0] in COMPARES and not value[1].startswith("$")):
                yield value[1]
        for inner in value:
            yield from _names(inner)
