"""Coverages as a subject may see them: imagery or heights give their values to whoever sees the footprint.

GDAL is imported when a coverage is read: a web worker that serves none does without it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from shapely.geometry import box
from shapely.geometry.base import BaseGeometry

from geo_server.core import storage
from geo_server.core.subject import Subject
from layers import api as layers

from .coverage_grids import check_size, grid_for
from .coverage_queries import CoverageQuery
from .errors import NoCoverage, NoPicture, NothingThere, UnknownBand, UnreadableImagery
from .imagery_tiles import pinned_crs

if TYPE_CHECKING:
    from .raster.facts import Band, CoverageFacts
    from .raster.reading import Coverage

NEAR_DEGREES = 0.01


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
        OutsideCrs: the coverage lies where the CRS of the answer does not reach.
        UnknownBand: the coverage has no such band.
        UnreadableImagery: the file cannot be read to the end.
    """
    from rasterio.errors import RasterioError

    from .raster import reading

    bands, crs = bands_named(file, query.bands), query.crs or file.facts.crs
    grid = grid_for(file.facts, file.path, file.version, query, collection_id=file.collection.id)
    check_size(grid, bands=len(bands), most=query.most_values)
    try:
        found = reading.read_coverage(file.path, file.facts, grid, bands=bands, crs=crs)
    except (RasterioError, OSError) as error:
        raise UnreadableImagery(file.collection.id) from error
    return found if query.shape is None else _within(found, query.shape)


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


def _within(coverage: "Coverage", shape: BaseGeometry) -> "Coverage":
    """The cells inside a shape (CRS84); what of it lies far from the grid, perhaps beyond the CRS, is cut off first."""
    from .raster import reading
    from .raster.grid import moved_box, moved_shape

    degrees = definition_of(layers.CRS84)
    near = box(*moved_box(coverage.grid.box, source=coverage.grid.crs, target=degrees)).buffer(NEAR_DEGREES)
    return reading.within(coverage, moved_shape(shape.intersection(near), source=degrees, target=coverage.grid.crs))


@lru_cache(maxsize=256)
def _facts(path: Path, version: int) -> "CoverageFacts":
    from .raster.facts import read_facts

    return read_facts(path, pinned_crs=pinned_crs(path, version))
