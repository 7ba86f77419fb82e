"""The files of the tile cache: a line of JSON about the tile, then its bytes; bounded in size, the oldest go first."""

import json
import os
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

from django.conf import settings

from .content import TileContent
from .files import write_whole

MIB = 1 << 20
LOOK_AFTER = 500  # stored tiles of this process between two looks at the size
LEAVE = 0.9  # of the limit, when it has been passed

_stored = 0


def has_room() -> bool:
    """False if the office wants no tiles kept."""
    return bool(settings.TILE_CACHE_MB)


def take(path: str) -> TileContent | None:
    """The tile in a file, None if there is none. The hot path: three system calls."""
    try:
        file = os.open(path, os.O_RDONLY)
    except OSError:
        return None
    try:
        stored = os.read(file, os.fstat(file).st_size)
    finally:
        os.close(file)
    head, _, data = stored.partition(b"\n")
    return TileContent(data=data, **json.loads(head))


def put(path: str, content: TileContent) -> None:
    """Store a tile; now and then make room for it."""
    global _stored
    head = asdict(content) | {"tag": content.etag}
    del head["data"]
    write_whole(Path(path), json.dumps(head).encode() + b"\n" + content.data)
    _stored += 1
    if _stored % LOOK_AFTER == 0:
        make_room()


def make_room() -> int:
    """Delete the oldest tiles if all together are larger than the limit; returns how many went."""
    limit = settings.TILE_CACHE_MB * MIB
    files = sorted(_sizes(Path(settings.VAR_DIR) / "tiles"))
    excess = sum(size for _, size, _ in files) - limit
    if excess <= 0:
        return 0
    excess += int(limit * (1 - LEAVE))
    gone = 0
    for _, size, path in files:
        if excess <= 0:
            break
        Path(path).unlink(missing_ok=True)
        excess -= size
        gone += 1
    return gone


def _sizes(folder: Path) -> Iterator[tuple[float, int, str]]:
    """When it was written, bytes and path of every stored tile."""
    for path in folder.glob("*/*/*/[0-9]*/[0-9]*/[0-9]*"):
        try:
            about = path.stat()
        except FileNotFoundError:
            continue
        yield about.st_mtime, about.st_size, str(path)
