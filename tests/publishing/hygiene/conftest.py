"""Layers as reading leaves them, made from a few lists."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
import shapely

from publishing.hygiene import Cleaner, Context, profile, propose
from publishing.kinds import GEOMETRY, ROW, ColumnType, Proposal, SourceColumn, SourceLayer

CITY = Context(extent=(106.3, 10.3, 107.1, 11.2), crs=("EPSG:9210", "EPSG:32648"))
"""A city like Ho Chi Minh City before 2025."""
TYPES = {int: "integer", float: "number", bool: "boolean", str: "string"}

MakeLayer = Callable[..., SourceLayer]


@pytest.fixture
def make_layer(tmp_path: Path) -> MakeLayer:
    """Write columns and geometries as an Arrow file and describe it."""

    def make(
        columns: dict[str, Sequence[Any]] | None = None,
        shapes: Sequence[Any] | None = None,
        *,
        crs: str = "EPSG:4326",
        raw: bool = False,
        charset: str = "",
        batch: int = 7,
    ) -> SourceLayer:
        columns = dict(columns or {})
        shapes = None if shapes is None else list(shapes)
        rows = len(next(iter(columns.values()))) if columns else len(shapes or [])
        data = {ROW: pa.array(range(1, rows + 1), pa.int64())} | {n: pa.array(list(v)) for n, v in columns.items()}
        if shapes is not None:
            data[GEOMETRY] = pa.array(shapely.to_wkb(shapes), pa.binary())
        path = tmp_path / f"layer{len(list(tmp_path.iterdir()))}.arrow"
        table = pa.table(data)
        with pa.OSFile(str(path), "wb") as file, pa.ipc.new_file(file, table.schema) as writer:
            writer.write_table(table, max_chunksize=batch)
        there = [shape for shape in shapes or [] if shape is not None and not shape.is_empty]
        return SourceLayer(
            "layer",
            tuple(
                SourceColumn(name, _type(values), raw and _type(values) == "string") for name, values in columns.items()
            ),
            tuple(sorted({shape.geom_type for shape in there})),
            crs if shapes is not None else "",
            charset,
            rows,
            _bounds(there),
            path,
        )

    return make


def _bounds(shapes: list[Any]) -> tuple[float, float, float, float] | None:
    if not shapes:
        return None
    west, south, east, north = map(float, shapely.total_bounds(shapes))
    return west, south, east, north


def _type(values: Sequence[Any]) -> ColumnType:
    return TYPES[type(next((value for value in values if value is not None), ""))]  # type: ignore[return-value]


def proposals_of(layer: SourceLayer, context: Context = CITY) -> dict[str, Proposal]:
    """What is proposed for a layer, by id."""
    return {proposal.id: proposal for proposal in propose(profile(layer, context), context)}


def cleaned(layer: SourceLayer, context: Context = CITY, **decisions: str) -> tuple[pa.Table, list[Any]]:
    """The layer as it comes out when every first choice is taken, unless decided otherwise; and the faults."""
    asked = propose(profile(layer, context), context)
    taken = {proposal.id: proposal.choices[0].value for proposal in asked} | decisions
    cleaner = Cleaner(layer, asked, taken, context)
    batches, faults = [], []
    for batch in layer.batches():
        good, found = cleaner.clean(batch)
        batches.append(good)
        faults += found
    return pa.Table.from_batches(batches), faults
