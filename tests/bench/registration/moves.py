"""Real labelled pairs whose later scene is said to lie elsewhere by a known displacement; its pixels stay."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import rasterio
from affine import Affine
from numpy.typing import NDArray

from change_detection.engine.evaluation.placing import has_place, placed

Pixels = NDArray[np.uint8]


@dataclass(frozen=True)
class Move:
    """A shift in pixels to the right and down, then a turn about the middle, counter-clockwise as the map shows it."""

    name: str
    right_px: float = 0.0
    down_px: float = 0.0
    degrees: float = 0.0

    def of_pixels(self, rows: int, cols: int) -> Affine:
        """Pixel coordinates to those of the place to which they go."""
        turn = Affine.rotation(-self.degrees, pivot=(cols / 2, rows / 2))
        moved: Affine = Affine.translation(self.right_px, self.down_px) @ turn
        return moved


MOVES = (
    Move("0.25 px", 0.25, 0.0),
    Move("half a pixel, diagonal", 0.5, -0.5),
    Move("wrong VN-2000 signs, 0.55 m", 0.509 / 0.55, -0.201 / 0.55),
    Move("1.5 px", 1.3, 0.7),
    Move("3 px", 3.0, 0.0),
    Move("3 px, diagonal", -2.1, 2.1),
    Move("8 px", -6.0, 5.0),
    Move("0.05 degrees", degrees=0.05),
)


@dataclass(frozen=True)
class RealPair:
    """One labelled pair, somewhere on the ground."""

    name: str
    before: Path
    after: Path


def real_pairs(imagery: Path, folder: Path) -> Iterator[RealPair]:
    """All pairs of LEVIR-CD and WHU-CD; `folder` receives views of those that do not say where they lie."""
    for data_set, gsd_m in (("levir_cd", 0.5), ("whu_cd", 0.2)):
        for before in sorted((imagery / data_set / "A").glob("*.tif")):
            files = [before, imagery / data_set / "B" / before.name]
            if not all(has_place(file) for file in files):
                files = [placed(file, folder, gsd_m=gsd_m) for file in files]
            yield RealPair(f"{data_set} {before.stem}", *files)


def moved(path: Path, target: Path, move: Move, change: Callable[[Pixels], Pixels] | None = None) -> Path:
    """A copy of a scene that says it lies elsewhere; `change` may alter its pixels (rows, cols, 3)."""
    with rasterio.open(path) as source:
        pixels = np.moveaxis(source.read([1, 2, 3]), 0, -1)
        profile = {"driver": "GTiff", "dtype": "uint8", "count": 3, "crs": source.crs, "compress": "deflate"}
        transform = source.transform @ move.of_pixels(source.height, source.width)
        with rasterio.open(
            target, "w", width=source.width, height=source.height, transform=transform, **profile
        ) as dataset:
            dataset.write(np.moveaxis(change(pixels) if change else pixels, -1, 0))
    return target
