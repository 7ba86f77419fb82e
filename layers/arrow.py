"""Arrow batches as the binary COPY of PostgreSQL writes them; the cost of a row is a copy of its bytes."""

from collections.abc import Iterable, Iterator
from typing import Any

import pgpq
import pyarrow as pa
import pyarrow.compute as pc

from .errors import BadSpec
from .kinds import CollectionSpec, Field
from .values import city_zone

ROW = "row"
GEOMETRY = "geometry"
TYPES: dict[str, pa.DataType] = {
    "integer": pa.int64(),
    "number": pa.float64(),
    "string": pa.string(),
    "boolean": pa.bool_(),
    "date": pa.date32(),
    "date-time": pa.timestamp("us", "UTC"),
}
MULTIPLE = {"MultiPoint": 1, "MultiLineString": 2, "MultiPolygon": 3}
"""Type of the single part in WKB."""


def binary_rows(spec: CollectionSpec, batches: Iterable[pa.RecordBatch]) -> Iterator[bytes]:
    """The bytes of COPY for the columns of `copied_columns`; raises BadSpec for a column that is no field."""
    encoder = pgpq.ArrowToPostgresBinaryEncoder(_schema(spec))
    yield encoder.write_header()
    for batch in batches:
        yield encoder.write_batch(as_stored(spec, batch))
    yield encoder.finish()


def copied_columns(spec: CollectionSpec) -> list[str]:
    """The columns of the table in the order of the bytes."""
    return ["Row", *(field.name for field in spec.fields), "geom"]


def as_stored(spec: CollectionSpec, batch: pa.RecordBatch) -> pa.RecordBatch:
    """The batch with all columns in order, each of the type that the table stores."""
    names = {field.name for field in spec.fields}
    for name in batch.schema.names:
        if name not in names | {ROW, GEOMETRY}:
            raise BadSpec(spec.id, f"'{name}' is no field of it.", f"không có trường '{name}'.")
    columns = [batch.column(ROW).cast(pa.int64()), *(_values(spec, field, batch) for field in spec.fields)]
    return pa.record_batch([*columns, _shapes(spec, batch)], schema=_schema(spec))


def _schema(spec: CollectionSpec) -> pa.Schema:
    fields = [pa.field(field.name, TYPES[field.type]) for field in spec.fields]
    return pa.schema([pa.field(ROW, pa.int64()), *fields, pa.field(GEOMETRY, pa.binary())])


def _values(spec: CollectionSpec, field: Field, batch: pa.RecordBatch) -> pa.Array:
    wanted = TYPES[field.type]
    if field.name not in batch.schema.names:
        return pa.nulls(batch.num_rows, wanted)
    values: Any = batch.column(field.name)
    try:
        if pa.types.is_timestamp(values.type) and values.type.tz is None:
            values = pc.assume_timezone(values, str(city_zone()))
        values = values.cast(wanted)
    except pa.ArrowInvalid as error:
        raise BadSpec(
            spec.id,
            f"values of '{field.name}' are no {field.type}: {error}",
            f"giá trị của '{field.name}' không phải kiểu {field.type}: {error}",
        ) from error
    return pc.if_else(pc.is_nan(values), None, values) if field.type == "number" else values


def _shapes(spec: CollectionSpec, batch: pa.RecordBatch) -> pa.Array:
    """The places; a single part becomes a Multi* of one where the collection holds those."""
    if GEOMETRY not in batch.schema.names:
        return pa.nulls(batch.num_rows, pa.binary())
    shapes: Any = batch.column(GEOMETRY).cast(pa.binary())
    part = MULTIPLE.get(spec.geometry_type)
    if part is None:
        return shapes
    single = pc.equal(pc.binary_slice(shapes, 0, 5), pa.scalar(b"\x01" + part.to_bytes(4, "little")))
    whole = b"\x01" + (part + 3).to_bytes(4, "little") + (1).to_bytes(4, "little")
    joined = pc.binary_join_element_wise(pa.scalar(whole, pa.binary()), shapes, pa.scalar(b"", pa.binary()))
    return pc.if_else(single, joined, shapes)
