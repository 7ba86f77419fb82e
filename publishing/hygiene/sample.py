"""Some rows of a layer, spread evenly over it: enough to judge the body of a layer by."""

from typing import Any

import numpy as np
import pyarrow as pa
import shapely

from ..kinds import GEOMETRY, ROW, ColumnType, SourceLayer

ROWS = 2000
TYPES: dict[ColumnType, pa.DataType] = {
    "integer": pa.int64(),
    "number": pa.float64(),
    "string": pa.string(),
    "boolean": pa.bool_(),
    "date": pa.date32(),
    "date-time": pa.timestamp("us"),
}


def take_sample(layer: SourceLayer, *, rows: int = ROWS) -> pa.Table:
    """At most `rows` rows of the layer, every so-manieth, with all their columns."""
    step = max(1, -(-layer.rows // rows))
    parts, start = [], 0
    for batch in layer.batches():
        chosen = np.arange((-start) % step, batch.num_rows, step)
        if len(chosen):
            parts.append(batch.take(pa.array(chosen)))
        start += batch.num_rows
    return pa.Table.from_batches(parts) if parts else _nothing(layer)


def _nothing(layer: SourceLayer) -> pa.Table:
    """A table without rows for a layer without any."""
    columns = (
        {ROW: pa.int64()} | {column.name: TYPES[column.type] for column in layer.columns} | {GEOMETRY: pa.binary()}
    )
    return pa.table({name: pa.array([], kind) for name, kind in columns.items()})


def shapes_of(rows: pa.Table) -> Any:
    """The geometries of some rows in the numbers of the file; none for a table without places."""
    if GEOMETRY not in rows.schema.names:
        return np.zeros(0, object)
    return shapely.from_wkb(rows.column(GEOMETRY).combine_chunks().to_numpy(zero_copy_only=False))
