"""Shapefiles and bare dBASE tables: what is missing is made up for, what is cut off is noticed before GDAL sees it.

Text stays as bytes (shown as Latin-1): the code page in the header is often wrong, hygiene looks at the text itself.
"""

import struct
from dataclasses import dataclass
from pathlib import Path

from ...errors import UnreadableFile
from ...kinds import SourceLayer
from ..sources import Source
from ..writer import Budget
from .vector import Reading, copy_layer

_UNDECODED = {"ENCODING": "ISO-8859-1"}
LONGEST_WKT = 64_000
_HEAD = 100
_RECORD_HEAD = 8 + 44
_POINTS = (8, 18, 28)
_LINES_AND_AREAS = (3, 5, 13, 15, 23, 25, 31)
_CODE_PAGES = {
    0x01: "CP437", 0x02: "CP850", 0x03: "CP1252", 0x57: "CP1252", 0x58: "CP1252", 0x59: "CP1252", 0x13: "CP932",
    0x4D: "CP936", 0x4E: "CP949", 0x4F: "CP950", 0x50: "CP874", 0x7A: "CP936", 0x7B: "CP932", 0x7C: "CP874",
    0xC8: "CP1250", 0xC9: "CP1251", 0xCA: "CP1254", 0xCB: "CP1253",
}  # fmt: skip
"""Language ids of a dBASE header (byte 29) that name one code page; there is none for Vietnamese."""


@dataclass(frozen=True)
class Table:
    """What a dBASE header says."""

    rows: int
    columns: int
    charset: str


def read_shapefile(source: Source, budget: Budget) -> list[SourceLayer]:
    """The one layer of a Shapefile; raises UnreadableFile, OverLimit."""
    index = index_of(source.file, budget.name)
    remarks = []
    if not _fits(source, index):
        _write_index(source.file, index)
        remarks.append("rebuilt_shx")
    table = _table_beside(source, budget)
    if table is None:
        remarks.append("no_dbf")
    elif table.rows != len(index) // 8:
        remarks.append("shorter_dbf")
    if ".prj" not in source.parts:
        remarks.append("no_prj")
    reading = Reading(
        file=source.file,
        layer=0,
        name=source.name,
        raw=True,
        crs=_prj(source),
        charset=_charset(source) or (table.charset if table else ""),
        remarks=tuple(remarks),
        options=_UNDECODED,
    )
    return [copy_layer(reading, budget)]


def read_dbase(source: Source, budget: Budget) -> list[SourceLayer]:
    """A dBASE table without shapes; raises UnreadableFile, OverLimit."""
    table = _check_dbf(source.file, budget)
    charset = _charset(source) or table.charset
    reading = Reading(source.file, 0, source.name, raw=True, crs="", charset=charset, options=_UNDECODED)
    return [copy_layer(reading, budget)]


def _table_beside(source: Source, budget: Budget) -> Table | None:
    dbf = source.parts.get(".dbf")
    return None if dbf is None or dbf.stat().st_size == 0 else _check_dbf(dbf, budget)


def index_of(path: Path, name: str) -> bytes:
    """Place and length of every record as an index (.shx) has them, by what the records themselves say.

    Raises:
        UnreadableFile: the file, or a record in it, is shorter than it says.
    """
    size = path.stat().st_size
    index = bytearray()
    with path.open("rb") as file:
        head = file.read(_HEAD)
        announced = struct.unpack(">i", head[24:28])[0] * 2 if len(head) == _HEAD else _HEAD
        if announced < _HEAD or size < announced:
            raise cut_off(name, size, max(announced, _HEAD))
        at = _HEAD
        while at + 8 <= announced:
            file.seek(at)
            record = file.read(_RECORD_HEAD)
            (words,) = struct.unpack(">i", record[4:8])
            if words < 2 or at + 8 + 2 * words > announced or _needs(record[8:]) > 2 * words:
                raise _wrong_record(name, len(index) // 8 + 1, max(2 * words, _needs(record[8:])))
            index += struct.pack(">ii", at // 2, words)
            at += 8 + 2 * words
    return bytes(index)


def _needs(content: bytes) -> int:
    """Bytes that a record needs for the parts and vertices it announces; only 4 where it announces none."""
    kind, *counts = struct.unpack("<i", content[:4]) + struct.unpack("<ii", content[36:44].ljust(8, b"\x00"))
    if kind in _POINTS:
        return int(40 + 16 * max(counts[0], 0))
    return int(44 + 4 * max(counts[0], 0) + 16 * max(counts[1], 0)) if kind in _LINES_AND_AREAS else 4


def _fits(source: Source, index: bytes) -> bool:
    """The index beside the shapes names exactly the records that are there."""
    shx = source.parts.get(".shx")
    return shx is not None and shx.stat().st_size == _HEAD + len(index) and shx.read_bytes()[_HEAD:] == index


def _write_index(shp: Path, index: bytes) -> None:
    """A new index beside the shapes: their header with another length, and the records."""
    with shp.open("rb") as file:
        head = file.read(_HEAD)
    shx = shp.with_suffix(".shx")
    shx.unlink(missing_ok=True)
    shx.write_bytes(head[:24] + struct.pack(">i", (_HEAD + len(index)) // 2) + head[28:] + index)


def _wrong_record(name: str, number: int, length: int) -> UnreadableFile:
    return UnreadableFile(
        name,
        f"record {number} says that it is {length:,} bytes long, which it is not.",
        f"bản ghi {number} ghi độ dài {length:,} byte, không đúng thực tế.",
    )


def _check_dbf(path: Path, budget: Budget) -> Table:
    size = path.stat().st_size
    with path.open("rb") as file:
        head = file.read(32)
    if len(head) < 32:
        raise cut_off(f"{budget.name} (.dbf)", size, 32)
    rows, header, record = struct.unpack("<IHH", head[4:12])
    if header < 33 or record < 1:
        raise UnreadableFile(f"{budget.name} (.dbf)", "its header is damaged.", "phần đầu tệp bị hỏng.")
    columns = (header - 33) // 32
    budget.limits.require("columns", columns, budget.name)
    if size < header + rows * record:
        raise cut_off(f"{budget.name} (.dbf)", size, header + rows * record)
    return Table(rows, columns, _CODE_PAGES.get(head[29], ""))


def _prj(source: Source) -> str:
    prj = source.parts.get(".prj")
    if prj is None:
        return ""
    with prj.open("rb") as file:
        return file.read(LONGEST_WKT).decode("utf-8", "replace").replace("\x00", "").strip()


def _charset(source: Source) -> str:
    """What a `.cpg` or `.cst` beside it says, the first that says something."""
    for part in (".cpg", ".cst"):
        if part in source.parts:
            with source.parts[part].open("rb") as file:
                said = file.read(60).decode("ascii", "ignore").strip().strip("\x00").strip()
            if said:
                return said
    return ""


def cut_off(name: str, size: int, announced: int) -> UnreadableFile:
    """The sentence for a file that is shorter than it says."""
    return UnreadableFile(
        name,
        f"it is cut off: {size:,} of {announced:,} bytes are there. Send it again.",
        f"tệp bị cắt: chỉ có {size:,} trên {announced:,} byte. Hãy gửi lại.",
    )
