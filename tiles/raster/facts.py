"""What a coverage is, read from its file once: its grid, its bands, its reference system."""

import math
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rasterio.enums import ColorInterp

from ..render.image_handles import open_image
from .grid import Grid, grid_in

COLOUR_NAMES = {
    ColorInterp.red: "red",
    ColorInterp.green: "green",
    ColorInterp.blue: "blue",
    ColorInterp.alpha: "alpha",
}


@dataclass(frozen=True)
class Band:
    """One field of a coverage.

    Attributes:
        name: for `properties=`; from the file's description or colour, else "band_1" and so on.
        number: in the file, from 1.
        type: NumPy's name of its type ("uint8", "float32").
        unit: UCUM code if the file says one.
        description: as the file has it.
    """

    name: str
    number: int
    type: str
    unit: str
    description: str


@dataclass(frozen=True)
class CoverageFacts:
    """A coverage.

    Attributes:
        crs: short name of its reference system ("EPSG:9210"), empty if it has none.
        grid: all of it, in its own reference system.
        upright: False if the file's rows do not run along the x axis; `grid` is then the upright one around it.
        bands: its fields.
        nodata: the value that stands for no data; None without one.
        decimations: how much smaller each level of the file is, full resolution first.
    """

    crs: str
    grid: Grid
    upright: bool
    bands: tuple[Band, ...]
    nodata: float | None
    decimations: tuple[int, ...]

    @property
    def is_picture(self) -> bool:
        """True if the bands are colours that a screen can show as they are."""
        return len(self.bands) in (1, 3, 4) and all(band.type == "uint8" for band in self.bands)


def read_facts(path: Path, *, pinned_crs: str | None) -> CoverageFacts:
    """The facts of a file.

    Args:
        path: the file.
        pinned_crs: PROJ text that replaces the file's CRS, with the office's datum shift in it; None keeps the file's.

    Raises:
        RasterioError, OSError: it is missing or no raster.
    """
    image = open_image(path, pinned_crs=pinned_crs)
    base = image.base
    upright = base.transform.b == 0 and base.transform.d == 0 and base.transform.a > 0 > base.transform.e
    own = Grid(image.crs, tuple(base.bounds), base.width, base.height)
    return CoverageFacts(
        crs=base.crs.to_string() if base.crs and base.crs.to_epsg() else "",
        grid=own if upright or not image.crs else grid_in(base, image.crs, image.crs),
        upright=upright,
        bands=tuple(_bands(base)),
        nodata=base.nodata,
        decimations=image.decimations,
    )


def _bands(base: Any) -> list[Band]:
    names = [_name(base, number) for number in base.indexes]
    unique = [name if names.count(name) == 1 else f"{name}_{place}" for place, name in enumerate(names, 1)]
    return [
        Band(name, number, base.dtypes[number - 1], base.units[number - 1] or "", base.descriptions[number - 1] or "")
        for name, number in zip(unique, base.indexes, strict=True)
    ]


def _name(base: Any, number: int) -> str:
    described = "".join(c if c.isalnum() and c.isascii() else "_" for c in base.descriptions[number - 1] or "")
    return described.strip("_").lower() or COLOUR_NAMES.get(base.colorinterp[number - 1]) or f"band_{number}"


def json_number(value: float | None) -> float | str | None:
    """A number as JSON can hold it: not-a-number and infinities as words."""
    return str(value) if value is not None and not math.isfinite(value) else value
