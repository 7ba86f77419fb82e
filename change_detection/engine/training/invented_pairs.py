"""Invented pairs as training scenes: an addition to the real ones, with every building known at both dates."""

from pathlib import Path

import numpy as np
from affine import Affine
from rasterio.crs import CRS
from shapely import Polygon

from change_detection.engine.grid import Grid
from change_detection.engine.synthetic.canvas import Canvas
from change_detection.engine.synthetic.ground import Picture
from change_detection.engine.synthetic.invented import STYLES, invent_acquisition, invent_quarter
from change_detection.engine.synthetic.scene import draw_scene
from change_detection.engine.training.config import DataConfig
from change_detection.engine.training.scenes import store_scene

_GSD_M = 0.5
_MAX_SHIFT_M = 0.5
_CRS = CRS.from_epsg(9210)
_ORIGIN = (600_000.0, 1_200_000.0)


def store_invented_pairs(config: DataConfig, cache: Path) -> None:
    """Draw the configured number of pairs under `cache`/synthetic, skipping what is already there."""
    for number in range(config.synthetic_scenes):
        folder = cache / "synthetic" / f"quarter_{number:03d}"
        if not folder.exists():
            store_scene(folder, *_invented_pair(config.synthetic_seed + number, config.synthetic_size_px, number))


def _invented_pair(seed: int, size_px: int, number: int) -> tuple[Picture, Picture, Picture]:
    """Before, after and target; the three styles of building take turns."""
    grid = Grid(size_px, size_px, Affine(_GSD_M, 0, _ORIGIN[0], 0, -_GSD_M, _ORIGIN[1]), _CRS)
    rng = np.random.default_rng(seed)
    quarter = invent_quarter(grid, seed=seed, style=list(STYLES.values())[number % len(STYLES)])
    before = draw_scene(
        grid, quarter.before, seed=2 * seed, acquisition=invent_acquisition(rng, max_shift_m=_MAX_SHIFT_M)
    )
    after = draw_scene(
        grid, quarter.after, seed=2 * seed + 1, acquisition=invent_acquisition(rng, max_shift_m=_MAX_SHIFT_M)
    )
    built = [_covered(grid, footprints) for footprints in (quarter.footprints_before(), quarter.footprints_after())]
    return before, after, np.stack([built[0] ^ built[1], *built], axis=-1)


def _covered(grid: Grid, footprints: list[Polygon]) -> Picture:
    """1 where more than half of the pixel is under a roof."""
    return (Canvas(grid).mask(footprints) > 127).astype(np.uint8)
