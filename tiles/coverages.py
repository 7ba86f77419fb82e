"""Coverages as a subject may see them: imagery or heights give their values to whoever sees the footprint.

GDAL is imported when a coverage is read: a web worker that serves none does without it.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from shapely.geometry.base import BaseGeometry

from geo_server.core import storage
from geo_server.core.subject import Subject
from layers import api as layers

from .errors import CoverageTooLarge, NoCoverage, NoPicture, NothingThere, UnknownBand, UnreadableImagery
from .imagery_tiles import pinned_crs

if TYPE_CHECKING:
    from .raster.facts import Band, CoverageFacts
    from .raster.grid import Grid
    from .raster.reading import Coverage

Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Region:
    """A box to cut a coverage to.

    Attributes:
        box: minimum x, y, maximum x, y; an infinite side is open.
        crs: short name of the CRS of the numbers.
    """

    box: Box
    crs: str


@dataclass(frozen=True)
class Scale:
    """How coarse the answer is: by factors (2 halves the resolution), or by the number of cells."""

    factors: tuple[float, float] = (1.0, 1.0)
    columns: int | None = None
    rows: int | None = None


@dataclass(frozen=True, kw_only=True)
class CoverageQuery:
    """Which part of a coverage, in which CRS, how coarse.

    Attributes:
        regions: all must hold; none means all of it.
        shape: only cells with their centre in this shape (CRS84); the cut is made to its box too.
        bands: names; None for all.
        crs: short name of the CRS of the answer; None for the coverage's own.
        most_values: cells times bands that the answer may hold.
    """

    regions: tuple[Region, ...] = ()
    shape: BaseGeometry | None = field(default=None, hash=False)
    bands: tuple[str, ...] | None = None
    scale: Scale = Scale()
    crs: str | None = None
    most_values: int = 16_777_216


@dataclass(frozen=True)
class CoverageFile:
    """A coverage that the subject may see.

    Attributes:
        path: its file, as stored.
        version: changes when the file is replaced.
    """

    collection: layers.Collection
    path: Path
    version: int
    facts: "CoverageFacts"


def open_coverage(subject: Subject, *, collection_id: str) -> CoverageFile:
    """The coverage of a collection.

    Raises:
        UnknownCollection: it does not exist or is hidden from the subject.
        NoCoverage: it has no coverage, or the subject sees no footprint of it.
        UnreadableImagery: the file is missing or damaged.
    """
    from rasterio.errors import RasterioError

    from .render.imagery import DamagedImage

    collection = layers.get_collection(subject, collection_id=collection_id)
    if not collection.coverage or collection.count == 0:
        raise NoCoverage(collection_id)
    path = storage.path_of(collection.coverage)
    try:
        version = path.stat().st_mtime_ns
        return CoverageFile(collection, path, version, _facts(path, version))
    except (DamagedImage, RasterioError, OSError) as error:
        raise UnreadableImagery(collection_id) from error


def read_coverage(file: CoverageFile, query: CoverageQuery) -> "Coverage":
    """The values that a query asks for.

    Raises:
        NothingThere: the regions lie outside the coverage.
        CoverageTooLarge: the answer would hold more values than the query allows.
        UnknownBand: the coverage has no such band.
        UnreadableImagery: the file cannot be read to the end.
    """
    from rasterio.errors import RasterioError

    from .raster import reading
    from .raster.grid import moved_shape

    bands, crs = bands_named(file, query.bands), query.crs or file.facts.crs
    grid = _grid_for(file, query)
    _check_size(grid, len(bands), query.most_values)
    try:
        found = reading.read_coverage(file.path, file.facts, grid, bands=bands, crs=crs)
    except (RasterioError, OSError) as error:
        raise UnreadableImagery(file.collection.id) from error
    if query.shape is None:
        return found
    return reading.within(found, moved_shape(query.shape, source=definition_of(layers.CRS84), target=grid.crs))


def values_at(
    file: CoverageFile, places: Sequence[tuple[float, float]], *, crs: str, bands: Sequence[str] | None
) -> list[list[float | int | None]]:
    """The values of each place (x, y in `crs`), one per band; None where there is no data or no coverage.

    Raises:
        NothingThere: all places lie outside.
        UnknownBand, UnreadableImagery: as for `read_coverage`.
    """
    from rasterio.errors import RasterioError

    from .raster import reading

    chosen = bands_named(file, bands)
    cells = [reading.cell_at(file.path, file.facts, place, crs=definition_of(crs)) for place in places]
    if not any(cells):
        raise NothingThere(file.collection.id)
    try:
        return [reading.values_at(file.path, cell, bands=chosen) if cell else [None for _ in chosen] for cell in cells]
    except (RasterioError, OSError) as error:
        raise UnreadableImagery(file.collection.id) from error


def bands_named(file: CoverageFile, names: Sequence[str] | None) -> "tuple[Band, ...]":
    """The bands of these names, all for None; raises UnknownBand."""
    known = {band.name: band for band in file.facts.bands}
    if missing := [name for name in names or () if name not in known]:
        raise UnknownBand(missing[0], list(known))
    return file.facts.bands if names is None else tuple(known[name] for name in dict.fromkeys(names))


def whole_grid(file: CoverageFile, crs: str | None) -> "Grid":
    """The grid of all of a coverage in a CRS; None: in its own."""
    definition = None if crs is None else definition_of(crs)
    if definition in (None, file.facts.grid.crs):
        return file.facts.grid
    return _grid_in(file.path, file.version, str(definition))


def middle_of(file: CoverageFile) -> tuple[float, float]:
    """Longitude and latitude of the middle of a coverage, to seven decimals."""
    from .raster.grid import moved_box

    west, south, east, north = moved_box(file.facts.grid.box, source=file.facts.grid.crs, target="EPSG:4326")
    return round((west + east) / 2, 7), round((south + north) / 2, 7)


def require_picture(bands: "Sequence[Band]") -> None:
    """Refuse bands that no PNG shows as they are; raises NoPicture."""
    colours = [band for band in bands if band.name != "alpha"]
    if len(colours) not in (1, 3) or any(band.type != "uint8" for band in colours):
        raise NoPicture([f"{band.name} ({band.type})" for band in bands])


def write_geotiff(coverage: "Coverage") -> bytes:
    """The coverage as a Cloud Optimized GeoTIFF."""
    from .raster import geotiff

    return geotiff.write_geotiff(coverage)


def write_png(coverage: "Coverage") -> bytes:
    """The coverage as PNG; raises NoPicture."""
    from .raster import png

    require_picture(coverage.bands)
    return png.write_png(coverage)


def definition_of(crs: str) -> str:
    """The definition of a CRS for PROJ, with the office's datum shift where it needs one."""
    return layers.proj_text(crs)


def _grid_for(file: CoverageFile, query: CoverageQuery) -> "Grid":
    from .raster.grid import moved_box

    whole = whole_grid(file, query.crs)
    grid = whole
    boxes = [(region.box, definition_of(region.crs)) for region in query.regions]
    if query.shape is not None:
        boxes.append((query.shape.bounds, definition_of(layers.CRS84)))
    for box, crs in boxes:
        closed = _closed(box, moved_box(whole.box, source=whole.crs, target=crs))
        cut = None if closed is None else grid.cut(moved_box(closed, source=crs, target=whole.crs))
        if cut is None:
            raise NothingThere(file.collection.id)
        grid = cut
    return _scaled(grid, query.scale)


def _closed(box: Box, around: Box) -> Box | None:
    """The part of a box, its sides perhaps open, that lies in another; None if that is nothing."""
    west, south, east, north = box
    inner = max(west, around[0]), max(south, around[1]), min(east, around[2]), min(north, around[3])
    return inner if inner[0] <= inner[2] and inner[1] <= inner[3] else None


def _scaled(grid: "Grid", scale: Scale) -> "Grid":
    columns = scale.columns or max(1, round(grid.columns / scale.factors[0]))
    rows = scale.rows or max(1, round(grid.rows / scale.factors[1]))
    return grid.resized(columns=columns, rows=rows)


def _check_size(grid: "Grid", bands: int, most: int) -> None:
    values = grid.cells * bands
    if values > most:
        raise CoverageTooLarge(values, most, factor=math.ceil(math.sqrt(values / most)))


@lru_cache(maxsize=256)
def _facts(path: Path, version: int) -> "CoverageFacts":
    from .raster.facts import read_facts

    return read_facts(path, pinned_crs=pinned_crs(path, version))


@lru_cache(maxsize=256)
def _grid_in(path: Path, version: int, definition: str) -> "Grid":
    """The grid around a coverage in another CRS."""
    from .raster.grid import grid_in
    from .render.image_handles import open_image

    own = _facts(path, version).grid.crs
    return grid_in(open_image(path, pinned_crs=None).base, own, definition)
