"""The prepared files: where they lie, which are current, and clearing away the old ones.

A file is named by the revision of the rows and by the view of the one who may have it, so a file of one view is never
found by somebody with another, and a change of the rows makes every older file unfindable.
"""

import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from geo_server.core import storage
from geo_server.core.subject import Subject
from layers import api as layers

from ..encoders.selection import Encoder

FOLDER = "downloads"
PREPARED = ("gpkg", "fgb", "parquet", "csv")
"""Names of the formats that are worth preparing: those whose files a client opens by parts or takes long to write."""


@dataclass(frozen=True)
class PreparedFile:
    """A file that is ready; `tag` is its strong entity tag."""

    path: Path
    size: int
    tag: str


def find_file(subject: Subject, collection: layers.Collection, encoder: Encoder) -> PreparedFile | None:
    """The file of what this subject sees of the collection as it is now, None if there is none."""
    view = layers.whole_view(subject, collection_id=collection.id)
    if view is None or encoder.name not in PREPARED:
        return None
    path = storage.path_of(key_of(collection, view, encoder))
    try:
        size = path.stat().st_size
    except FileNotFoundError:
        return None
    return PreparedFile(path=path, size=size, tag=f'"{path.name}-{size:x}"')


def key_of(collection: layers.Collection, view: str, encoder: Encoder) -> str:
    """The storage key of the file of one revision and view."""
    return f"{FOLDER}/{collection.id}/{collection.revision}-{view}.{encoder.extension}"


def drop_old_files(collection: layers.Collection, view: str) -> None:
    """Remove the files of other revisions and views of a collection; one that is being read stays readable."""
    kept = f"{collection.revision}-{view}."
    for path in _entries(storage.path_of(f"{FOLDER}/{collection.id}")):
        if not path.name.startswith(kept):
            path.unlink(missing_ok=True)


def drop_all_but(collection_ids: Iterable[str]) -> None:
    """Remove the files of every other collection: retired, or no longer for everybody."""
    kept = set(collection_ids)
    for folder in _entries(storage.path_of(FOLDER)):
        if folder.name not in kept:
            shutil.rmtree(folder, ignore_errors=True)


def _entries(folder: Path) -> list[Path]:
    return list(folder.iterdir()) if folder.is_dir() else []
