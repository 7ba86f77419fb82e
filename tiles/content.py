"""What a tile is when it crosses the door of this package."""

import gzip
from dataclasses import dataclass, replace
from functools import cache
from hashlib import blake2b
from io import BytesIO

MVT = "application/vnd.mapbox-vector-tile"
PNG = "image/png"
JPEG = "image/jpeg"
WEBP = "image/webp"
WORTH_PACKING = 1_000  # bytes
PACKING_LEVEL = 4


@dataclass(frozen=True)
class TileContent:
    """One tile.

    Attributes:
        data: the bytes; empty if there is nothing to show.
        media_type: of the bytes.
        found: features of the collection that touch the tile.
        drawn: shapes in the tile; fewer than `found` where the tileset's rules left some out or merged them.
        tag: an entity tag of the plain bytes, empty until somebody asks.
        packed: the bytes are compressed with gzip.
    """

    data: bytes
    media_type: str
    found: int = 0
    drawn: int = 0
    tag: str = ""
    packed: bool = False

    @property
    def etag(self) -> str:
        """An entity tag: the same bytes, the same tag; weak, because the door may compress them."""
        return self.tag or f'W/"{blake2b(self.data, digest_size=10).hexdigest()}"'

    @property
    def is_worth_packing(self) -> bool:
        """True for vector tiles of some size; pictures are compressed already."""
        return self.media_type == MVT and len(self.data) >= WORTH_PACKING

    def pack(self) -> "TileContent":
        """The same tile, compressed."""
        return replace(self, data=gzip.compress(self.data, PACKING_LEVEL, mtime=0), tag=self.etag, packed=True)


@cache
def blank(media_type: str) -> bytes:
    """A picture of nothing, for map clients that take no empty answer: transparent, or white as JPEG."""
    from PIL import Image  # a web worker that draws nothing does without it

    jpeg = media_type == JPEG
    picture = Image.new("RGB", (256, 256), "white") if jpeg else Image.new("RGBA", (256, 256))
    out = BytesIO()
    picture.save(out, media_type.removeprefix("image/").upper())
    return out.getvalue()
