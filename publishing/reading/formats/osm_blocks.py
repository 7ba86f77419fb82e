"""The blocks of an OpenStreetMap extract, walked over without unpacking one: the file ends where a block ends.

Source: https://wiki.openstreetmap.org/wiki/PBF_Format (a block is a length, a header, a blob of the size it names).
"""

import struct
from pathlib import Path

from ...errors import UnreadableFile
from .shapefile import cut_off

LONGEST_HEADER, LONGEST_BLOB = 64 * 1024, 32 * 2**20
"""Limits of the format itself."""
_SIZE = 3


def check_blocks(path: Path, name: str) -> None:
    """Make sure that every block is there; raises UnreadableFile."""
    size, at = path.stat().st_size, 0
    with path.open("rb") as file:
        while at < size:
            file.seek(at)
            lead = file.read(4)
            (header,) = struct.unpack(">I", lead.ljust(4, b"\xff"))
            blob = _blob_size(file.read(header)) if header <= LONGEST_HEADER else None
            if blob is None or blob > LONGEST_BLOB:
                raise UnreadableFile(
                    name, f"its block at byte {at:,} is damaged.", f"khối dữ liệu tại byte {at:,} bị hỏng."
                )
            at += 4 + header + blob
    if at != size:
        raise cut_off(name, size, at)


def _blob_size(header: bytes) -> int | None:
    """The size that a block's header names; None if it is no header."""
    at = 0
    size = None
    while at < len(header):
        key, at = _number(header, at)
        value, at = _number(header, at)
        if key >> 3 == _SIZE:
            size = value
        elif key & 7 == 2:
            at += value
    return size


def _number(content: bytes, at: int) -> tuple[int, int]:
    """A number of variable length (protocol buffers), and where it ends."""
    number = 0
    for shift in range(0, 64, 7):
        byte = content[at] if at < len(content) else 0
        number |= (byte & 0x7F) << shift
        at += 1
        if byte < 0x80:
            break
    return number, at
