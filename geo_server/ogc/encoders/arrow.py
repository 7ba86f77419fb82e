"""Rows as Arrow record batches: the common ground of the binary formats.

Titles and units travel as the field metadata that GDAL reads and writes, in Vietnamese as the name for people and in
English as the comment; so QGIS shows them as aliases.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import pyarrow as pa

from layers import api as layers

from .selection import Selection

TYPES = {
    "integer": pa.int64(),
    "number": pa.float64(),
    "string": pa.string(),
    "boolean": pa.bool_(),
    "date": pa.date32(),
    "date-time": pa.timestamp("us", tz="UTC"),
}
WKB = {"ARROW:extension:name": "geoarrow.wkb"}


def schema_of(selection: Selection, *, geometry: str) -> pa.Schema:
    """Columns `fid`, the fields, and the shape as WKB under the name `geometry` unless the query leaves it out."""
    columns = [pa.field("fid", pa.int64(), nullable=False)]
    columns += [pa.field(field.name, TYPES[field.type], metadata=_described(field)) for field in selection.fields]
    if not selection.query.skip_geometry:
        columns.append(pa.field(geometry, pa.binary(), metadata=WKB))
    return pa.schema(columns)


@contextmanager
def record_batches(selection: Selection, schema: pa.Schema) -> Iterator[Iterator[pa.RecordBatch]]:
    """The rows in the columns of `schema`, a batch at a time; the end lets go of the database."""
    with selection.batches("binary") as batches:
        yield (_batch(rows, schema, with_shape=not selection.query.skip_geometry) for rows in batches if rows)


def _batch(rows: Sequence[layers.Row], schema: pa.Schema, *, with_shape: bool) -> pa.RecordBatch:
    fids, shapes, *values = zip(*rows, strict=True)
    columns: list[Any] = [fids, *values]
    if with_shape:
        columns.append(shapes)
    arrays = [pa.array(column, type=field.type) for column, field in zip(columns, schema, strict=True)]
    return pa.record_batch(arrays, schema=schema)


def _described(field: layers.Field) -> dict[str, str]:
    unit = f" ({field.unit})" if field.unit else ""
    return {
        "GDAL:OGR:alternative_name": f"{field.title_vi or field.name}{unit}",
        "GDAL:OGR:comment": f"{field.title_en or field.name}{unit}",
    }
