"""Reads the tiles around verdicts and labels, and writes them as a COCO data set or as training scenes."""

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

import cv2
from shapely import Polygon

from change_detection.engine.grid import Grid
from change_detection.engine.pair import PairPictures, PairSource
from change_detection.engine.training.scenes import store_scene
from change_detection.labels.coco import TilePictures, coco_of
from change_detection.labels.shapes import LabelledShape, Source
from change_detection.labels.targets import target_of
from change_detection.labels.tiles import Tile, cut_tiles
from change_detection.projection import crs_name, from_storage
from change_detection.selectors.labelled_ground import LabelledPair, reported_polygons

from .pairs import source_of

HELD_OUT_OF = 4
"""One tile in so many is kept out of training, to measure what was learned."""
COCO_FILE = "annotations.json"


@dataclass(frozen=True)
class ReadTile:
    """A tile with its pictures, and what the run reported there, in pixels of the tile."""

    name: str
    pair: LabelledPair
    grid: Grid
    tile: Tile
    pictures: PairPictures
    reported: tuple[Polygon, ...]

    @property
    def is_held_out(self) -> bool:
        """Decided by the place alone, so that a tile stays on its side when verdicts are added."""
        digest = hashlib.sha256(self.name.encode()).digest()
        return digest[0] % HELD_OUT_OF == 0


def read_tiles(pairs: Sequence[LabelledPair], *, as_compared: bool) -> Iterator[ReadTile]:
    """Every tile with something known, pair by pair, row by row.

    `as_compared` reads the pixels as the detector saw them, in one light; else each scene shows its own colours.
    """
    for pair in pairs:
        source = source_of(pair.run)
        source = source if as_compared else replace(source, matching=None)
        crs = crs_name(source.grid.crs)
        moved = [replace(shape, polygon=from_storage(shape.polygon, crs=crs)) for shape in pair.shapes]
        reported = [from_storage(polygon, crs=crs) for polygon in reported_polygons(pair.run)]
        yield from _tiles_of(pair, source, moved, reported)


def write_coco(pairs: Sequence[LabelledPair], folder: Path, *, now: datetime) -> int:
    """Write pictures of both dates and annotations.json; returns how many tiles were written.

    Shapes whose truth is not known are left out.
    """
    written = []
    for read in read_tiles(pairs, as_compared=False):
        if any(shape.truth is not None for shape in read.tile.shapes):
            written.append(_write_pictures(read, folder))
    folder.mkdir(parents=True, exist_ok=True)
    document = coco_of(written, made=now.isoformat())
    (folder / COCO_FILE).write_text(json.dumps(document, ensure_ascii=False, indent=1), encoding="utf-8")
    return len(written)


def store_training_tiles(pairs: Sequence[LabelledPair], cache: Path) -> tuple[int, int]:
    """Write training scenes under `cache`/labelled and `cache`/held_out, in place of what lies there.

    Returns:
        How many tiles are for training, and how many are held out.
    """
    counts = {"labelled": 0, "held_out": 0}
    for read in read_tiles(pairs, as_compared=True):
        shapes = [shape for shape in read.tile.shapes if shape.truth is not None]
        if shapes:
            kind = "held_out" if read.is_held_out else "labelled"
            pictures = read.pictures
            target = target_of(shapes, pictures.valid.shape, valid=pictures.valid, reported=read.reported)
            store_scene(cache / kind / read.name, pictures.before, pictures.after, target)
            counts[kind] += 1
    return counts["labelled"], counts["held_out"]


def _tiles_of(
    pair: LabelledPair, source: PairSource, shapes: Sequence[LabelledShape], reported: Sequence[Polygon]
) -> Iterator[ReadTile]:
    everything = [LabelledShape(id="", polygon=one, truth=None, source=Source.VERDICT) for one in reported]
    near = {tile.window: [shape.polygon for shape in tile.shapes] for tile in cut_tiles(everything, source.grid)}
    for tile in cut_tiles(shapes, source.grid):
        window = tile.window
        name = f"{pair.run.before_id}_{pair.run.after_id}_{window.row:05d}_{window.col:05d}"
        grid = source.grid.subgrid(window)
        yield ReadTile(name, pair, grid, tile, source.read(window), tuple(near.get(window, ())))


def _write_pictures(read: ReadTile, folder: Path) -> TilePictures:
    """PNG files A/<name>.png and B/<name>.png, as change detection sets are laid out."""
    names = {"A": read.pictures.before, "B": read.pictures.after}
    for part, picture in names.items():
        path = folder / part / f"{read.name}.png"
        path.parent.mkdir(parents=True, exist_ok=True)
        cv2.imwrite(str(path), cv2.cvtColor(picture, cv2.COLOR_RGB2BGR))
    run = read.pair.run
    return TilePictures(
        tile=read.tile,
        before_file=f"A/{read.name}.png",
        after_file=f"B/{read.name}.png",
        before_scene=run.before_id,
        after_scene=run.after_id,
        before_day=run.before.acquired.isoformat(),
        after_day=run.after.acquired.isoformat(),
        crs=crs_name(read.grid.crs),
        transform=tuple(read.grid.transform)[:6],
    )
