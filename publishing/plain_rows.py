"""Rows of a small register for a package that knows itself what to make of them: read safely, changed in nothing."""

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import shapely

from layers.api import Feature

from .errors import UnknownLayer, UnreadableFile
from .kinds import GEOMETRY, ROW, SourceColumn, SourceLayer
from .reading import read

WGS84 = ("EPSG:4326", "")
"""What a register may say of its places; one that says nothing has none, or longitude and latitude."""


def rows_of(path: Path, *, layer: str = "") -> Iterator[Feature]:
    """The rows of one layer of a file, in its order, under the file's own names.

    Args:
        path: any file that is read here; its places must be longitude and latitude (WGS 84), its text UTF-8.
        layer: needed where the file has several.

    Raises:
        UnreadableFile, OverLimit: it cannot be read, or its places or its text are in something else.
        UnknownLayer: no such layer, or several and none was named.
    """
    with TemporaryDirectory(prefix="rows-") as folder:
        source = _only(read(path, folder=Path(folder)).layers, layer, path.name)
        if source.crs not in WGS84 or not _in_degrees(source):
            raise UnreadableFile(
                path.name,
                "its places are not longitude and latitude. Save it in WGS 84 (EPSG:4326).",
                "tọa độ không phải kinh độ, vĩ độ. Hãy lưu ở WGS 84 (EPSG:4326).",
            )
        names = {column.name: _decoded(column.name, column, path.name) for column in source.columns}
        for batch in source.batches():
            for row in batch.to_pylist():
                wkb = row.pop(GEOMETRY, None)
                row.pop(ROW)
                values = {
                    names[c.name]: _decoded(row[c.name], c, path.name) if c.raw else row[c.name] for c in source.columns
                }
                yield Feature(None if wkb is None else shapely.from_wkb(wkb), values)


def _only(layers: tuple[SourceLayer, ...], name: str, file: str) -> SourceLayer:
    found = [one for one in layers if not name or one.name == name]
    if len(found) != 1:
        raise UnknownLayer(file, name, [one.name for one in layers])
    return found[0]


def _in_degrees(source: SourceLayer) -> bool:
    if source.bounds is None:
        return True
    west, south, east, north = source.bounds
    return -180 <= west and east <= 180 and -90 <= south and north <= 90


def _decoded(text: Any, column: SourceColumn, file: str) -> Any:
    if not column.raw or text is None:
        return text
    try:
        return str(text).encode("latin-1").decode("utf-8")
    except UnicodeDecodeError as error:
        raise UnreadableFile(
            file, "its text is not UTF-8. Save it as UTF-8.", "chữ không theo UTF-8. Hãy lưu lại bằng UTF-8."
        ) from error
