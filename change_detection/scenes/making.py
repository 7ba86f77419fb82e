"""Make a scene of a file: check it to its end, place it, write COG, mask and quicklook, read what it says of itself."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import rasterio
from rasterio.errors import RasterioError
from rasterio.io import DatasetReader

from change_detection.engine.errors import UnreadableScene
from change_detection.engine.grid import Grid, native_grid
from change_detection.engine.pictures import Stretch, measure_stretch
from change_detection.engine.quality import ensure_whole

from .bands import Colours, colours_of
from .cog import copy_if_cog, is_disk_full, write_cog
from .description import Description, describe, tags_of
from .errors import BlankScene, NoDate, StorageFull
from .extent import extent_of
from .limits import SceneLimits
from .mask import SkyShares, draw_mask, shares_of, write_mask
from .opening import CAREFUL, opened
from .parts import Parts, identity, lay_out
from .plausible import check_place
from .position import Placed, placed
from .quicklook import write_quicklook
from .reduced import read_reduced

COG, MASK, QUICKLOOK = "scene.tif", "mask.tif", "quicklook.webp"
Tell = Callable[[float, str], None]


@dataclass(frozen=True)
class Making:
    """What is to be made.

    Attributes:
        path: the file that was handed in.
        name: as its sender calls it.
        crs: what he says of a picture that does not name its CRS; else empty.
        work: an empty folder; the three files lie in it afterwards.
        dated: he has said when it was taken; else the file must.
    """

    path: Path
    name: str
    work: Path
    crs: str = ""
    dated: bool = False
    limits: SceneLimits = field(default_factory=SceneLimits)


@dataclass(frozen=True)
class Made:
    """A scene, all but its row.

    Attributes:
        sha256: of what it is made of, see `parts.identity`.
        extent_wkt: outline of what it shows, in its CRS.
        raster: of the file handed in, for STAC: driver, bands, data_type, nodata, stretch, misses_px.
    """

    sha256: str
    grid: Grid
    extent_wkt: str
    shares: SkyShares
    description: Description
    raster: dict[str, Any]


def make_scene(order: Making, *, tell: Tell = lambda share, stage: None) -> Made:
    """Make COG, mask and quicklook in the folder of work; `tell` hears the share done and the stage.

    Raises:
        UnsupportedPicture, UnreadableScene, NoPosition, BlankScene, WrongBands, WrongPlace, WrongPoints, BadZip,
        NoDate, TooLargeScene: the file will not do.
        StorageFull: the disk is full.
    """
    try:
        return _make(order, tell)
    except (RasterioError, OSError) as error:
        if is_disk_full(error):
            raise StorageFull(order.name) from error
        if isinstance(error, RasterioError):
            raise UnreadableScene(order.name, str(error).replace(str(order.work), "")) from error
        raise
    except UnreadableScene as error:
        if is_disk_full(error):
            raise StorageFull(order.name) from error
        raise


def _make(order: Making, tell: Tell) -> Made:
    tell(0.02, "reading")
    parts = lay_out(order.path, name=order.name, work=order.work, limits=order.limits)
    cog = order.work / COG
    with opened(parts.picture, name=order.name, limits=order.limits) as dataset:
        ensure_whole(parts.picture, name=order.name, driver=dataset.driver)
        tags = tags_of(dataset)
        if not order.dated and describe(tags).acquired is None:
            raise NoDate(order.name)
        with placed(dataset, parts, crs=order.crs, work=order.work) as place:
            source = place.dataset
            grid = Grid(source.height, source.width, source.transform, source.crs)
            check_place(grid, name=order.name)
            colours = colours_of(source, name=order.name, tags=tags)
            tell(0.10, "converting")
            stretch = _store(parts, dataset, place, colours, cog, order.work)
            sha256 = identity(parts.picture, used=place.used, crs=place.crs_said)
            raster = _raster_of(dataset, place, colours, stretch)
    tell(0.70, "mask")
    description = describe(tags)
    return _finish(order, cog, sha256, description, raster, tell)


def _store(
    parts: Parts, dataset: DatasetReader, place: Placed, colours: Colours, cog: Path, work: Path
) -> Stretch | None:
    """Write the COG; the stretch that its bytes are seen through, None for a picture of bytes."""
    if place.dataset is dataset and copy_if_cog(parts.picture, dataset, colours, cog):
        return None
    wide = colours.palette is None and place.dataset.dtypes[0] != "uint8"
    stretch = measure_stretch(place.dataset, list(colours.indexes)) if wide else None
    write_cog(place.dataset, cog, colours=colours, stretch=stretch, work=work)
    return stretch


def _finish(
    order: Making, cog: Path, sha256: str, description: Description, raster: dict[str, Any], tell: Tell
) -> Made:
    """Look at what was written: whole, not empty; then mask, quicklook and outline."""
    ensure_whole(cog, name=order.name)
    with rasterio.Env(**CAREFUL):
        small = read_reduced(cog)
        mask = draw_mask(small, sun_azimuth_deg=description.sun_azimuth_deg)
        shares = shares_of(mask)
        if not small.valid.any() or shares.valid == 0.0:
            raise BlankScene(order.name)
        write_mask(mask, small, order.work / MASK)
        tell(0.90, "quicklook")
        write_quicklook(small, order.work / QUICKLOOK)
    grid = native_grid(cog)
    extent = extent_of(mask != 255, grid)
    return Made(sha256, grid, extent.wkt, shares, description, raster)


def _raster_of(dataset: DatasetReader, place: Placed, colours: Colours, stretch: Stretch | None) -> dict[str, Any]:
    nodata = place.dataset.nodata
    return {
        "driver": dataset.driver,
        "bands": dataset.count,
        "colours": list(colours.indexes),
        "data_type": "uint8" if colours.palette else place.dataset.dtypes[0].replace("float64", "float32"),
        "nodata": None if nodata is None else ("nan" if nodata != nodata else nodata),
        "stretch": None if stretch is None else {"low": list(stretch.low), "high": list(stretch.high)},
        "misses_px": None if place.misses_px is None else round(place.misses_px, 2),
        "placed_by": [path.suffix.lower() for path in place.used],
        "crs_said": place.crs_said,
    }
