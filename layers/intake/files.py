"""Vector files as batches of features in WGS 84."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyogrio
import shapely
from pyogrio.errors import DataLayerError, DataSourceError, FeatureError, FieldError, GeometryError
from pyproj import CRS

from ..errors import MissingCrs, UnreadableFile
from ..kinds import Extent, FieldType
from ..rows import Feature
from .containers import CITY_CRS_EN, CITY_CRS_VI, Container, open_container, require_prj
from .names import title
from .reference import check_fit, named_crs, sender_crs, to_wgs84

BATCH = 20_000
BROKEN = (DataSourceError, DataLayerError, FeatureError, FieldError, GeometryError, UnicodeError, ValueError)
"""What pyogrio raises for a file that GDAL cannot read."""

FIELD_TYPES: dict[str, FieldType] = {
    "OFTInteger": "integer",
    "OFTInteger64": "integer",
    "OFTReal": "number",
    "OFTDate": "date",
    "OFTDateTime": "date-time",
}


@dataclass(frozen=True)
class SourceField:
    """A column of a file: its name there, and the type that its values have here."""

    name: str
    type: FieldType


@dataclass(frozen=True)
class VectorFile:
    """One layer of a file, opened and checked.

    Attributes:
        crs: short name if the server speaks it, else a pyproj CRS.
        geometry_type: as a collection needs it, "Geometry" for mixed shapes.
        rows: how many features GDAL counts.
    """

    container: Container
    layer: str
    crs: str | CRS
    encoding: str | None
    fields: tuple[SourceField, ...]
    geometry_type: str
    rows: int

    def features(self) -> Iterator[Feature]:
        """All rows in the order of the file; properties under the file's own names.

        Raises:
            UnreadableFile: the file breaks off in the middle.
        """
        move = to_wgs84(self.crs)
        read = 0
        for start in range(0, max(self.rows, 1), BATCH):
            geometries, columns = self._read(start)
            shapes = move(shapely.from_wkb(geometries))
            read += len(shapes)
            for index, shape in enumerate(shapes):
                yield Feature(shape, {f.name: column[index] for f, column in zip(self.fields, columns, strict=True)})
        if read != self.rows:
            raise UnreadableFile(
                self.container.name,
                f"only {read} of its {self.rows} features can be read.",
                f"chỉ đọc được {read} trên {self.rows} đối tượng.",
            )

    def _read(self, start: int) -> tuple[Any, Any]:
        try:
            meta, _, geometries, columns = pyogrio.raw.read(
                self.container.dataset,
                layer=self.layer,
                encoding=self.encoding,
                skip_features=start,
                max_features=BATCH,
                force_2d=True,
                datetime_as_string=True,
            )
        except BROKEN as error:
            raise broken(self.container, error) from error
        by_name = dict(zip(meta["fields"], columns, strict=True))
        return geometries, [by_name[field.name] for field in self.fields]


def open_file(
    path: Path, *, layer: str | None = None, crs: str | None = None, encoding: str | None = None
) -> VectorFile:
    """Open a GeoPackage, GeoJSON or Shapefile (zipped too) and check what can be checked without its rows.

    Args:
        path: the file.
        layer: its layer; needed where it has several.
        crs: what the sender says it is in, instead of what the file says.
        encoding: of its text, instead of what the file says.

    Raises:
        UnreadableFile, MissingCrs, CrsDoesNotFit, UnknownCrs.
    """
    container = open_container(path)
    meant = sender_crs(crs) if crs else None
    if meant is None:
        require_prj(container)
    try:
        name = layer or _only_layer(container)
        encoding = encoding or container.charset or None
        info = pyogrio.read_info(
            container.dataset, layer=name, encoding=encoding, force_feature_count=True, force_total_bounds=True
        )
    except BROKEN as error:
        raise broken(container, error) from error
    if meant is None:
        meant = _own_crs(container, info["crs"])
    bounds: Extent | None = info["total_bounds"]
    check_fit(bounds, meant, file=container.name)
    fields = tuple(
        SourceField(name, _field_type(kind, subtype))
        for name, kind, subtype in zip(info["fields"], info["ogr_types"], info["ogr_subtypes"], strict=True)
    )
    opened = VectorFile(container, name, meant, encoding, fields, "Geometry", int(info["features"]))
    kind = _geometry_type(opened, info["geometry_type"])
    return VectorFile(container, name, meant, encoding, fields, kind, opened.rows)


def broken(container: Container, error: Exception) -> UnreadableFile:
    """The sentence for a file that GDAL gives up on."""
    return UnreadableFile(
        container.name,
        f"it is broken or cut off, or is not what its name says ({error}).",
        f"tệp hỏng, bị cắt, hoặc không đúng định dạng như tên gọi ({error}).",
    )


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


def _field_type(kind: str, subtype: str) -> FieldType:
    if subtype == "OFSTBoolean":
        return "boolean"
    return FIELD_TYPES.get(kind, "string")


def _geometry_type(file: VectorFile, declared: str | None) -> str:
    """The type of a collection that holds all shapes of the file; Multi* wherever single and multiple parts mix.

    A Shapefile declares polygons and lines for both, and GeoJSON declares nothing reliable: there the rows decide.
    """
    plain = (declared or "Unknown").split(" ")[0].removeprefix("2.5D").strip()
    if file.container.suffix == ".gpkg" and plain in (
        "Point",
        "MultiPoint",
        "LineString",
        "MultiLineString",
        "Polygon",
        "MultiPolygon",
    ):
        return plain
    try:
        _, _, geometries, _ = pyogrio.raw.read(file.container.dataset, layer=file.layer, columns=[], force_2d=True)
    except BROKEN as error:
        raise broken(file.container, error) from error
    kinds = {
        str(name)
        for name in np.unique([shape.geom_type for shape in shapely.from_wkb(geometries) if shape is not None])
    }
    single = {kind.removeprefix("Multi") for kind in kinds}
    if len(single) != 1 or single & {"GeometryCollection", "LinearRing"}:
        return "Geometry"
    only = single.pop()
    return only if kinds == {only} else f"Multi{only}"


def file_title(path: Path) -> str:
    """What people called the file."""
    return title(path.stem)
