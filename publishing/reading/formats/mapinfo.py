"""MapInfo tables, native (TAB) and for exchange (MIF); text stays undecoded, as its header is often wrong."""

import re
from pathlib import Path

from ...errors import UnreadableFile
from ...kinds import SourceLayer
from ..sources import Source
from ..writer import Budget
from .vector import Reading, copy_layer

_CHARSET = re.compile(rb'^(\s*!?charset\s+)"?([A-Za-z0-9_]+)"?', re.I | re.M)
_TYPE = re.compile(rb"^\s*type\s+(\w+)", re.I | re.M)
_PARTS = {b"native": (".dat", ".map", ".id"), b"dbf": (".dbf", ".map", ".id")}
_HEAD = 64_000
_CHARSETS = {"windowslatin1": "CP1252", "windowsvietnamese": "CP1258", "utf-8": "UTF-8", "utf8": "UTF-8", "neutral": ""}


def read_tab(source: Source, budget: Budget) -> list[SourceLayer]:
    """The one table of a TAB file and what lies beside it.

    Raises:
        UnreadableFile: a part is missing, or it only joins or names other tables.
    """
    with source.file.open("rb") as file:
        text = file.read(_HEAD)
    kind = _TYPE.search(text)
    parts = _PARTS.get(kind[1].lower()) if kind else None
    if parts is None or re.search(rb"^\s*(?:create\s+view|open\s+table)", text, re.I | re.M):
        raise UnreadableFile(
            budget.name,
            "it is a MapInfo table that only names other tables. Export it as a table of its own.",
            "bảng MapInfo này chỉ trỏ tới bảng khác. Hãy xuất thành bảng riêng.",
        )
    missing = [part for part in parts if part not in source.parts]
    if missing:
        raise _missing(budget.name, missing)
    return _read(source, text, budget)


def read_mif(source: Source, budget: Budget) -> list[SourceLayer]:
    """The one table of a MIF file; its attributes are in the MID beside it. Raises UnreadableFile."""
    if ".mid" not in source.parts:
        raise _missing(budget.name, [".mid"])
    with source.file.open("rb") as file:
        text = file.read(_HEAD)
    with source.parts[".mid"].open("rb") as file:
        rows = sum(bool(line.strip()) for line in file)
    return _read(source, text, budget, expected=rows)


def _read(source: Source, text: bytes, budget: Budget, *, expected: int | None = None) -> list[SourceLayer]:
    """Read a copy whose header says ISO 8859-1: every byte is a letter then, and none is lost."""
    said = _CHARSET.search(text)
    name = said[2].decode("ascii").lower() if said else ""
    _copy_undecoded(source.file)
    reading = Reading(source.file, 0, source.name, raw=True, charset=_CHARSETS.get(name, name), expected=expected)
    return [copy_layer(reading, budget)]


def _copy_undecoded(path: Path) -> None:
    original = path.resolve()
    path.unlink()
    with original.open("rb") as given, path.open("xb") as copy:
        copy.write(_CHARSET.sub(rb'\1"ISO8859_1"', given.read(_HEAD), count=1))
        while chunk := given.read(2**20):
            copy.write(chunk)


def _missing(name: str, parts: list[str]) -> UnreadableFile:
    listed = ", ".join(parts)
    return UnreadableFile(
        name,
        f"its part {listed} is missing. Put all parts of the table into one zip.",
        f"thiếu phần {listed}. Hãy nén mọi phần của bảng vào một gói zip.",
    )
