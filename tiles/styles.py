"""The style of a collection as people fetch it: complete, over the addresses that the door gives."""

from dataclasses import dataclass

from geo_server.core.subject import Subject
from layers import api as layers

from . import limits
from .errors import UnknownStyle
from .render.matrix_sets import WEB_MERCATOR_QUAD
from .render.styling import Style, fields_read, layers_of, raster_style, vector_style

DEFAULT = "default"


@dataclass(frozen=True)
class Addresses:
    """URL templates of one collection: `{z}/{y}/{x}` for tiles, `{fontstack}` and `{range}` for letters."""

    vector_tiles: str
    map_tiles: str
    glyphs: str


def get_style(
    subject: Subject, *, collection_id: str, style_id: str, addresses: Addresses, language: str = "vi"
) -> Style:
    """The MapLibre style of a collection the subject may read.

    Raises:
        UnknownCollection: it does not exist or is hidden from the subject.
        UnknownStyle: the collection has no style of this name.
    """
    collection = layers.get_collection(subject, collection_id=collection_id)
    if style_id != DEFAULT:
        raise UnknownStyle(style_id)
    name = collection.title_en if language.startswith("en") else collection.title_vi
    if collection.coverage:
        source = _source(limits.map_tileset(collection, WEB_MERCATOR_QUAD), addresses.map_tiles)
        return raster_style(name, source_id=collection.id, source=source)
    source = _source(limits.vector_tileset(collection, WEB_MERCATOR_QUAD), addresses.vector_tiles)
    style = vector_style(
        name,
        style=_visible(collection),
        geometry_type=collection.geometry_type,
        source_id=collection.id,
        source=source,
        glyphs=addresses.glyphs,
    )
    metadata = (_visible(collection) or {}).get("metadata")
    return style | {"metadata": metadata} if metadata else style


def _visible(collection: layers.Collection) -> Style | None:
    """The collection's own style; that of its theme where its own tells of a field that the reader may not see."""
    known = {field.name for field in collection.fields} | {"id"}
    if fields_read(layers_of(collection.style)) <= known:
        return collection.style
    return layers.default_style(theme=collection.theme, geometry_type=collection.geometry_type)


def _source(tileset: limits.TileSet, template: str) -> Style:
    """The source of a style, as TileJSON writes it."""
    source: Style = {"tiles": [template], "minzoom": tileset.min_zoom, "maxzoom": tileset.max_zoom}
    if tileset.extent is not None:
        source["bounds"] = list(tileset.extent)
    if tileset.collection.attribution:
        source["attribution"] = tileset.collection.attribution
    return source
