"""GeoParquet 1.1: columns for analysts, WKB shapes with their boxes, written piece by piece without a file."""

import json
from collections.abc import Generator, Iterator
from io import BytesIO
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import shapely
from pyproj import CRS

from layers import api as layers

from .arrow import record_batches, schema_of
from .selection import Selection

GEOMETRY = "geometry"
BOX = "bbox"
CORNERS = ("xmin", "ymin", "xmax", "ymax")
BOX_TYPE = pa.struct([(corner, pa.float64()) for corner in CORNERS])
ROWS_PER_GROUP = 50_000  # about what a reader skips at once by the boxes


class _Outbox(BytesIO):
    """Where the writer puts bytes; what was taken is forgotten, positions still count from the beginning."""

    def __init__(self) -> None:
        super().__init__()
        self.taken = 0

    def tell(self) -> int:
        return self.taken + super().tell()

    def take(self) -> bytes:
        """What was written since the last time."""
        written = self.getvalue()
        self.taken += len(written)
        self.seek(0)
        self.truncate()
        return written


class _Shapes:
    """What the metadata says of all shapes: their types and the box around them."""

    def __init__(self) -> None:
        self.types: set[str] = set()
        self.box = [np.inf, np.inf, -np.inf, -np.inf]

    def add(self, shapes: Any, boxes: Any) -> None:
        self.types |= {str(kind) for kind in np.unique([shape.geom_type for shape in shapes if shape is not None])}
        known = boxes[~np.isnan(boxes).any(axis=1)]
        if len(known):
            low, high = known[:, :2].min(axis=0), known[:, 2:].max(axis=0)
            self.box = [*np.minimum(self.box[:2], low).tolist(), *np.maximum(self.box[2:], high).tolist()]


def encode(selection: Selection) -> Generator[bytes]:
    """A Parquet file, compressed with zstd; its metadata stand at the end, when all shapes are known."""
    schema = schema_of(selection, geometry=GEOMETRY)
    spatial = not selection.query.skip_geometry
    if spatial:
        schema = schema.append(pa.field(BOX, BOX_TYPE))
    outbox, shapes = _Outbox(), _Shapes()
    with pq.ParquetWriter(outbox, schema, compression="zstd") as writer:
        for group in _groups(selection, schema, shapes):
            writer.write_table(group)
            yield outbox.take()
        if spatial:
            writer.add_key_value_metadata({"geo": json.dumps(_metadata(selection.query.crs, shapes))})
    yield outbox.take()


def _groups(selection: Selection, schema: pa.Schema, shapes: _Shapes) -> Iterator[pa.Table]:
    """Row groups: as many batches as make a good one."""
    plain = schema_of(selection, geometry=GEOMETRY)
    waiting: list[pa.RecordBatch] = []
    with record_batches(selection, plain) as batches:
        for batch in batches:
            waiting.append(batch if plain.equals(schema) else _with_boxes(batch, schema, shapes))
            if sum(part.num_rows for part in waiting) >= ROWS_PER_GROUP:
                yield pa.Table.from_batches(waiting, schema)
                waiting = []
    if waiting:
        yield pa.Table.from_batches(waiting, schema)


def _with_boxes(batch: pa.RecordBatch, schema: pa.Schema, shapes: _Shapes) -> pa.RecordBatch:
    parsed = shapely.from_wkb(batch.column(GEOMETRY).to_numpy(zero_copy_only=False))
    bounds = shapely.bounds(parsed)
    shapes.add(parsed, bounds)
    missing = np.isnan(bounds).any(axis=1)
    corners = [pa.array(bounds[:, number], type=pa.float64()) for number in range(len(CORNERS))]
    boxes = pa.StructArray.from_arrays(corners, fields=list(BOX_TYPE), mask=pa.array(missing))
    return pa.record_batch([*batch.columns, boxes], schema=schema)


def _metadata(crs: str, shapes: _Shapes) -> dict[str, Any]:
    """The `geo` entry; longitude-latitude is the default of the format and is not written."""
    column: dict[str, Any] = {
        "encoding": "WKB",
        "geometry_types": sorted(shapes.types),
        "covering": {"bbox": {corner: [BOX, corner] for corner in CORNERS}},
    }
    if shapes.types:
        column["bbox"] = shapes.box
    if crs != layers.CRS84:
        column["crs"] = CRS.from_user_input(crs).to_json_dict()
    return {"version": "1.1.0", "primary_column": GEOMETRY, "columns": {GEOMETRY: column}}
