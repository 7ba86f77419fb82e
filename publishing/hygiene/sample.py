"""Some rows of a layer, spread evenly over it: enough to judge the body of a layer by."""

from typing import Any

import numpy as np
import pyarrow as pa
import shapely

from ..kinds import GEOMETRY, SourceLayer

ROWS = 2000


def take_sample(layer: SourceLayer, *, rows: int = ROWS) -> pa.Table:
    """At most `rows` rows of the layer, every so-manieth, with all their columns."""
    step = max(1, -(-layer.rows // rows))
    parts, start = [], 0
    for batch in layer.batches():
        chosen = np.arange((-start) % step, batch.num_rows, step)
        if len(chosen):
            parts.append(batch.take(pa.array(chosen)))
        start += batch.num_rows
    return pa.Table.from_batches(parts) if parts else pa.table({})


def shapes_of(rows: pa.Table) -> Any:
    """The geometries of some rows in the numbers of the file; none for a table without places."""
    if GEOMETRY not in rows.schema.names:
        return np.zeros(0, object)
    return shapely.from_wkb(rows.column(GEOMETRY).combine_chunks().to_numpy(zero_copy_only=False))
