"""Small vector files of every kind, written by GDAL."""

import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import pyogrio.raw
import shapely
from shapely.geometry.base import BaseGeometry

DRIVERS = {
    ".gpkg": "GPKG",
    ".geojson": "GeoJSON",
    ".shp": "ESRI Shapefile",
    ".fgb": "FlatGeobuf",
    ".geojsonl": "GeoJSONSeq",
    ".kml": "LIBKML",
    ".gml": "GML",
    ".mif": "MapInfo File",
    ".tab": "MapInfo File",
    ".dxf": "DXF",
}


def write_file(
    path: Path,
    shapes: list[BaseGeometry | None],
    *,
    crs: str | None = "EPSG:4326",
    columns: dict[str, list[Any]] | None = None,
    **options: Any,
) -> Path:
    """Write shapes and columns into a new file, its kind by the suffix; extra options go to GDAL."""
    columns = columns or {"name": [f"thing {n}" for n in range(len(shapes))]}
    kinds = {shape.geom_type for shape in shapes if shape is not None}
    pyogrio.raw.write(
        path,
        geometry=np.array([None if s is None else shapely.to_wkb(s) for s in shapes], dtype=object),
        field_data=[np.array(values) for values in columns.values()],
        fields=list(columns),
        geometry_type=kinds.pop() if len(kinds) == 1 else "Unknown",
        crs=crs,
        driver=DRIVERS[path.suffix],
        **options,
    )
    return path


def zip_shapefile(path: Path, *, into: Path, without: tuple[str, ...] = ()) -> Path:
    """Put the parts of a Shapefile into a zip, except those of the suffixes in `without`."""
    with zipfile.ZipFile(into, "w") as archive:
        for part in sorted(path.parent.glob(f"{path.stem}.*")):
            if part.suffix not in without and part != into:
                archive.write(part, f"data/{part.name}")
    return into


def cut(path: Path, *, to: float) -> Path:
    """Keep only the first part of a file, as a broken upload does."""
    whole = path.read_bytes()
    path.write_bytes(whole[: int(len(whole) * to)])
    return path
