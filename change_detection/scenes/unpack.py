"""Take a picture and its sidecars out of a zip; their names are kept, because sidecars are found by them."""

import stat
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from .errors import BadZip
from .limits import SceneLimits

_CHUNK = 1 << 20
_LONGEST_NAME = 120
_SMALL = 2**20
"""Bytes under which a good ratio is no bomb: metadata in XML pack well."""
_PROBLEMS = (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, ValueError, zlib.error)


def unpack(path: Path, into: Path, *, name: str, limits: SceneLimits) -> list[Path]:
    """The files of a zip, flat in the folder `into`, which it makes.

    Raises:
        BadZip: no whole zip, with a password, a link, two files of one name, or a way out of its folder.
        TooLargeScene: too much in it, by its own account; it cannot unpack to more than it says.
    """
    into.mkdir(parents=True)
    files = []
    try:
        with zipfile.ZipFile(path) as archive:
            for entry, plain in _checked(archive, name, limits):
                files.append(into / plain)
                _write(archive, entry, files[-1])
    except _PROBLEMS as error:
        raise BadZip(
            name,
            f"it is no whole zip file ({error}). Make it again and hand it in once more.",
            f"không phải tệp zip nguyên vẹn ({error}). Hãy nén lại rồi nộp lần nữa.",
        ) from error
    return files


def _checked(archive: zipfile.ZipFile, name: str, limits: SceneLimits) -> Iterator[tuple[zipfile.ZipInfo, str]]:
    entries = [e for e in archive.infolist() if not e.is_dir() and not e.filename.startswith("__MACOSX/")]
    limits.require("entries", len(entries), name)
    limits.require("bytes_out", sum(entry.file_size for entry in entries), name)
    seen: set[str] = set()
    for entry in entries:
        _refuse_tricks(entry, name)
        if entry.file_size > _SMALL:
            limits.require("ratio", entry.file_size / max(entry.compress_size, 1), name)
        plain = _flat_name(entry)
        if plain.casefold() in seen:
            raise BadZip(
                name, f"the zip holds '{plain}' twice. Make it again.", f"gói zip có '{plain}' hai lần. Hãy nén lại."
            )
        seen.add(plain.casefold())
        yield entry, plain


def _refuse_tricks(entry: zipfile.ZipInfo, name: str) -> None:
    path = PurePosixPath(entry.filename.replace("\\", "/"))
    mode = stat.S_IFMT(entry.external_attr >> 16)
    if path.is_absolute() or ".." in path.parts or ":" in path.parts[0] or mode not in (0, stat.S_IFREG):
        raise BadZip(
            name,
            "an entry of the zip is a link, or points outside of it. Make it again.",
            "một mục trong gói zip là liên kết hoặc trỏ ra ngoài. Hãy nén lại.",
        )
    if entry.flag_bits & 0x1:
        raise BadZip(name, "the zip has a password. Pack it without.", "gói zip có mật khẩu. Hãy nén không mật khẩu.")


def _flat_name(entry: zipfile.ZipInfo) -> str:
    """The last part of the name, letters that every disk takes."""
    last = PurePosixPath(entry.filename.replace("\\", "/")).name
    return "".join(letter if letter.isalnum() or letter in "._-" else "_" for letter in last)[-_LONGEST_NAME:]


def _write(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, target: Path) -> None:
    """Never more than the entry says: `zipfile` stops there, and its checksum is wrong then."""
    with archive.open(entry) as packed, target.open("xb") as file:
        while chunk := packed.read(_CHUNK):
            file.write(chunk)
