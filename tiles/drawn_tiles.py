"""Map tiles drawn from vector tiles by MapLibre Native: one picture of 512 pixels is cut into four tiles of 256."""

import io
import threading
from typing import TYPE_CHECKING, Any

from layers import api as layers

from . import cache, fonts, limits, map_pictures, vector_tiles
from .classes import place_at_a_glance, place_of
from .content import PNG, TileContent
from .draughtsman import View, draughtsman
from .render.canvas import Frame
from .render.drawing import TILE_URL
from .render.grid import Tile, lonlat
from .render.matrix_sets import WEB_MERCATOR_QUAD
from .render.styling import Style, uncut_labels, vector_style

if TYPE_CHECKING:
    from PIL.Image import Image

KIND = "map"
SIZE = 256
FORMATS: dict[str, dict[str, Any]] = {
    "image/png": {"format": "PNG", "compress_level": 4},
    "image/jpeg": {"format": "JPEG", "quality": 85},
    "image/webp": {"format": "WEBP", "quality": 85},
}
_drawing = threading.Lock()


def find(glance: layers.Glance, tile: Tile, *, media_type: str | None) -> TileContent | None:
    """The tile if it is kept ready for whoever sees this."""
    return cache.find(place_at_a_glance(glance, KIND, version=_version(media_type or PNG)), tile)


def tile_of(source: layers.Source, tile: Tile, *, media_type: str | None) -> TileContent:
    """One drawn tile of what a subject may read; empty `data` where nothing lies; raises DrawingFailed."""
    media_type = media_type or PNG
    place = place_of(source, KIND, drawn_with=[_version(media_type), source.collection.style])
    return cache.find(place, tile) or _drawn_once(place, source, tile, media_type)


def _version(media_type: str) -> str:
    return f"{vector_tiles.VERSION} {media_type}"


def _drawn_once(place: cache.Place, source: layers.Source, tile: Tile, media_type: str) -> TileContent:
    """Draw a tile and its siblings; whoever asks for a sibling meanwhile waits for this picture."""
    with _drawing:
        stored = cache.find(place, tile)
        if stored is None:
            pieces = _draw_around(source, tile, media_type)
            for piece, content in pieces.items():
                if limits.reaches(source.collection, piece):  # what no tileset lists is not found either
                    cache.store(place, piece, content)
            stored = pieces[tile]
        return stored


def _draw_around(source: layers.Source, tile: Tile, media_type: str) -> dict[Tile, TileContent]:
    """The tile and its three siblings, drawn in one picture so that lines and symbols meet."""
    root = tile.parent
    siblings = root.children if tile.zoom else (tile,)
    picture = _picture(source, root)
    if picture is None:
        return {sibling: TileContent(b"", media_type) for sibling in siblings}
    if not tile.zoom:
        return {tile: TileContent(encode(picture.resize((SIZE, SIZE)), media_type), media_type)}
    corners = ((0, 0), (SIZE, 0), (0, SIZE), (SIZE, SIZE))
    return {
        sibling: TileContent(encode(picture.crop((x, y, x + SIZE, y + SIZE)), media_type), media_type)
        for sibling, (x, y) in zip(siblings, corners, strict=True)
    }


def _picture(source: layers.Source, root: Tile) -> "Image | None":
    """512 x 512 pixels of exactly one tile; None where nothing lies. Outside WebMercatorQuad they are moved there."""
    from PIL import Image

    if root.tms is not WEB_MERCATOR_QUAD:
        return map_pictures.draw([source], Frame(root.bounds, 2 * SIZE, 2 * SIZE), crs=root.tms.crs)
    vector = vector_tiles.tile_of(source, root)
    return Image.open(io.BytesIO(_draw(source.collection, root, vector.data))) if vector.data else None


def _draw(collection: layers.Collection, root: Tile, data: bytes) -> bytes:
    """A PNG of 512 x 512 pixels that shows exactly one vector tile."""
    west, south, east, north = root.bounds_m
    longitude, latitude = lonlat((west + east) / 2, (south + north) / 2)
    view = View(2 * SIZE, 2 * SIZE, longitude, latitude, root.zoom)
    address = f"{collection.id}/{root.zoom}/{root.column}/{root.row}"
    return draughtsman.draw(_style(collection, root), view, {address: data})


def _style(collection: layers.Collection, root: Tile) -> Style:
    """The collection's style over the one tile at hand: no other zoom may be asked for."""
    tiles = f"{TILE_URL}/{collection.id}/{{z}}/{{x}}/{{y}}.mvt"
    source = {"tiles": [tiles], "minzoom": root.zoom, "maxzoom": root.zoom}
    glyphs = fonts.prepared_folder().resolve().as_uri() + "/{fontstack}/{range}.pbf"
    return uncut_labels(
        vector_style(
            collection.title_vi,
            geometry_type=collection.geometry_type,
            style=collection.style,
            source_id=collection.id,
            source=source,
            glyphs=glyphs,
        )
    )


def encode(picture: "Image", media_type: str) -> bytes:
    """The picture in its format; no bytes where nothing is drawn."""
    clear = picture.convert("RGBA")
    return b"" if clear.getchannel("A").getextrema()[1] == 0 else encoded(clear, media_type)


def encoded(picture: "Image", media_type: str) -> bytes:
    """The picture in its format; JPEG has no transparency and gets a white ground."""
    from PIL import Image

    if media_type == "image/jpeg":
        ground = Image.new("RGBA", picture.size, "white")
        ground.alpha_composite(picture)
        picture = ground.convert("RGB")
    out = io.BytesIO()
    picture.save(out, **FORMATS[media_type])
    return out.getvalue()
