"""One small picture of a whole image, for lists and catalogues."""

from geo_server.core import storage
from geo_server.core.subject import Subject
from layers import api as layers

from .content import PNG, TileContent
from .errors import UnreadableImagery
from .imagery_tiles import facts_of, pinned_crs

SIDE_PX = 256
SMALLEST_M = 1.0
WEB_MERCATOR = "EPSG:3857"


def get_preview(subject: Subject, *, collection_id: str) -> TileContent:
    """The whole image of a collection in a square of 256 pixels, transparent around it.

    Raises:
        UnknownCollection: it does not exist or is hidden from the subject.
        UnreadableImagery: it has no image, or the file is missing or damaged.
    """
    from .render.imagery import DamagedImage, drawn_picture  # GDAL, which most web workers never need
    from .render.warping import Target

    collection = layers.get_collection(subject, collection_id=collection_id)
    if not collection.coverage:
        raise UnreadableImagery(collection_id)
    if collection.count == 0:  # the policy hides every footprint of the image
        return TileContent(b"", PNG)
    path = storage.path_of(collection.coverage)
    target = Target(_square_around(facts_of(collection).extent), WEB_MERCATOR, SIDE_PX)
    try:
        pinned = pinned_crs(path, path.stat().st_mtime_ns)
        picture = drawn_picture(path, target, pinned_crs=pinned, media_type=PNG)
    except (DamagedImage, OSError) as error:
        raise UnreadableImagery(collection_id) from error
    return TileContent(picture.data, picture.media_type)


def _square_around(extent: layers.Extent) -> tuple[float, float, float, float]:
    """The smallest square in Web Mercator metres that holds a box in degrees."""
    xs, ys = layers.transformer(layers.CRS84, WEB_MERCATOR)(extent[0::2], extent[1::2])
    half = max(float(xs[1] - xs[0]), float(ys[1] - ys[0]), SMALLEST_M) / 2
    x, y = float(xs.mean()), float(ys.mean())
    return (x - half, y - half, x + half, y + half)
