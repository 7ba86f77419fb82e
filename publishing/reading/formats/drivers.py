"""GDAL, cut down to the drivers that are needed here and told to look nowhere but into the file."""

import os
from collections.abc import Mapping

SKIP = "GDAL_SKIP"
"""Variable by which GDAL is told, before it is loaded, which drivers to do without."""
ALLOWED = (
    "MEM",
    "ESRI Shapefile",
    "MapInfo File",
    "GML",
    "LIBKML",
    "GeoJSON",
    "GeoJSONSeq",
    "GPKG",
    "DXF",
    "FlatGeobuf",
    "OSM",
)
SETTINGS: Mapping[str, str] = {
    "GDAL_DISABLE_READDIR_ON_OPEN": "NO",
    "GDAL_HTTP_MAX_RETRY": "0",
    "GDAL_NUM_THREADS": "1",
    "GML_DOWNLOAD_SCHEMA": "NO",
    "GML_SKIP_CORRUPTED_FEATURES": "NO",
    "GML_SKIP_RESOLVE_ELEMS": "ALL",
    "LIBKML_RESOLVE_STYLE": "NO",
    "OGR_GEOJSON_MAX_OBJ_SIZE": "100",
    "OGR_GEOJSON_MAX_BYTES_FIRST_PASS": "0",
    "OGR_GPKG_NUM_THREADS": "1",
    "OGR_SQLITE_LOAD_EXTENSIONS": "NO",
    "OSM_COMPRESS_NODES": "YES",
    "OSM_MAX_TMPFILE_SIZE": "200",
    "PROJ_NETWORK": "OFF",
}
"""Options of GDAL, not of one file."""


def surplus_drivers() -> list[str]:
    """Drivers that this process still has and that are not needed here."""
    import pyogrio

    return sorted(set(pyogrio.list_drivers()) - set(ALLOWED))


def environment_without(drivers: list[str]) -> dict[str, str]:
    """The environment in which GDAL starts without some drivers; it reads it once, when it is loaded."""
    skipped = [*os.environ.get(SKIP, "").split(","), *drivers]
    return {**os.environ, SKIP: ",".join(skipped)}


def settle() -> None:
    """Give GDAL its settings."""
    import pyogrio

    pyogrio.set_gdal_config_options(dict(SETTINGS))
