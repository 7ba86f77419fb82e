"""Tiny scenes for the tests of the engine, drawn by its own generator."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import rasterio
from affine import Affine
from rasterio.crs import CRS
from shapely import Polygon, box

from change_detection.engine.grid import Grid
from change_detection.engine.synthetic.ground import Acquisition, Building, Ground, Light
from change_detection.engine.synthetic.scene import draw_scene

VN2000 = CRS.from_epsg(9210)
ORIGIN = (600_000.0, 1_200_000.0)
ROOF = (176, 90, 66)


@dataclass(frozen=True)
class Pair:
    """Two scenes on disk and their grid."""

    before: Path
    after: Path
    grid: Grid


def metre_grid(rows: int, cols: int, gsd_m: float = 0.5) -> Grid:
    """A north-up grid of Ho Chi Minh City."""
    return Grid(rows, cols, Affine(gsd_m, 0, ORIGIN[0], 0, -gsd_m, ORIGIN[1]), VN2000)


def plot(x: float, y: float, width: float, depth: float) -> Polygon:
    """A rectangle, in metres right of and below the upper left corner of the grid."""
    left, top = ORIGIN[0] + x, ORIGIN[1] - y
    return box(left, top - depth, left + width, top)


def write_scene(path: Path, picture: np.ndarray, grid: Grid, **profile: object) -> Path:
    """Store a picture (rows, cols, bands) as a tiled GeoTIFF."""
    bands = np.moveaxis(picture, -1, 0)
    options = {"driver": "GTiff", "tiled": True, "blockxsize": 128, "blockysize": 128, "compress": "deflate", **profile}
    with rasterio.open(
        path,
        "w",
        width=grid.cols,
        height=grid.rows,
        count=len(bands),
        dtype=bands.dtype.name,
        crs=grid.crs,
        transform=grid.transform,
        **options,
    ) as dataset:
        dataset.write(bands)
    return path


def break_block(path: Path, *, row: int, col: int) -> Path:
    """Overwrite one block of a TIFF with rubbish; its directory still says that all is well."""
    with rasterio.open(path) as dataset:
        offset, size = (
            int(dataset.get_tag_item(f"BLOCK_{what}_{col}_{row}", "TIFF", bidx=1)) for what in ("OFFSET", "SIZE")
        )
    with path.open("r+b") as file:
        file.seek(offset)
        file.write(b"\xff" * size)
    return path


def write_pair(
    folder: Path, grid: Grid, before: list[Polygon], after: list[Polygon], *, shift_m: tuple[float, float] = (0.0, 0.0)
) -> Pair:
    """Draw houses at both dates; other light and noise at the later one."""
    days = (Acquisition(Light(130.0, 50.0)), Acquisition(Light(150.0, 58.0, gain=(1.04, 1.0, 0.97)), shift_m=shift_m))
    files = []
    for name, footprints, day, seed in zip(("before", "after"), (before, after), days, (1, 2), strict=True):
        ground = Ground(buildings=[Building(footprint, ROOF) for footprint in footprints], seed=5)
        picture = draw_scene(grid, ground, seed=seed, acquisition=day)
        files.append(write_scene(folder / f"{name}.tif", picture, grid))
    return Pair(files[0], files[1], grid)
