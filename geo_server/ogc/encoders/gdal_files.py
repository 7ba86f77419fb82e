"""FlatGeobuf and GeoPackage, written by GDAL from the Arrow stream into a file that is gone once it is sent."""

from collections.abc import Generator, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pyarrow as pa
import pyogrio

from layers import api as layers

from .arrow import record_batches, schema_of
from .selection import Selection

GEOMETRY = "geom"
BYTES_PER_PIECE = 256 * 1024


class _NoShape(Exception):
    """A feature has no shape; a spatial index of FlatGeobuf has no place for it."""


def encode_flatgeobuf(selection: Selection) -> Generator[bytes]:
    """A FlatGeobuf file: the features of a page in their order, a whole collection with a spatial index."""
    with TemporaryDirectory(prefix="diaban-") as folder:
        path = Path(folder) / f"{selection.collection.id}.fgb"
        indexed = not selection.is_page and not selection.query.skip_geometry
        try:
            _write(path, selection, driver="FlatGeobuf", indexed=indexed)
        except _NoShape:
            _write(path, selection, driver="FlatGeobuf", indexed=False)
        yield from _pieces(path)


def encode_geopackage(selection: Selection) -> Generator[bytes]:
    """A GeoPackage of one layer, with the ids of the features, titles as aliases, and a spatial index."""
    with TemporaryDirectory(prefix="diaban-") as folder:
        path = Path(folder) / f"{selection.collection.id}.gpkg"
        _write(path, selection, driver="GPKG")
        yield from _pieces(path)


def _write(path: Path, selection: Selection, *, driver: str, indexed: bool = False) -> None:
    schema = schema_of(selection, geometry=GEOMETRY)
    missing: list[bool] = []
    with record_batches(selection, schema) as batches:
        written = _until_a_shape_is_missing(batches, missing) if indexed else batches
        pyogrio.write_arrow(
            pa.RecordBatchReader.from_batches(schema, written),
            path,
            layer=selection.collection.id,
            driver=driver,
            layer_options=_options(selection, driver, indexed=indexed),
            **_spatial(selection),
        )
    if missing:
        raise _NoShape


def _spatial(selection: Selection) -> dict[str, Any]:
    if selection.query.skip_geometry:
        return {"geometry_type": "Unknown"}
    return {
        "geometry_name": GEOMETRY,
        "geometry_type": _geometry_type(selection.collection),
        "crs": _file_crs(selection.query.crs),
    }


def _until_a_shape_is_missing(batches: Iterator[pa.RecordBatch], missing: list[bool]) -> Iterator[pa.RecordBatch]:
    """The batches before one with a feature that has no shape; says in `missing` that there is one."""
    for batch in batches:
        if batch.column(GEOMETRY).null_count:
            missing.append(True)
            return
        yield batch


def _options(selection: Selection, driver: str, *, indexed: bool) -> dict[str, str]:
    collection = selection.collection
    if driver == "FlatGeobuf":
        return {
            "TITLE": collection.title_vi,
            "DESCRIPTION": collection.title_en,
            "SPATIAL_INDEX": "YES" if indexed else "NO",
        }
    return {"FID": "fid", "IDENTIFIER": collection.title_vi, "DESCRIPTION": collection.title_en}


def _geometry_type(collection: layers.Collection) -> str:
    return "Unknown" if collection.geometry_type == "Geometry" else collection.geometry_type


def _file_crs(crs: str) -> str:
    """Files keep x first in every system, so longitude-latitude is EPSG:4326 to them."""
    return "EPSG:4326" if crs == layers.CRS84 else crs


def _pieces(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while piece := file.read(BYTES_PER_PIECE):
            yield piece
