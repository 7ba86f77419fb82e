"""What delimited text and workbooks have in common: a header, rows of values, perhaps places among them."""

from collections.abc import Iterable, Iterator, Sequence

import numpy as np
import pyarrow as pa

from ...kinds import ColumnType, SourceColumn, SourceLayer
from ..columns import ARROW, distinct_names
from ..header import Header
from ..places import PlaceColumns, find_places, shapes_of
from ..shapes import Rows
from ..writer import Budget, Described, LayerWriter

SAMPLE = 1_000
"""Rows by which it is decided whether a table holds places."""
Batch = tuple[Rows, list[pa.Array]]
"""Numbers of the rows, and the columns."""


def columns_of(header: Header, types: Sequence[ColumnType], *, raw: bool) -> tuple[SourceColumn, ...]:
    """The columns under a header, each with a name of its own."""
    names = distinct_names(header.names, raw=raw)
    return tuple(
        SourceColumn(name, kind, raw=raw and kind == "string", title=title, unit=unit)
        for name, kind, title, unit in zip(names, types, header.titles, header.units, strict=True)
    )


def write_table(
    name: str,
    columns: tuple[SourceColumn, ...],
    batches: Iterable[Batch],
    budget: Budget,
    *,
    charset: str = "",
    noticed: Iterable[tuple[str, Sequence[int]]] = (),
) -> SourceLayer:
    """Write a table down, with a shape per row where its columns hold places.

    Args:
        name: of the layer.
        columns: as `columns_of` makes them.
        batches: all rows.
        budget: of the file.
        charset: what the file says of its text.
        noticed: remarks and their rows, complete only when `batches` is at its end.
    """
    batches = iter(batches)
    first = next(batches, None)
    empty = [pa.array([], ARROW[c.type]) for c in columns]
    sample = [column[:SAMPLE] for column in first[1]] if first else empty
    places = find_places([f"{c.name} {c.title}".strip() for c in columns], sample)
    described = Described(
        name=name,
        columns=columns,
        types=tuple(ARROW[c.type] for c in columns),
        has_places=places.kind != "none",
        crs=places.crs,
        charset=charset,
        places=tuple(columns[c].name for c in places.columns),
    )
    with LayerWriter(described, budget) as writer:
        for rows, values in _all(first, batches):
            writer.write(values, _shapes(places, values, rows, writer), rows=rows)
        for remark, about in noticed:
            writer.notice(remark, about)
    return writer.layer()


def _all(first: Batch | None, others: Iterator[Batch]) -> Iterator[Batch]:
    if first is not None:
        yield first
        yield from others


def _shapes(places: PlaceColumns, values: list[pa.Array], rows: Rows, writer: LayerWriter) -> pa.Array | None:
    if places.kind == "none":
        return None
    shapes = shapes_of(places, values)
    writer.notice("no_place", rows[np.flatnonzero(shapes.is_null().to_numpy(zero_copy_only=False))])
    return shapes
