"""Open a vector file and check what can be checked before its rows are read."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
import pyogrio
import shapely
from pyproj import CRS

from ..errors import MissingCrs, UnreadableFile
from ..kinds import FieldType
from .containers import CITY_CRS_EN, CITY_CRS_VI, Container, open_container, require_prj
from .names import title
from .reference import check_fit, named_crs, sender_crs
from .text import choose_codec, decode
from .vector import BATCH, BROKEN, SourceField, VectorFile, broken, gdal_options, read_layer

FIELD_TYPES: dict[str, FieldType] = {
    "OFTInteger": "integer",
    "OFTInteger64": "integer",
    "OFTReal": "number",
    "OFTDate": "date",
    "OFTDateTime": "date-time",
}
LINES_AND_POINTS = ("Point", "MultiPoint", "LineString", "MultiLineString")
POLYGONS = ("Polygon", "MultiPolygon")


def open_file(
    path: Path, *, layer: str | None = None, crs: str | None = None, encoding: str | None = None
) -> VectorFile:
    """Open a GeoPackage, GeoJSON or Shapefile (zipped too) and check what can be checked without its rows.

    Args:
        path: the file.
        layer: its layer; needed where it has several.
        crs: what the sender says it is in, instead of what the file says.
        encoding: of a Shapefile's text, instead of what the file says.

    Raises:
        UnreadableFile, MissingCrs, CrsDoesNotFit, UnknownCrs.
    """
    container = open_container(path)
    meant = sender_crs(crs) if crs else None
    if meant is None:
        require_prj(container)
    name, info = _read_info(container, layer)
    meant = meant or _own_crs(container, info["crs"])
    check_fit(info["total_bounds"], meant, file=container.name)
    codec = _codec(container, name, info, encoding) if container.suffix == ".shp" else None
    return VectorFile(
        container=container,
        layer=name,
        crs=meant,
        codec=codec,
        fields=tuple(_fields(container, info, codec)),
        geometry_type=_geometry_type(container, name, info["geometry_type"]),
        rows=int(info["features"]),
    )


def _read_info(container: Container, layer: str | None) -> tuple[str, dict[str, Any]]:
    try:
        name = layer or _only_layer(container)
        info = pyogrio.read_info(
            container.dataset,
            layer=name,
            force_feature_count=True,
            force_total_bounds=True,
            **gdal_options(container),
        )
    except BROKEN as error:
        raise broken(container, error) from error
    return name, info


def _own_crs(container: Container, definition: str | None) -> str | CRS:
    if not definition:
        raise MissingCrs(container.name, f"Name it yourself ({CITY_CRS_EN}).", f"Hãy tự nêu hệ tọa độ ({CITY_CRS_VI}).")
    return named_crs(definition, file=container.name)


def _only_layer(container: Container) -> str:
    layers = [str(row[0]) for row in pyogrio.list_layers(container.dataset) if row[1] is not None]
    if len(layers) == 1:
        return layers[0]
    if not layers:
        raise UnreadableFile(container.name, "it has no layer with geometry.", "không có lớp nào có hình học.")
    raise UnreadableFile(
        container.name,
        f"it has several layers ({', '.join(layers)}): name one.",
        f"tệp có nhiều lớp ({', '.join(layers)}): hãy nêu một lớp.",
    )


def _codec(container: Container, layer: str, info: dict[str, Any], encoding: str | None) -> str:
    """The encoding the sender names, else the file's own, else the one in which its first rows can be read."""
    named = encoding or container.charset or None
    texts = list(info["fields"])
    if named is None:
        _, _, columns = read_layer(container, layer, max_features=BATCH, read_geometry=False)
        texts += [value for column in columns if column.dtype == object for value in column if isinstance(value, str)]
    return choose_codec(named, texts, file=container.name)


def _fields(container: Container, info: dict[str, Any], codec: str | None) -> Iterable[SourceField]:
    for raw_name, kind, subtype in zip(info["fields"], info["ogr_types"], info["ogr_subtypes"], strict=True):
        name = decode(raw_name, codec, file=container.name) if codec else raw_name
        yield SourceField(name, raw_name, "boolean" if subtype == "OFSTBoolean" else FIELD_TYPES.get(kind, "string"))


def _geometry_type(container: Container, layer: str, declared: str | None) -> str:
    """The type of a collection that holds all shapes of the layer.

    Polygons are always MultiPolygon, because a repair may cut one into parts. A Shapefile declares lines for single and
    multiple ones, and GeoJSON declares nothing reliable: there the rows decide.
    """
    plain = (declared or "Unknown").removeprefix("2.5D ").split(" ")[0]
    if plain in POLYGONS:
        return "MultiPolygon"
    if container.suffix == ".gpkg" and plain in LINES_AND_POINTS:
        return plain
    _, geometries, _ = read_layer(container, layer, columns=[])
    kinds = {str(kind) for kind in np.unique([s.geom_type for s in shapely.from_wkb(geometries) if s is not None])}
    single = {kind.removeprefix("Multi") for kind in kinds}
    if single == {"Polygon"}:
        return "MultiPolygon"
    if len(single) != 1 or not single <= set(LINES_AND_POINTS):
        return "Geometry"
    only = single.pop()
    return only if kinds == {only} else f"Multi{only}"


def file_title(path: Path) -> str:
    """What people called the file."""
    return title(path.stem)
