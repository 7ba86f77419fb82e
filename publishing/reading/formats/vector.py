"""One layer of a vector file through GDAL, batch by batch, without a Python object per row."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyogrio
import pyogrio.raw
from pyogrio.errors import DataLayerError, DataSourceError, FeatureError, FieldError, GeometryError

from ...errors import UnreadableFile
from ...kinds import SourceColumn, SourceLayer
from ..columns import distinct_names, plain, type_of
from ..shapes import codes_of, curved
from ..sources import shown
from ..writer import BATCH, Budget, Described, LayerWriter

BROKEN = (
    DataSourceError, DataLayerError, FeatureError, FieldError, GeometryError, pa.ArrowException, OSError,
    UnicodeError, ValueError, RuntimeError, IndexError,
)  # fmt: skip
"""What comes out of pyogrio and Arrow for a file that GDAL cannot read."""
_NOWHERE = ("LOCAL_CS[", "ENGCRS[", "ENGINEERINGCRS[")
_UNDEFINED = "Undefined "
"""How GeoPackage names its two entries for "not known"."""
_OUR_PATH = re.compile(r"/\S*/part(?:\.\w+)*")
"""Where the file lies is nobody's business."""
_MARKS = {b"geoarrow.wkb", b"ogc.wkb"}


@dataclass(frozen=True)
class Reading:
    """How a layer is read.

    Attributes:
        file: for GDAL.
        layer: its name there, or its number.
        name: of the layer, for people.
        raw: text comes as bytes that nobody decoded.
        crs: instead of what GDAL makes of the file, where not None.
        options: of the driver.
        without: columns that are left out.
        expected: rows that the file announces, None if it does not.
    """

    file: Path
    layer: str | int
    name: str
    raw: bool = False
    crs: str | None = None
    charset: str = ""
    remarks: tuple[str, ...] = ()
    options: Mapping[str, str] = field(default_factory=dict)
    without: frozenset[str] = frozenset()
    expected: int | None = None


def layers_of(file: Path, name: str) -> list[tuple[str, bool]]:
    """Names of the layers that GDAL finds, and whether they have places; raises UnreadableFile."""
    try:
        return [(str(layer), kind is not None) for layer, kind in pyogrio.list_layers(file)]
    except BROKEN as error:
        raise broken(name, error) from error


def copy_layer(reading: Reading, budget: Budget) -> SourceLayer:
    """Read a layer and write it down.

    Raises:
        UnreadableFile: GDAL gives up on it, or finds fewer rows than it announces.
        OverLimit: there is too much in it.
    """
    try:
        with pyogrio.raw.open_arrow(
            reading.file, layer=reading.layer, use_pyarrow=True, batch_size=BATCH, **reading.options
        ) as (meta, batches):
            shape = shape_column(batches.schema)
            described, taken = _described(reading, meta, batches.schema, shape)
            with LayerWriter(described, budget) as writer:
                for batch in batches:
                    _write(writer, batch, shape, taken, reading)
    except BROKEN as error:
        raise broken(budget.name, error) from error
    if reading.expected is not None and writer.rows != reading.expected:
        raise incomplete(budget.name, writer.rows, reading.expected)
    return writer.layer()


def shape_column(schema: pa.Schema) -> int | None:
    """Number of the column of shapes; the first, where a file has several."""
    for number, column in enumerate(schema):
        if (column.metadata or {}).get(b"ARROW:extension:name") in _MARKS:
            return number
        if getattr(column.type, "extension_name", "") in {"geoarrow.wkb", "ogc.wkb"}:
            return number
    return None


def _described(
    reading: Reading, meta: Mapping[str, Any], schema: pa.Schema, shape: int | None
) -> tuple[Described, list[int]]:
    """What is known before the rows come, and the columns that are taken."""
    kinds = {n: type_of(c.type) for n, c in enumerate(schema) if n != shape and c.name not in reading.without}
    taken = [n for n, kind in kinds.items() if kind is not None]
    names = distinct_names((schema.field(n).name for n in taken), raw=reading.raw)
    columns = tuple(
        SourceColumn(name, kind, raw=reading.raw and kind == "string")
        for name, n in zip(names, taken, strict=True)
        if (kind := kinds[n]) is not None
    )
    remarks = reading.remarks + (("left_out_bytes",) if None in kinds.values() else ())
    described = Described(
        name=shown(reading.name),
        columns=columns,
        types=tuple(schema.field(n).type for n in taken),
        has_places=shape is not None,
        crs=reading.crs if reading.crs is not None else known_crs(meta["crs"]),
        charset=reading.charset,
        remarks=remarks,
    )
    return described, taken


def known_crs(text: str | None) -> str:
    """What GDAL says of the CRS; "" for its words for "none". A CRS without a name may well have parameters."""
    if not text or text.startswith(_NOWHERE):
        return ""
    name = text.partition('"')[2].partition('"')[0]
    return "" if name.startswith(_UNDEFINED) else text


def _write(writer: LayerWriter, batch: pa.RecordBatch, shape: int | None, taken: list[int], reading: Reading) -> None:
    wkb = None
    if shape is not None:
        wkb = straight(batch.column(shape), reading, writer)
    writer.write([batch.column(n) for n in taken], wkb)


def straight(column: pa.Array, reading: Reading, writer: LayerWriter) -> pa.Array:
    """The shapes of a batch without arcs: GDAL draws them straight if it is asked for rows instead of Arrow."""
    wkb = column.storage if isinstance(column, pa.ExtensionArray) else column
    wkb = wkb.cast(pa.binary())
    codes = codes_of(wkb)
    if not curved(codes):
        return wkb
    rows = np.flatnonzero(np.array([curved(codes[n : n + 1]) for n in range(len(codes))])) + writer.rows + 1
    writer.notice("straightened", rows)
    _, _, shapes, _ = pyogrio.raw.read(
        reading.file, layer=reading.layer, columns=[], force_2d=True, skip_features=writer.rows, max_features=len(wkb),
        **reading.options,
    )  # fmt: skip
    return pa.array(shapes, pa.binary())


def broken(name: str, error: Exception) -> UnreadableFile:
    """The sentence for a file that GDAL gives up on."""
    why = plain(_OUR_PATH.sub(name, str(error)))[:200]
    return UnreadableFile(
        name,
        f"it is broken or cut off, or is not what its name says ({why}).",
        f"tệp hỏng, bị cắt, hoặc không đúng định dạng như tên gọi ({why}).",
    )


def incomplete(name: str, found: int, announced: int) -> UnreadableFile:
    """The sentence for a file with fewer rows than it says."""
    return UnreadableFile(
        name,
        f"it is cut off: {found:,} of its {announced:,} features can be read. Send it again.",
        f"tệp bị cắt: chỉ đọc được {found:,} trên {announced:,} đối tượng. Hãy gửi lại.",
    )
