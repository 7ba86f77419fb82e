"""Invented quarters as a labelled set: seeds that no training has drawn, with the generator's own truth."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import rasterio
from affine import Affine
from rasterio.crs import CRS

from change_detection.engine.classify import ChangeClass
from change_detection.engine.evaluation.comparison import PARTS
from change_detection.engine.grid import Grid
from change_detection.engine.pictures import ByteArray
from change_detection.engine.synthetic.canvas import Canvas
from change_detection.engine.synthetic.invented import STYLES, Quarter, invent_acquisition, invent_quarter
from change_detection.engine.synthetic.scene import draw_scene

NO_CHANGE_OF_GROUND = frozenset({ChangeClass.ROOF_MATERIAL})
"""The label holds ground that was built on or cleared; what says "only the roof is new" claims no such thing."""
SIDE_PX = 1024
_GSD_M = 0.5
_MAX_SHIFT_M = 0.3
_CRS = CRS.from_epsg(9210)
_ORIGIN = (600_000.0, 1_200_000.0)


def store_invented_set(folder: Path, seeds: Sequence[int], *, side_px: int = SIDE_PX) -> list[str]:
    """Draw one quarter per seed, the styles of building in turn.

    Args:
        folder: receives A/, B/ and label/.
        seeds: equal seeds give equal pictures.
        side_px: of the square pictures, half a metre per pixel.

    Returns:
        The names of the pairs, in the order of the seeds.
    """
    for part in PARTS:
        (folder / part).mkdir(parents=True, exist_ok=True)
    return [_store_quarter(folder, seed, side_px) for seed in seeds]


def _store_quarter(folder: Path, seed: int, side_px: int) -> str:
    grid = Grid(side_px, side_px, Affine(_GSD_M, 0, _ORIGIN[0], 0, -_GSD_M, _ORIGIN[1]), _CRS)
    styles = list(STYLES)
    style = styles[seed % len(styles)]
    name = f"{seed}_{style.replace(' ', '_')}"
    quarter = invent_quarter(grid, seed=seed, style=STYLES[style])
    rng = np.random.default_rng(seed)
    for part, ground in (("A", quarter.before), ("B", quarter.after)):
        day = invent_acquisition(rng, max_shift_m=_MAX_SHIFT_M)
        picture = draw_scene(grid, ground, seed=int(rng.integers(1 << 30)), acquisition=day)
        _store(np.moveaxis(picture, -1, 0), folder / part / f"{name}.tif", grid)
    _store(_label(quarter, grid)[np.newaxis], folder / "label" / f"{name}.tif", grid)
    return name


def _label(quarter: Quarter, grid: Grid) -> ByteArray:
    """255 where there is a building at just one of the dates."""
    built = [Canvas(grid).mask(walls) for walls in (quarter.footprints_before(), quarter.footprints_after())]
    return built[0] ^ built[1]


def _store(bands: ByteArray, path: Path, grid: Grid) -> None:
    profile = {"driver": "GTiff", "dtype": "uint8", "crs": grid.crs, "transform": grid.transform, "compress": "deflate"}
    with rasterio.open(path, "w", width=grid.cols, height=grid.rows, count=len(bands), **profile) as dataset:
        dataset.write(bands)
