"""Small pictures in the many forms that people hand in."""

from pathlib import Path
from typing import Any

import numpy as np
import rasterio
import rasterio.shutil
from affine import Affine
from numpy.typing import NDArray
from rasterio.crs import CRS

SIDE_PX = 96
GSD_M = 0.5
WEST, NORTH = 597_000.0, 1_200_600.0


def pixels(*, bands: int = 3, dtype: str = "uint8", seed: int = 0) -> NDArray[Any]:
    """Squares of eight pixels, each of one dull colour; values of more than eight bits are spread wider."""
    most = {"uint8": 120, "uint16": 2400}.get(dtype, 1)
    squares = np.random.default_rng(seed).random((bands, SIDE_PX // 8, SIDE_PX // 8)) * 0.5 + 0.4
    return (squares * most).astype(dtype).repeat(8, axis=1).repeat(8, axis=2)


def write_picture(
    path: Path,
    *,
    driver: str = "GTiff",
    values: NDArray[Any] | None = None,
    crs: str | None = "EPSG:9210",
    transform: Affine | None = None,
    tags: dict[str, str] | None = None,
    **options: Any,
) -> Path:
    """A picture of any driver; without `crs` it lies nowhere."""
    values = pixels() if values is None else values
    path.parent.mkdir(parents=True, exist_ok=True)
    count, rows, cols = values.shape
    profile: dict[str, Any] = {"driver": "GTiff", "count": count, "height": rows, "width": cols, "dtype": values.dtype}
    if crs is not None:
        place = transform or Affine(GSD_M, 0, WEST, 0, -GSD_M, NORTH)
        profile |= {"crs": CRS.from_user_input(crs), "transform": place}
    plain = path if driver == "GTiff" else path.with_name("plain.tif")
    with rasterio.open(plain, "w", **profile, **(options if driver == "GTiff" else {})) as dataset:
        dataset.write(values)
        dataset.update_tags(**(tags or {}))
    if plain != path:
        rasterio.shutil.copy(plain, path, driver=driver, **options)
        plain.unlink()
        path.with_name(f"{path.name}.aux.xml").unlink(missing_ok=True)
    return path


def write_world_file(path: Path, *, x: float = WEST, y: float = NORTH, pixel: float = GSD_M) -> Path:
    """The six numbers: the middle of the first pixel, as a world file says it."""
    numbers = [pixel, 0, 0, -pixel, x + pixel / 2, y - pixel / 2]
    path.write_text("\n".join(str(number) for number in numbers))
    return path
