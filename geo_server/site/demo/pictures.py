"""Draw the two scenes of the quarter and write them as Cloud Optimized GeoTIFF."""

from pathlib import Path

import rasterio
import rasterio.shutil
from affine import Affine
from rasterio.crs import CRS
from rasterio.io import MemoryFile

from change_detection import api as change_detection

from .city import frame
from .city.fates import Plot
from .city.ground import Date, acquisition_of, ground_of, scene_seed
from .city.streets import Street

JPEG_QUALITY = 95


def scene_grid() -> change_detection.Grid:
    """Pixels of both scenes: 4,096 x 4,096 of half a metre in EPSG:9210."""
    transform = Affine(frame.GSD_M, 0.0, frame.SCENE_WEST, 0.0, -frame.GSD_M, frame.SCENE_NORTH)
    return change_detection.Grid(frame.SCENE_PX, frame.SCENE_PX, transform, CRS.from_epsg(9210))


def draw_picture(path: Path, *, plots: list[Plot], streets: list[Street], date: Date) -> Path:
    """The quarter at one date as a COG at `path`; equal arguments write equal pixels."""
    grid = scene_grid()
    pixels = change_detection.draw_scene(
        grid, ground_of(plots, streets, date), seed=scene_seed(date), acquisition=acquisition_of(date)
    )
    profile = {"driver": "GTiff", "dtype": "uint8", "count": 3, "width": grid.cols, "height": grid.rows}
    with MemoryFile() as memory:
        with memory.open(**profile, transform=grid.transform, crs=grid.crs, photometric="RGB") as plain:
            plain.write(pixels.transpose(2, 0, 1))
        with memory.open() as plain:
            rasterio.shutil.copy(plain, path, driver="COG", compress="JPEG", quality=JPEG_QUALITY, blocksize=512)
    return path
