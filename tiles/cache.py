"""Tiles kept as files: `<collection>/<class>/<tile matrix set>/<zoom>/<column>/<row>`, packed ones beside as `.gz`.

A class stands for one answer to "who may see what, drawn how": subjects share a tile exactly if their SQL, and for maps
the style, is the same, so a restricted view never gets the public's tile and the reverse. Each collection remembers the
revision that it has caught up with; before a tile is read, the places named by the change log since then are dropped.
That needs no message from whoever wrote, so edits by QGIS or SQL are seen too, and each host may keep its own folder.
"""

import json
import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from django.conf import settings

from layers import api as layers

from . import shelf
from .content import TileContent
from .files import locked, write_whole
from .matrix_sets import box_in
from .render.grid import Box, Tile
from .render.matrix_sets import SERVED, TileMatrixSet

REACH = 1 / 8  # of a tile width: how far a changed feature's line or symbol reaches into the next tile
MANY_BOXES = 10_000
SEEN = "mark.json"
PACKED = ".gz"


@dataclass(frozen=True)
class Mark:
    """A state of a collection: the last line of its change log, and when that was written.

    The moment tells apart two databases (one restored, one made anew) that reached the same number.
    """

    revision: int
    updated: str

    @classmethod
    def of(cls, collection: layers.Collection) -> "Mark":
        """The state in which a reader found the collection."""
        return cls(collection.revision, collection.updated.isoformat() if collection.updated else "")


@dataclass(frozen=True)
class Place:
    """Where the tiles of one class lie, and the state of the collection that was read before their data."""

    collection_id: str
    tile_class: str
    mark: Mark

    def path(self, tile: Tile, *, packed: bool = False) -> str:
        """The file of one tile."""
        name = f"{tile.zoom}/{tile.column}/{tile.row}{PACKED if packed else ''}"
        return f"{settings.VAR_DIR}/tiles/{self.collection_id}/{self.tile_class}/{tile.tms.id}/{name}"


_caught_up: dict[Path, Mark] = {}
"""Up to where this process knows the files of a collection to be good; those of a later state are good as well."""


def find(place: Place, tile: Tile, *, packed: bool = False) -> TileContent | None:
    """The stored tile, after everything that changed meanwhile has been dropped; None if it is not there."""
    folder = _folder(place.collection_id)
    if _caught_up.get(folder) != place.mark:
        catch_up(place.collection_id, place.mark)
        _caught_up[folder] = place.mark
    if packed and (found := shelf.take(place.path(tile, packed=True))) is not None:
        return found
    plain = shelf.take(place.path(tile))
    return _packed(place, tile, plain) if packed and plain is not None else plain


def kept(place: Place, tile: Tile, make: Callable[[], TileContent], *, packed: bool = False) -> TileContent:
    """The stored tile, else the one that `make` makes, stored; packed if that is asked for and worth it."""
    stored = find(place, tile, packed=packed)
    if stored is not None:
        return stored
    content = make()
    if packed and content.is_worth_packing:
        return _packed(place, tile, content)
    store(place, tile, content)
    return content


def _packed(place: Place, tile: Tile, content: TileContent) -> TileContent:
    """The tile compressed and stored so; as it is if that is not worth it."""
    if content.is_worth_packing:
        content = content.pack()
        store(place, tile, content)
    return content


def store(place: Place, tile: Tile, content: TileContent) -> None:
    """Keep a tile, unless the collection has moved on since its data were read."""
    if not shelf.has_room():
        return
    catch_up(place.collection_id, place.mark)
    with locked(_folder(place.collection_id)):
        if _seen(place.collection_id) == place.mark:
            shelf.put(place.path(tile, packed=content.packed), content)


def catch_up(collection_id: str, mark: Mark) -> int:
    """Drop the tiles touched by changes up to `mark`; returns how many files went."""
    if _seen(collection_id) == mark:
        return 0
    with locked(_folder(collection_id)):
        seen = _seen(collection_id)
        if seen == mark:
            return 0
        changes = _changes_after(collection_id, seen, mark)
        if changes is not None and seen is not None and seen.revision > mark.revision:
            return 0  # a slow reader: somebody has caught up further already
        dropped = _drop(collection_id, changes)
        write_whole(_folder(collection_id) / SEEN, json.dumps(asdict(mark)).encode())
        return dropped


def _changes_after(collection_id: str, seen: Mark | None, mark: Mark) -> list[layers.Change] | None:
    """What happened since `seen`; None if the log does not know that state, as after the database was restored."""
    if seen is None or seen.revision == mark.revision:
        return None
    changes = layers.changes_since(collection_id, revision=seen.revision - 1)
    if seen.revision and (not changes or changes[0].revision != seen.revision):
        return None
    return changes[1:] if seen.revision else changes


def forget(collection_id: str) -> None:
    """Drop every tile of a collection."""
    folder = _folder(collection_id)
    _caught_up.pop(folder, None)
    shutil.rmtree(folder, ignore_errors=True)


def _folder(collection_id: str) -> Path:
    return Path(settings.VAR_DIR) / "tiles" / collection_id


def _seen(collection_id: str) -> Mark | None:
    """The state that the tiles have caught up with; None at first."""
    try:
        return Mark(**json.loads((_folder(collection_id) / SEEN).read_bytes()))
    except (FileNotFoundError, ValueError, TypeError):
        return None


def _drop(collection_id: str, changes: Sequence[layers.Change] | None) -> int:
    """Delete the files of every class that the changes reach; all for None.

    A feature without geometry touches no tile; a line for many features without a box may be anywhere.
    """
    anywhere = changes is None or any(change.bbox is None and change.fid is None for change in changes)
    boxes = [change.bbox for change in changes or () if change.bbox is not None]
    if len(boxes) > MANY_BOXES:
        boxes = [_around(boxes)]
    dropped = 0
    for tms in SERVED.values():
        zoom_folders = list(_folder(collection_id).glob(f"*/{tms.id}/[0-9]*"))
        reached = [box_in(tms, box) for box in boxes] if zoom_folders and not anywhere else []
        for zoom_folder in zoom_folders:
            for path in list(_files(zoom_folder) if anywhere else _touched(zoom_folder, reached, tms)):
                path.unlink(missing_ok=True)
                dropped += 1
    return dropped


def _touched(zoom_folder: Path, boxes: Iterable[Box], tms: TileMatrixSet) -> Iterator[Path]:
    """The stored tiles of one zoom that the boxes, in the unit of the tiles, reach."""
    hits = {tms.limits(box, int(zoom_folder.name), margin=REACH) for box in boxes}
    limits = np.array([(hit.min_row, hit.max_row, hit.min_column, hit.max_column) for hit in hits]).reshape(-1, 4).T
    for path in _files(zoom_folder):
        row, column = int(path.stem), int(path.parent.name)
        if ((limits[0] <= row) & (row <= limits[1]) & (limits[2] <= column) & (column <= limits[3])).any():
            yield path


def _files(zoom_folder: Path) -> Iterator[Path]:
    return zoom_folder.glob("[0-9]*/[0-9]*")


def _around(boxes: list[Box]) -> Box:
    west, south, east, north = zip(*boxes, strict=True)
    return min(west), min(south), max(east), max(north)
