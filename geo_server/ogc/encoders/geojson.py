"""GeoJSON in one piece, however long: PostGIS writes the shapes and properties, this module the commas."""

import json
from collections.abc import Generator, Iterator, Sequence

from layers import api as layers

from .selection import Selection


def encode(selection: Selection) -> Generator[bytes]:
    """A FeatureCollection; its number of features stands at the end, where it is known."""
    head = json.dumps({"type": "FeatureCollection", **selection.members}, ensure_ascii=False, separators=(",", ":"))
    count = 0
    with selection.batches("text") as batches:
        yield head.removesuffix("}").encode() + b',"features":['
        for rows in batches:
            yield (b"," if count else b"") + b",".join(_features(rows))
            count += len(rows)
    yield b'],"numberReturned":%d}' % count


def _features(rows: Sequence[layers.Row]) -> Iterator[bytes]:
    for fid, geometry, _, properties, _ in rows:
        yield b'{"type":"Feature","id":%d,"geometry":%b,"properties":%b}' % (fid, geometry, properties)
