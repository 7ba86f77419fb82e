"""A strip of ground, many blocks long and cheap to draw: one drawn place of 256 x 256 m, laid side by side."""

from pathlib import Path

import numpy as np
import rasterio

from tests.factories.small_place import SmallPlace, draw_small_place


def draw_strip(folder: Path, *, places: int, tall: int = 1) -> SmallPlace:
    """Both dates of `tall` rows of `places` copies of the small place, as GeoTIFFs at 0.5 m.

    The registers of the small place lie under the first copy; in all others nothing is permitted.
    """
    source = folder / "one_place"
    source.mkdir(parents=True)
    one = draw_small_place(source)
    return SmallPlace(
        _repeat(one.before, folder / "before.tif", places, tall), _repeat(one.after, folder / "after.tif", places, tall)
    )


def _repeat(source: Path, target: Path, places: int, tall: int) -> Path:
    with rasterio.open(source) as dataset:
        picture, profile = dataset.read(), dataset.profile
    row = np.tile(picture, (1, 1, places))
    profile |= {"width": row.shape[2], "height": row.shape[1] * tall, "tiled": True, "compress": "deflate"}
    profile |= {"blockxsize": 512, "blockysize": 512}
    with rasterio.open(target, "w", **profile) as dataset:
        for number in range(tall):
            dataset.write(row, window=((number * row.shape[1], (number + 1) * row.shape[1]), (0, row.shape[2])))
    return target
