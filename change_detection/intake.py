"""Checks a picture before anything is stored, and makes the COG that is stored: files only, no database."""

import hashlib
import shutil
from dataclasses import dataclass
from pathlib import Path

from rasterio.errors import RasterioError
from rio_cogeo.cogeo import cog_translate, cog_validate
from rio_cogeo.profiles import cog_profiles
from shapely import Polygon, box, segmentize

from .engine.errors import UnreadableScene
from .engine.grid import Grid, native_grid
from .engine.quality import ensure_whole, measure_quality
from .errors import BlankScene
from .projection import crs_name, to_storage

_EDGE_PARTS = 16


@dataclass(frozen=True)
class SceneFile:
    """A file that may become a scene.

    Attributes:
        crs: short name, or WKT where the CRS has no name.
        footprint: EPSG:4326; its edges carry extra points, so that a straight edge in VN-2000 stays on its line.
    """

    sha256: str
    grid: Grid
    crs: str
    footprint: Polygon


def read_scene_file(path: Path) -> SceneFile:
    """Check a GeoTIFF to its end; the messages name the file as `path` does.

    Raises:
        UnreadableScene: no raster, or truncated.
        NoPosition: without CRS or position.
        BlankScene: nothing but no-data.
    """
    ensure_whole(path)
    grid = native_grid(path)
    if measure_quality(path).nodata_share >= 1.0:
        raise BlankScene(path.name)
    crs = crs_name(grid.crs)
    return SceneFile(_sha256(path), grid, crs, _footprint(grid, crs))


def store_as_cog(source: Path, target: Path) -> None:
    """Write `source` to `target` as a COG: copied when it is one already, else tiled, with overviews, without loss.

    The target appears whole or not at all.

    Raises:
        UnreadableScene: the pixels cannot be read to the end.
    """
    unfinished = target.with_suffix(".part.tif")
    try:
        if cog_validate(source, quiet=True)[0]:
            shutil.copyfile(source, unfinished)
        else:
            profile = cog_profiles.get("deflate")  # type: ignore[no-untyped-call]
            profile.update(predictor=2)
            cog_translate(source, unfinished, profile, in_memory=False, quiet=True)
        unfinished.replace(target)
    except RasterioError as error:
        raise UnreadableScene(source.name, str(error)) from error
    finally:
        unfinished.unlink(missing_ok=True)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _footprint(grid: Grid, crs: str) -> Polygon:
    west, south, east, north = grid.bounds
    edge = box(west, south, east, north)
    return to_storage(segmentize(edge, max(east - west, north - south) / _EDGE_PARTS), crs=crs)
