"""The picture beneath the map of an answer: the public base map, and nothing else."""

import structlog

from geo_server.core.subject import ANONYMOUS
from layers import api as layers
from tiles import api as tiles
from tiles.errors import DrawingFailed

from ..answer import Answer
from .drawing import HEIGHT, WIDTH, frame_of

BASE = "base"
SHARPNESS = 2
log = structlog.get_logger(__name__)


def ground_of(answer: Answer) -> bytes | None:
    """A PNG of what everybody may see of the base map there; None without a base map, or if it cannot be drawn."""
    names = [collection.id for collection in layers.list_collections(ANONYMOUS, theme=BASE)]
    if not names:
        return None
    ordered = [collection.id for collection in tiles.chosen_collections(ANONYMOUS, None) if collection.id in names]
    order = tiles.MapOrder(
        box=frame_of(answer).box,
        crs="EPSG:3857",
        width=WIDTH * SHARPNESS,
        height=HEIGHT * SHARPNESS,
        media_type=tiles.PNG,
        background=(255, 255, 255),
    )
    try:
        return tiles.get_map(ANONYMOUS, collections=ordered, order=order).data
    except DrawingFailed:
        log.warning("answer_without_ground", exc_info=True)  # the assets are what matters
        return None
