"""Takes a raster in as a coverage of its own: an elevation model, an orthophoto that nobody compares."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from django.db import transaction
from shapely.geometry import box

from geo_server.core import storage
from geo_server.core.subject import Subject
from layers import api as layers
from layers.errors import NotAllowed

from .errors import NoPicture, UnplacedRaster, UnreadableRaster

if TYPE_CHECKING:
    from .raster.facts import CoverageFacts

EDGE_PARTS = 16
ELEVATION, IMAGERY = "elevation", "imagery"


def publish_coverage(
    path: Path,
    *,
    collection_id: str,
    by: Subject,
    now: datetime,
    title_vi: str = "",
    title_en: str = "",
    theme: str = "",
    owner: str = "city",
    public: bool = False,
    for_the_web: bool = False,
) -> layers.Collection:
    """Store a GeoTIFF as the coverage of a collection; a coverage of this id is replaced.

    Args:
        path: the file, with a CRS.
        collection_id: of the collection to make or to replace.
        by: who stores it.
        now: when.
        title_vi: by default the name of the file.
        title_en: by default the Vietnamese one.
        theme: "imagery" for pictures of 8 bits and "elevation" for all else, if nothing is said.
        owner: code of the organisation that answers for it.
        public: everybody may read it.
        for_the_web: move a picture to the grid of web maps as JPEG: its tiles then cost nothing, its values change.

    Raises:
        NotAllowed: only those who answer for the server store files.
        UnreadableRaster, UnplacedRaster: the file will not do.
        NoPicture: `for_the_web`, but the bands are no picture.
    """
    if not by.is_administrator:
        raise NotAllowed("store a coverage", "lưu dữ liệu phủ")
    facts = _facts_of(path)
    if for_the_web and not facts.is_picture:
        raise NoPicture([f"{band.name} ({band.type})" for band in facts.bands])
    key = f"coverages/{collection_id}.tif"
    spec = layers.CollectionSpec(
        id=collection_id,
        title_vi=title_vi or path.stem,
        title_en=title_en or title_vi or path.stem,
        theme=theme or (IMAGERY if facts.is_picture else ELEVATION),
        geometry_type="Polygon",
        fields=(
            layers.Field("title", "string", "Tên", "Title", role="title"),
            layers.Field("cell", "number", "Cỡ ô lưới", "Size of a cell"),
        ),
        owner=owner,
        storage_crs=facts.crs if facts.crs in layers.SUPPORTED_CRS else "EPSG:4326",
        style={"layers": [{"id": "footprint", "type": "line", "paint": {"line-color": "#5b6470", "line-width": 1}}]},
        package="tiles",
        public=public,
        coverage=key,
    )
    unfinished = storage.prepare(key).with_suffix(".part.tif")
    try:
        _store(path, unfinished, facts, for_the_web=for_the_web)
        with transaction.atomic():
            layers.define_collection(spec, by=by, now=now)
            _write_footprint(spec, facts, by=by, now=now)
            unfinished.replace(storage.path_of(key))
    finally:
        unfinished.unlink(missing_ok=True)
    return layers.get_collection(by, collection_id=collection_id)


def _facts_of(path: Path) -> "CoverageFacts":
    from rasterio.errors import RasterioError

    from .imagery_tiles import pinned_crs
    from .raster.facts import read_facts

    try:
        if not read_facts(path, pinned_crs=None).grid.crs:
            raise UnplacedRaster(path.name)
        return read_facts(path, pinned_crs=pinned_crs(path, path.stat().st_mtime_ns))
    except (RasterioError, OSError) as error:
        raise UnreadableRaster(path.name) from error


def _store(path: Path, target: Path, facts: "CoverageFacts", *, for_the_web: bool) -> None:
    from rasterio.errors import RasterioError

    from .raster.storing import store_for_the_web, store_lossless

    try:
        if for_the_web:
            store_for_the_web(path, target, crs=facts.grid.crs)
        else:
            store_lossless(path, target)
    except RasterioError as error:
        raise UnreadableRaster(path.name) from error


def _write_footprint(spec: layers.CollectionSpec, facts: "CoverageFacts", *, by: Subject, now: datetime) -> None:
    """The outline of the grid as the collection's one feature; extra corners keep straight edges on their line."""
    from .raster.grid import moved_shape

    grid = facts.grid
    west, south, east, north = grid.box
    edge = box(west, south, east, north).segmentize(max(east - west, north - south) / EDGE_PARTS)
    outline = moved_shape(edge, source=grid.crs, target=layers.proj_text(layers.CRS84))
    feature = layers.Feature(geometry=outline, properties={"title": spec.title_vi, "cell": grid.cell[0]})
    layers.write_features(spec.id, [feature], mode="replace", key=None, by=by, reason="coverage", now=now)
