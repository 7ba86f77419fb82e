"""Gives a picture without coordinates a place to be measured in: public test sets often come as bare pixels."""

from pathlib import Path

import rasterio
import rasterio.shutil
from affine import Affine
from rasterio.crs import CRS

_NOWHERE = CRS.from_proj4("+proj=tmerc +lat_0=0 +lon_0=0 +k=1 +x_0=0 +y_0=0 +ellps=WGS84 +units=m")


def has_place(path: Path) -> bool:
    """Whether a raster says where on the ground it lies."""
    with rasterio.open(path) as dataset:
        return dataset.crs is not None and not dataset.transform.is_identity


def placed(path: Path, folder: Path, *, gsd_m: float) -> Path:
    """A view of a picture at the origin of a metric CRS, true in size and nowhere in particular.

    Args:
        path: the picture; it is not copied.
        folder: receives the view, a small VRT file.
        gsd_m: side of a pixel.
    """
    view = folder / f"{path.parent.name}_{path.stem}.vrt"
    rasterio.shutil.copy(str(path.resolve()), str(view), driver="VRT")
    with rasterio.open(view, "r+") as dataset:
        dataset.crs = _NOWHERE
        dataset.transform = Affine(gsd_m, 0, 0, 0, -gsd_m, 0)
    return view
