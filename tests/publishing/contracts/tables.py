"""Small Arrow batches and columns, as hygiene leaves them."""

from collections.abc import Mapping, Sequence
from typing import Any

import pyarrow as pa
import shapely
from shapely.geometry.base import BaseGeometry

from publishing.contracts import ColumnFacts, column_facts
from publishing.kinds import GEOMETRY, ROW


def batch_of(
    columns: Mapping[str, Sequence[Any]], shapes: Sequence[BaseGeometry | None] | None = None, *, first_row: int = 1
) -> pa.RecordBatch:
    """A batch with these columns; `shapes` in WGS 84."""
    [rows] = {len(values) for values in columns.values()} | ({len(shapes)} if shapes is not None else set())
    made: dict[str, Any] = {ROW: pa.array(range(first_row, first_row + rows), pa.int64())}
    made |= {name: values if isinstance(values, pa.Array) else pa.array(values) for name, values in columns.items()}
    if shapes is not None:
        wkb = [None if shape is None else shapely.to_wkb(shape) for shape in shapes]
        made[GEOMETRY] = pa.array(wkb, pa.binary())
    return pa.RecordBatch.from_pydict(made)


def columns_of(columns: Mapping[str, Sequence[Any]]) -> tuple[ColumnFacts, ...]:
    """What is known of these columns."""
    return column_facts([batch_of(columns)])
