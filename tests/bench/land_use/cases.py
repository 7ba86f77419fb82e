"""Invented pairs that nothing was trained on, with the network's answer and what truly changed."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import shapely
from affine import Affine
from rasterio.crs import CRS
from shapely.geometry.base import BaseGeometry

from change_detection.engine.detector import Detector
from change_detection.engine.grid import Grid
from change_detection.engine.pair import PairSource
from change_detection.engine.probability_map import ArrayMap
from change_detection.engine.synthetic.invented import STYLES, Quarter, invent_acquisition, invent_quarter
from change_detection.engine.synthetic.scene import draw_scene
from tests.change_detection.engine.scenes import write_scene

FIRST_SEED = 940_000
_SIDE_PX, _GSD_M = 512, 0.5
_SMALLEST_M2, _CLEARED_M2 = 10.0, 200.0


@dataclass(frozen=True)
class Case:
    """One pair: its files, the network's answer, and the quarter it was drawn from."""

    seed: int
    source: PairSource
    answer: ArrayMap
    quarter: Quarter

    @property
    def fates(self) -> list[tuple[BaseGeometry, str]]:
        """Buildings that changed, inside the picture, with the class of the change."""
        frame = shapely.box(*self.source.grid.bounds).buffer(-2.0)
        inside = [(shape.intersection(frame), fate.value) for shape, fate in self.quarter.fates]
        return [(shape, fate) for shape, fate in inside if shape.area >= _SMALLEST_M2]

    @property
    def cleared(self) -> BaseGeometry:
        """Ground that is bare at the later date only, where nothing was built, driven on or flooded before or after."""
        before, after = self.quarter.before, self.quarter.after
        hidden = [building.footprint for building in (*before.buildings, *after.buildings)]
        hidden += [road.line.buffer(road.width_m / 2 + 1.0) for road in after.roads]
        bare = shapely.union_all(list(after.bare)).difference(shapely.union_all(list(before.bare)))
        open_ground = bare.difference(shapely.union_all([*hidden, *before.paved, *before.water]))
        seen = open_ground.intersection(shapely.box(*self.source.grid.bounds)).buffer(-1.0).buffer(1.0)
        wide = [part for part in shapely.get_parts(seen) if part.area >= _CLEARED_M2 and not part.buffer(-3.0).is_empty]
        return shapely.union_all(wide)


def cases(count: int, detector: Detector, folder: Path) -> Iterator[Case]:
    """Pairs by seed; the styles of building take turns."""
    place = Affine(_GSD_M, 0, 600_000.0, 0, -_GSD_M, 1_200_000.0)
    grid = Grid(_SIDE_PX, _SIDE_PX, place, CRS.from_epsg(9210))
    for seed in range(FIRST_SEED, FIRST_SEED + count):
        rng = np.random.default_rng(seed)
        quarter = invent_quarter(grid, seed=seed, style=list(STYLES.values())[seed % len(STYLES)])
        pictures = [
            draw_scene(grid, ground, seed=2 * seed + later, acquisition=invent_acquisition(rng, max_shift_m=0.3))
            for later, ground in enumerate((quarter.before, quarter.after))
        ]
        before, after = (
            write_scene(folder / f"{seed}_{name}.tif", picture, grid)
            for name, picture in zip(("before", "after"), pictures, strict=True)
        )
        yield Case(seed, PairSource(before, after, grid), ArrayMap(detector.predict(*pictures), grid), quarter)
