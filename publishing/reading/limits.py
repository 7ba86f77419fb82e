"""How much of everything is read from one file; each limit has its name in the sentence when it is exceeded."""

from dataclasses import dataclass

from ..errors import OverLimit

NAMES: dict[str, tuple[str, str]] = {
    "bytes_in": ("bytes", "byte"),
    "bytes_out": ("bytes when it is unpacked and read", "byte sau khi giải nén và đọc"),
    "entries": ("files in the archive", "tệp trong gói nén"),
    "ratio": ("times its packed size in one entry", "lần kích thước nén trong một tệp"),
    "layers": ("layers", "lớp"),
    "rows": ("rows", "dòng"),
    "columns": ("columns", "cột"),
    "cells": ("cells in one sheet", "ô trong một trang tính"),
    "vertices": ("vertices in one shape", "đỉnh trong một hình"),
    "text": ("characters in one value", "ký tự trong một giá trị"),
    "depth": ("levels of nesting", "mức lồng nhau"),
    "seconds": ("seconds of reading", "giây đọc"),
    "memory_mb": ("MB of memory", "MB bộ nhớ"),
}


@dataclass(frozen=True)
class Limits:
    """What one file may cost.

    Attributes:
        bytes_in: of the file as handed in.
        bytes_out: of everything that comes out of it: what is unpacked, and the Arrow files.
        entries: files in a zip.
        ratio: unpacked to packed size of one entry of a zip that unpacks to more than a megabyte.
        layers: in a file.
        rows: in all layers together.
        columns: in a layer.
        cells: in the rectangle that a sheet spans.
        vertices: in one shape.
        text: characters in one value.
        depth: of nested elements, objects, folders.
        seconds: of the clock and of the processor.
        memory_mb: of address space, beyond what the program needs to start.
    """

    bytes_in: int = 4 * 2**30
    bytes_out: int = 8 * 2**30
    entries: int = 1_000
    ratio: int = 200
    layers: int = 500
    rows: int = 10_000_000
    columns: int = 2_000
    cells: int = 20_000_000
    vertices: int = 1_000_000
    text: int = 1_000_000
    depth: int = 100
    seconds: int = 600
    memory_mb: int = 1_024

    def require(self, limit: str, found: float, name: str, *, where: tuple[str, str] = ("", "")) -> None:
        """Make sure that a file does not have more of something than is read.

        Args:
            limit: the attribute.
            found: how much there is.
            name: of the file, for the sentence.
            where: place in the file, in English and Vietnamese.

        Raises:
            OverLimit: it has more.
        """
        most = getattr(self, limit)
        if found <= most:
            return
        en, vi = NAMES[limit]
        raise OverLimit(
            f"{name}",
            f"{where[0]}it has {found:,.0f} {en}; at most {most:,} are read. Hand it in in parts.",
            f"{where[1]}có {found:,.0f} {vi}; chỉ đọc tối đa {most:,}. Hãy chia nhỏ rồi nộp.",
        )
