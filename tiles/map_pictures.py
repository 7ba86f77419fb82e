"""Maps of any place in any reference system.

MapLibre Native draws them in Mercator from the vector tiles that the reader may see, with imagery beneath; then they
are moved to the CRS that was asked for with the pinned transformation.
"""

import io
import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from layers import api as layers

from . import fonts, imagery_tiles, limits, vector_tiles
from .draughtsman import View, draughtsman
from .matrix_sets import box_in, limits_in, moved_box
from .render.canvas import Canvas, Frame, canvas_for, fits, moved, positions
from .render.drawing import TILE_URL
from .render.generalise import exact_zoom
from .render.grid import Tile, lonlat
from .render.matrix_sets import WEB_MERCATOR_QUAD
from .render.styling import merged, vector_style

if TYPE_CHECKING:
    from PIL.Image import Image

MERCATOR = "EPSG:3857"
SHARP_UP_TO_PX = 1_500_000  # pictures that are moved and not larger are drawn twice as fine first
TILE_PX = 256


def draw(sources: Sequence[layers.Source], frame: Frame, *, crs: str, keep: bool = True) -> "Image":
    """An RGBA picture of several collections, the first one lowest; clear where nothing is drawn.

    Args:
        sources: what the reader may see, from `layers.source`.
        frame: box (x first) and size in pixels.
        crs: short name of the CRS of the box.
        keep: read and write the cache of vector tiles; false for a state of the past.

    Raises:
        DrawingFailed: the renderer did not answer.
        UnreadableImagery: an image file is missing or damaged.
    """
    from PIL import Image

    to_mercator = layers.transformer(crs, MERCATOR)
    box_m = frame.box if crs == MERCATOR else moved_box(frame.box, source=crs, target=MERCATOR)
    canvas = canvas_for(frame, box_m, to_mercator)
    straight = crs == MERCATOR and fits(frame, canvas)
    ratio = 1 if straight or canvas.width * canvas.height > SHARP_UP_TO_PX else 2
    drawn = _on(canvas, sources, ratio, keep=keep)
    if straight:
        spare = (drawn.width - frame.width) // 2
        return drawn.crop((spare, spare, spare + frame.width, spare + frame.height))
    import numpy as np

    columns, rows = positions(frame, canvas, to_mercator)
    return Image.fromarray(moved(np.asarray(drawn), columns, rows, ratio=ratio), "RGBA")


def _on(canvas: Canvas, sources: Sequence[layers.Source], ratio: int, *, keep: bool) -> "Image":
    from PIL import Image

    picture = Image.new("RGBA", (canvas.width * ratio, canvas.height * ratio))
    for source in sources:
        if source.collection.coverage:
            _paste_imagery(picture, source, canvas, ratio)
    shapes = [source for source in sources if not source.collection.coverage]
    if shapes and (drawn := _drawn(canvas, shapes, ratio, keep=keep)) is not None:
        picture.alpha_composite(drawn.resize(picture.size) if drawn.size != picture.size else drawn)
    return picture


def _drawn(canvas: Canvas, sources: Sequence[layers.Source], ratio: int, *, keep: bool) -> "Image | None":
    """The vector collections on the canvas; None if none of them has anything there."""
    from PIL import Image

    zoom = max(canvas.zoom, 0.0)
    level = min(math.floor(zoom + 1e-9), exact_zoom(WEB_MERCATOR_QUAD))
    laid: dict[str, bytes] = {}
    for source in sources:
        laid |= _tiles_of(source, canvas, level, keep=keep)
    if not any(laid.values()):
        return None
    longitude, latitude = lonlat(canvas.x, canvas.y)
    view = View(canvas.width, canvas.height, longitude, latitude, zoom, ratio)
    png = draughtsman.draw(_style(sources, level), view, laid)
    return Image.open(io.BytesIO(png)).convert("RGBA")


def _tiles_of(source: layers.Source, canvas: Canvas, level: int, *, keep: bool) -> dict[str, bytes]:
    """The vector tiles under the canvas by address; one outside the collection is laid empty."""
    under = WEB_MERCATOR_QUAD.limits(canvas.box, level)
    reach = limits_in(WEB_MERCATOR_QUAD, source.collection.extent, level, margin=limits.MARGIN)
    found = {}
    for row in range(under.min_row, under.max_row + 1):
        for column in range(under.min_column, under.max_column + 1):
            tile = Tile(level, row, column)
            data = vector_tiles.tile_of(source, tile, keep=keep).data if tile.within(reach) else b""
            found[f"{source.collection.id}/{level}/{column}/{row}"] = data
    return found


def _style(sources: Sequence[layers.Source], level: int) -> dict[str, Any]:
    glyphs = fonts.prepared_folder().resolve().as_uri() + "/{fontstack}/{range}.pbf"
    return merged(
        [
            vector_style(
                source.collection.title_vi,
                style=source.collection.style,
                geometry_type=source.collection.geometry_type,
                source_id=source.collection.id,
                source={
                    "tiles": [f"{TILE_URL}/{source.collection.id}/{{z}}/{{x}}/{{y}}.mvt"],
                    "minzoom": level,
                    "maxzoom": level,
                },
                glyphs=glyphs,
            )
            for source in sources
        ]
    )


def _paste_imagery(picture: "Image", source: layers.Source, canvas: Canvas, ratio: int) -> None:
    """Lay the tiles of one image collection where they belong on the canvas."""
    from PIL import Image

    if source.collection.count == 0:  # the policy hides every footprint of the image
        return
    facts = imagery_tiles.facts_of(source.collection)
    level = min(max(round(canvas.zoom + math.log2(ratio)) + 1, 0), facts.max_zoom)
    reach = WEB_MERCATOR_QUAD.limits(_common(canvas.box, box_in(WEB_MERCATOR_QUAD, facts.extent)), level)
    left, _, _, top = canvas.box
    scale = ratio / canvas.pixel_m
    for row in range(reach.min_row, reach.max_row + 1):
        for column in range(reach.min_column, reach.max_column + 1):
            tile = Tile(level, row, column)
            content = imagery_tiles.tile_of(source, tile, media_type="image/png")
            if not content.data:
                continue
            west, south, east, north = tile.bounds
            x0, y0 = round((west - left) * scale), round((top - north) * scale)
            size = (round((east - left) * scale) - x0, round((top - south) * scale) - y0)
            piece = Image.open(io.BytesIO(content.data)).convert("RGBA").resize(size)
            picture.paste(piece, (x0, y0), piece)


def _common(one: tuple[float, ...], other: tuple[float, ...]) -> tuple[float, float, float, float]:
    return max(one[0], other[0]), max(one[1], other[1]), min(one[2], other[2]), min(one[3], other[3])
