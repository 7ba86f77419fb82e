"""What a tile is when it crosses the door of this package."""

from dataclasses import dataclass
from functools import cache
from hashlib import blake2b
from io import BytesIO

from PIL import Image

MVT = "application/vnd.mapbox-vector-tile"
PNG = "image/png"
JPEG = "image/jpeg"
WEBP = "image/webp"


@dataclass(frozen=True)
class TileContent:
    """One tile.

    Attributes:
        data: the bytes; empty if there is nothing to show.
        media_type: of the bytes.
        found: features of the collection that touch the tile.
        drawn: features in the tile; fewer than `found` where the tileset's rules left some out.
    """

    data: bytes
    media_type: str
    found: int = 0
    drawn: int = 0

    @property
    def etag(self) -> str:
        """An entity tag: the same bytes, the same tag; weak, because the door may compress them."""
        return f'W/"{blake2b(self.data, digest_size=10).hexdigest()}"'


@cache
def blank(media_type: str) -> bytes:
    """A picture of nothing, for map clients that take no empty answer: transparent, or white as JPEG."""
    jpeg = media_type == JPEG
    picture = Image.new("RGB", (256, 256), "white") if jpeg else Image.new("RGBA", (256, 256))
    out = BytesIO()
    picture.save(out, media_type.removeprefix("image/").upper())
    return out.getvalue()
