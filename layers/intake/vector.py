"""One layer of a vector file, read in batches through GDAL."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyogrio
import shapely
from pyogrio.errors import DataLayerError, DataSourceError, FeatureError, FieldError, GeometryError
from pyproj import CRS

from ..errors import UnreadableFile
from ..kinds import FieldType
from ..rows import Feature
from .containers import Container
from .reference import to_wgs84
from .text import decode

BATCH = 20_000
BROKEN = (DataSourceError, DataLayerError, FeatureError, FieldError, GeometryError, UnicodeError, ValueError)
"""What pyogrio raises for a file that GDAL cannot read."""


@dataclass(frozen=True)
class SourceField:
    """A column of a file: its name there, what GDAL calls it, and the type that its values have here."""

    name: str
    raw_name: str
    type: FieldType


@dataclass(frozen=True)
class VectorFile:
    """One layer of a file, opened and checked.

    Attributes:
        crs: short name if the server speaks it, else a pyproj CRS.
        codec: of text that GDAL passes through undecoded (Shapefiles), None where GDAL knows better.
        geometry_type: as a collection needs it, "Geometry" for mixed shapes.
        rows: how many features GDAL counts.
    """

    container: Container
    layer: str
    crs: str | CRS
    codec: str | None
    fields: tuple[SourceField, ...]
    geometry_type: str
    rows: int

    def features(self) -> Iterator[Feature]:
        """All rows in the order of the file; properties under the file's own names, geometry in WGS 84.

        Raises:
            UnreadableFile: the file breaks off in the middle, or its text is in another encoding.
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

    def _read(self, start: int) -> tuple[Any, list[Any]]:
        meta, geometries, columns = read_layer(
            self.container, self.layer, skip_features=start, max_features=BATCH, datetime_as_string=True
        )
        by_name = dict(zip(meta["fields"], columns, strict=True))
        return geometries, [self._decoded(by_name[field.raw_name]) for field in self.fields]

    def _decoded(self, column: Any) -> Any:
        if self.codec is None or column.dtype != object:
            return column
        texts = [decode(v, self.codec, file=self.container.name) if isinstance(v, str) else v for v in column]
        return np.array(texts, dtype=object)


def gdal_options(container: Container) -> dict[str, str]:
    """Options of GDAL's driver: a Shapefile's text comes undecoded."""
    return {"ENCODING": ""} if container.suffix == ".shp" else {}


def read_layer(container: Container, layer: str, **how: Any) -> tuple[dict[str, Any], Any, list[Any]]:
    """Meta data, geometries (WKB) and columns of one layer; raises UnreadableFile."""
    try:
        meta, _, geometries, columns = pyogrio.raw.read(
            container.dataset, layer=layer, force_2d=True, **how, **gdal_options(container)
        )
    except BROKEN as error:
        raise broken(container, error) from error
    return meta, geometries, columns


def broken(container: Container, error: Exception) -> UnreadableFile:
    """The sentence for a file that GDAL gives up on."""
    return UnreadableFile(
        container.name,
        f"it is broken or cut off, or is not what its name says ({error}).",
        f"tệp hỏng, bị cắt, hoặc không đúng định dạng như tên gọi ({error}).",
    )
