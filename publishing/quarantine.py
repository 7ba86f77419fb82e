"""Where files lie before they are published: named by their content, beside the Arrow files made from them.

A file appears whole or not at all: it is written under another name, forced to the disk, then renamed.
"""

import hashlib
import os
import shutil
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path, PurePath
from uuid import UUID, uuid4

from geo_server.core import storage

from .errors import EmptyFile, TooLarge
from .names import title

LARGEST = 4_000_000_000
"""Bytes of one file."""

CHUNK = 1 << 20
PARTED = {
    ".shp": (".shx", ".dbf", ".prj", ".cpg", ".cst", ".sbn", ".sbx", ".qpj"),
    ".tab": (".dat", ".map", ".id", ".ind"),
    ".mif": (".mid",),
}
"""Formats of several files with one name, and what may lie beside the first."""


@dataclass(frozen=True)
class StoredFile:
    """A file in quarantine.

    Attributes:
        name: as the sender calls it, without folders.
        key: of the storage.
    """

    name: str
    key: str
    sha256: str
    size: int

    @property
    def path(self) -> Path:
        """Where it lies."""
        return storage.path_of(self.key)


def store(chunks: Iterable[bytes], *, name: str, limit: int = LARGEST) -> StoredFile:
    """Write a stream into the quarantine; equal contents are stored once.

    Raises:
        TooLarge: as soon as more than `limit` bytes have come; nothing stays.
        EmptyFile: nothing came.
    """
    name = plain_file_name(name)
    unfinished = storage.prepare(f"quarantine/unfinished/{uuid4().hex}.part")
    digest, size = hashlib.sha256(), 0
    try:
        with unfinished.open("xb") as file:
            for chunk in chunks:
                size += len(chunk)
                if size > limit:
                    raise TooLarge(name, limit)
                digest.update(chunk)
                file.write(chunk)
            file.flush()
            os.fsync(file.fileno())
        if not size:
            raise EmptyFile(name)
        sha256 = digest.hexdigest()
        key = f"quarantine/files/{sha256[:2]}/{sha256}{PurePath(name).suffix.lower()}"
        unfinished.replace(storage.prepare(key))
    finally:
        unfinished.unlink(missing_ok=True)
    return StoredFile(name, key, sha256, size)


def plain_file_name(name: str) -> str:
    """The last part of a name that a client sent, composed (NFC), printable and at most 200 characters long."""
    last = PurePath(name.replace("\\", "/")).name
    printable = "".join(letter for letter in title(last) if letter.isprintable())
    return printable[-200:] or "file"


def chunks_of(path: Path) -> Iterator[bytes]:
    """The contents of a file of this machine; of one with parts beside it (Shapefile, MapInfo) a zip of all."""
    parts = _parts_beside(path)
    if not parts:
        yield from _read(path)
        return
    bundle = storage.prepare(f"quarantine/unfinished/{uuid4().hex}.zip")
    try:
        _zip([path, *parts], into=bundle)
        yield from _read(bundle)
    finally:
        bundle.unlink(missing_ok=True)


def name_of(path: Path) -> str:
    """How a file of this machine is called in the quarantine."""
    return f"{path.stem}.zip" if _parts_beside(path) else path.name


def work_folder(submission_id: UUID) -> Path:
    """Where the Arrow files and the rejected rows of a submission lie."""
    folder = storage.path_of(f"quarantine/reading/{submission_id.hex}")
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def faults_path(submission_id: UUID) -> Path:
    """Where all faults of its rows lie, as an Arrow file."""
    return storage.prepare(f"quarantine/reading/{submission_id.hex}.faults.arrow")


def rejects_folder(submission_id: UUID) -> Path:
    """Where its rejected rows lie, in the format of the input."""
    folder = storage.path_of(rejects_key(submission_id))
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def rejects_key(submission_id: UUID) -> str:
    """The same as a key of the storage."""
    return f"quarantine/rejects/{submission_id.hex}"


def forget_work(submission_id: UUID) -> None:
    """Remove what was made from a file; the file itself stays."""
    shutil.rmtree(storage.path_of(f"quarantine/reading/{submission_id.hex}"), ignore_errors=True)
    faults_path(submission_id).unlink(missing_ok=True)


def forget_file(key: str) -> None:
    """Remove a file that nobody needs any more."""
    storage.path_of(key).unlink(missing_ok=True)


def forget_unfinished(*, before: datetime) -> int:
    """Remove what broken uploads have left; returns how many."""
    left = list(storage.path_of("quarantine/unfinished").glob("*"))
    old = [path for path in left if path.stat().st_mtime < before.timestamp()]
    for path in old:
        path.unlink(missing_ok=True)
    return len(old)


def _parts_beside(path: Path) -> list[Path]:
    wanted = PARTED.get(path.suffix.lower(), ())
    return sorted(p for p in path.parent.glob("*") if p.stem == path.stem and p.suffix.lower() in wanted)


def _read(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            yield chunk


def _zip(paths: list[Path], *, into: Path) -> None:
    """Equal files make equal zips: no times in them."""
    with zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in paths:
            entry = zipfile.ZipInfo(path.name, date_time=(1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            with path.open("rb") as source, archive.open(entry, "w", force_zip64=True) as target:
                shutil.copyfileobj(source, target, CHUNK)
