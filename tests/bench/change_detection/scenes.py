"""A pair of scenes as large as wanted: one invented quarter over and over, one in four of them changed."""

from pathlib import Path

import numpy as np
import rasterio
from affine import Affine
from rasterio.crs import CRS
from rasterio.enums import Resampling
from rasterio.windows import Window

from change_detection.engine.grid import Grid
from change_detection.engine.pictures import ByteArray
from change_detection.engine.synthetic.ground import Acquisition, Light
from change_detection.engine.synthetic.invented import STYLES, Quarter, invent_quarter
from change_detection.engine.synthetic.scene import draw_scene

QUARTER_PX = 1024
DAYS = Acquisition(Light(130.0, 50.0)), Acquisition(Light(150.0, 58.0, gain=(1.04, 1.0, 0.97)))
_PROFILE = {
    "driver": "GTiff",
    "dtype": "uint8",
    "count": 3,
    "photometric": "rgb",
    "tiled": True,
    "blockxsize": 512,
    "blockysize": 512,
    "compress": "deflate",
    "predictor": 2,
    "zlevel": 1,
    "bigtiff": "if_safer",
}


_GRID = Grid(QUARTER_PX, QUARTER_PX, Affine(0.5, 0, 600_000, 0, -0.5, 1_200_000), CRS.from_epsg(9210))


def invent() -> Quarter:
    """The quarter at both dates."""
    return invent_quarter(_GRID, seed=5, style=STYLES["villas"])


def write_pair(folder: Path, side_px: int) -> tuple[Path, Path]:
    """The earlier and the later scene, with overviews."""
    grid, quarter = _GRID, invent()
    grounds = quarter.before, quarter.after
    files = folder / f"before_{side_px}.tif", folder / f"after_{side_px}.tif"
    for number, (file, day) in enumerate(zip(files, DAYS, strict=True)):
        still, other = (
            draw_scene(grid, ground, seed=number, acquisition=day) for ground in (grounds[0], grounds[number])
        )
        _write(file, still, other, Grid(side_px, side_px, grid.transform, grid.crs))
    return files


def _write(path: Path, still: ByteArray, other: ByteArray, grid: Grid) -> None:
    """Quarters in rows and columns; every second one of every second row is the `other`."""
    times = -(-grid.cols // (2 * QUARTER_PX))
    lines = [
        np.concatenate([np.moveaxis(one, -1, 0) for one in pair], axis=2) for pair in ((still, other), (still, still))
    ]
    strips = [np.tile(line, (1, 1, times))[:, :, : grid.cols] for line in lines]
    with rasterio.open(
        path, "w", width=grid.cols, height=grid.rows, crs=grid.crs, transform=grid.transform, **_PROFILE
    ) as dataset:
        for number, row in enumerate(range(0, grid.rows, QUARTER_PX)):
            rows = min(QUARTER_PX, grid.rows - row)
            dataset.write(strips[number % 2][:, :rows], window=Window(0, row, grid.cols, rows))
    with rasterio.open(path, "r+") as dataset:
        dataset.build_overviews([2, 4, 8, 16], Resampling.average)
