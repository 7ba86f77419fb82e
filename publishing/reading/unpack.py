"""Take the files out of a zip, none of them under the name that the zip gives it."""

import stat
import zipfile
import zlib
from pathlib import Path, PurePosixPath

from ..errors import UnreadableFile
from .limits import Limits
from .sources import Found, shown

SMALL = 2**20
"""Bytes under which a good ratio is no bomb: a text of blanks packs a thousandfold."""
CHUNK = 2**20
_PROBLEMS = (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, ValueError, zlib.error)


def entries_of(path: Path, name: str, limits: Limits) -> list[str]:
    """Names of the files in a zip, after a look at all of them that unpacks nothing.

    Raises:
        UnreadableFile: no whole zip, with a password, a link, two files of one name, or a way out of its folder.
        OverLimit: too many entries, or too much in them by their own account.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            return [entry.filename for entry in _checked(archive, name, limits)]
    except _PROBLEMS as error:
        raise _broken(name, error) from error


def unpack(path: Path, into: Path, *, name: str, limits: Limits) -> list[Found]:
    """The files of a zip, in its order, as `into/0`, `into/1` ...

    Raises:
        UnreadableFile, OverLimit: as `entries_of`; also if an entry is larger than it says, or damaged.
    """
    into.mkdir(parents=True)
    found = []
    try:
        with zipfile.ZipFile(path) as archive:
            for number, entry in enumerate(_checked(archive, name, limits)):
                target = into / str(number)
                _write(archive, entry, target)
                found.append(Found(_proper_name(entry), target))
    except _PROBLEMS as error:
        raise _broken(name, error) from error
    return found


def prove(path: Path, *, name: str, limits: Limits) -> None:
    """Unpack a zip that a library will open by itself (xlsx, kmz) to nowhere: what it says of its sizes is true."""
    try:
        with zipfile.ZipFile(path) as archive:
            for entry in _checked(archive, name, limits):
                with archive.open(entry) as packed:
                    while packed.read(CHUNK):
                        pass
    except _PROBLEMS as error:
        raise _broken(name, error) from error


def _checked(archive: zipfile.ZipFile, name: str, limits: Limits) -> list[zipfile.ZipInfo]:
    entries = [e for e in archive.infolist() if not e.is_dir() and not e.filename.startswith("__MACOSX/")]
    limits.require("entries", len(entries), name)
    seen: set[str] = set()
    for entry in entries:
        _check(entry, name, limits)
        if entry.filename.casefold() in seen:
            raise UnreadableFile(
                name,
                f"the zip holds '{shown(entry.filename)}' twice. Make it again.",
                f"tệp zip chứa '{shown(entry.filename)}' hai lần. Hãy nén lại.",
            )
        seen.add(entry.filename.casefold())
    limits.require("bytes_out", sum(entry.file_size for entry in entries), name)
    return entries


def _check(entry: zipfile.ZipInfo, name: str, limits: Limits) -> None:
    path = PurePosixPath(entry.filename.replace("\\", "/"))
    if path.is_absolute() or ".." in path.parts or ":" in path.parts[0] or "\x00" in entry.filename:
        raise UnreadableFile(
            name,
            f"an entry of the zip points outside of it ('{shown(entry.filename)}'). Make the zip again.",
            f"một mục trong zip trỏ ra ngoài ('{shown(entry.filename)}'). Hãy nén lại.",
        )
    mode = entry.external_attr >> 16
    if mode and stat.S_IFMT(mode) not in (0, stat.S_IFREG):
        raise UnreadableFile(
            name,
            f"'{shown(entry.filename)}' in the zip is a link or a device, not a file.",
            f"'{shown(entry.filename)}' trong zip là liên kết hoặc thiết bị, không phải tệp.",
        )
    if entry.flag_bits & 0x1:
        raise UnreadableFile(
            name, "the zip has a password. Pack it without.", "tệp zip có mật khẩu. Hãy nén không mật khẩu."
        )
    if entry.file_size > SMALL:
        limits.require("ratio", entry.file_size / max(entry.compress_size, 1), name)


def _write(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, target: Path) -> None:
    """Never more than the entry says: `zipfile` stops there, and its checksum is wrong then."""
    with archive.open(entry) as packed, target.open("xb") as file:
        while chunk := packed.read(CHUNK):
            file.write(chunk)


def _proper_name(entry: zipfile.ZipInfo) -> str:
    """The name in its letters: old programs write UTF-8 and do not say so."""
    name = entry.filename.replace("\\", "/")
    if entry.flag_bits & 0x800:
        return name
    try:
        return name.encode("cp437").decode("utf-8")
    except UnicodeError:
        return name


def _broken(name: str, error: Exception) -> UnreadableFile:
    why = shown(str(error))
    return UnreadableFile(
        name,
        f"it is no whole zip file ({why}). Make it again and send it once more.",
        f"không phải tệp zip nguyên vẹn ({why}). Hãy nén lại và gửi lần nữa.",
    )
