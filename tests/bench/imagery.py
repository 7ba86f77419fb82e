"""What an imagery tile costs: ours against rio-tiler used as titiler does (open, read, encode), in one process.

    python -m tests.bench.imagery [--tiles 60] [--web-mercator file.tif] [--projected file.tif]

Without files it makes two of 4096 x 4096 pixels: one on the grid of WebMercatorQuad with JPEG blocks of 256, one in
UTM with JPEG blocks of 512. Neither side keeps finished tiles. Prints medians. Goals: a stored block 10 times, a
projected image twice as fast as rio-tiler; exit code 1 if one is missed.
"""

import argparse
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from pyproj import Transformer
from rio_tiler.io import Reader

from tests.factories.images import colourful, write_image, write_on_grid
from tiles.render import imagery
from tiles.render.grid import Tile, limits
from tiles.render.warping import Target

CORNER = Tile(18, 123_120, 208_720)
SIDE_PX = 4096
JPEG = {"compress": "jpeg", "photometric": "ycbcr", "jpeg_quality": 85}
GOAL_STORED, GOAL_PROJECTED = 10.0, 2.0


@dataclass(frozen=True)
class Case:
    """One line of the result: a way to make a tile, and how much faster than rio-tiler it should be."""

    title: str
    path: Path
    zoom: int
    make: Callable[[Path, Tile], bytes]
    goal: float


def main() -> int:
    """Print one line per case; exit code 1 if one misses its goal."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--tiles", type=int, default=60)
    options.add_argument("--web-mercator", type=Path)
    options.add_argument("--projected", type=Path)
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        web = given.web_mercator or _web_mercator(Path(folder))
        projected = given.projected or _projected(Path(folder))
        cases = [
            Case("stored block, zoom 18", web, 18, _stored, GOAL_STORED),
            Case("own grid, decoded, zoom 18", web, 18, _drawn, 1.0),
            Case("UTM, zoom 18", projected, 18, _drawn, GOAL_PROJECTED),
            Case("UTM, overview, zoom 16", projected, 16, _drawn, GOAL_PROJECTED),
        ]
        return 0 if all([_holds(case, count=given.tiles) for case in cases]) else 1


def _holds(case: Case, *, count: int) -> bool:
    """Measure both sides in turns, print the medians, and say whether the goal is met."""
    ours: list[float] = []
    theirs: list[float] = []
    for tile in _tiles_of(case.path, case.zoom, count):
        theirs.append(_seconds(_rio_tiler, case.path, tile))
        ours.append(_seconds(case.make, case.path, tile))
    ours_ms, theirs_ms = statistics.median(ours) * 1000, statistics.median(theirs) * 1000
    sys.stdout.write(
        f"{case.title}: {ours_ms:.3f} ms, rio-tiler {theirs_ms:.1f} ms, {theirs_ms / ours_ms:.1f} times as fast "
        f"(goal {case.goal:g})\n"
    )
    return theirs_ms >= case.goal * ours_ms


def _tiles_of(path: Path, zoom: int, count: int) -> list[Tile]:
    """Tiles that lie wholly inside the image, in random order."""
    found = limits(imagery.describe(path).extent, zoom)
    rows, columns = range(found.min_row + 1, found.max_row), range(found.min_column + 1, found.max_column)
    inside = [Tile(zoom, row, column) for row in rows for column in columns]
    return random.Random(1).choices(inside, k=count)


def _seconds(make: Callable[[Path, Tile], bytes], path: Path, tile: Tile) -> float:
    began = time.perf_counter()
    if not make(path, tile):
        raise RuntimeError(f"no tile {tile}")
    return time.perf_counter() - began


def _stored(path: Path, tile: Tile) -> bytes:
    picture = imagery.stored_picture(path, _target(tile), pinned_crs=None, media_type=None)
    return picture.data if picture else b""


def _drawn(path: Path, tile: Tile) -> bytes:
    return imagery.drawn_picture(path, _target(tile), pinned_crs=None, media_type=None).data


def _rio_tiler(path: Path, tile: Tile) -> bytes:
    with Reader(str(path)) as image:
        found = image.tile(
            tile.column, tile.row, tile.zoom, tilesize=256, resampling_method="bilinear", reproject_method="bilinear"
        )
    return bytes(found.render(img_format="JPEG", add_mask=False, quality=85))


def _target(tile: Tile) -> Target:
    return Target(tile.bounds_m, "EPSG:3857")


def _web_mercator(folder: Path) -> Path:
    return write_on_grid(folder / "web.tif", colourful(SIDE_PX, SIDE_PX), corner=CORNER, **JPEG)


def _projected(folder: Path) -> Path:
    step = Transformer.from_crs("EPSG:3857", "EPSG:32648", always_xy=True)
    origin = step.transform(CORNER.bounds_m[0], CORNER.bounds_m[3])
    size = {"blockxsize": 512, "blockysize": 512}
    pixels = colourful(SIDE_PX, SIDE_PX)
    return write_image(folder / "utm.tif", pixels, crs="EPSG:32648", origin=origin, pixel=0.5, **(JPEG | size))


if __name__ == "__main__":
    sys.exit(main())
