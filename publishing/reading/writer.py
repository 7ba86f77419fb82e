"""One layer on its way into its Arrow file: batch by batch, counted, checked, and described at the end."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType

import numpy as np
import pyarrow as pa

from ..kinds import GEOMETRY, ROW, Remark, SourceColumn, SourceLayer
from .columns import arrow_type, converted, longest_text, repaired_text
from .limits import Limits
from .remarks import REMARKS, ROWS_SHOWN
from .shapes import Rows, check

BATCH = 8_192


@dataclass
class Budget:
    """What all layers of a file may have together, and what they have had so far.

    Attributes:
        name: of the file, for sentences.
        folder: of the Arrow files.
    """

    name: str
    folder: Path
    limits: Limits
    layers: int = 0
    rows: int = 0
    bytes: int = 0

    def next_file(self) -> Path:
        """Where the next layer goes; raises OverLimit."""
        self.layers += 1
        self.limits.require("layers", self.layers, self.name)
        return self.folder / f"layer-{self.layers}.arrow"

    def spend(self, rows: int, size: int) -> None:
        """Count a batch; raises OverLimit."""
        self.rows += rows
        self.bytes += size
        self.limits.require("rows", self.rows, self.name)
        self.limits.require("bytes_out", self.bytes, self.name)


@dataclass(frozen=True)
class Described:
    """What is known of a layer before its rows are read.

    Attributes:
        name: of the layer.
        columns: as they will be stored.
        types: Arrow type in which each column comes, in the same order.
        has_places: a shape per row comes with the columns.
        crs, charset, places: as in SourceLayer.
        remarks: ids of what was noticed so far.
    """

    name: str
    columns: tuple[SourceColumn, ...]
    types: tuple[pa.DataType, ...]
    has_places: bool
    crs: str = ""
    charset: str = ""
    places: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()


@dataclass
class _Noticed:
    rows: list[int] = field(default_factory=list)
    count: int = 0


class LayerWriter:
    """Writes the rows of one layer; `layer()` describes it after the last one."""

    def __init__(self, described: Described, budget: Budget) -> None:
        budget.limits.require("columns", len(described.columns), budget.name)
        self.described, self.budget = described, budget
        self.path = budget.next_file()
        self.rows = 0
        self._types: set[str] = set()
        self._bounds: tuple[float, float, float, float] | None = None
        self._noticed: dict[str, _Noticed] = {remark: _Noticed() for remark in described.remarks}
        fields = [pa.field(ROW, pa.int64())]
        for column, given in zip(described.columns, described.types, strict=True):
            fields.append(pa.field(column.name, arrow_type(given, column.type)))
        if described.has_places:
            fields.append(pa.field(GEOMETRY, pa.binary()))
        self.schema = pa.schema(fields)
        self._file = pa.ipc.new_file(str(self.path), self.schema)

    def __enter__(self) -> "LayerWriter":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()

    def write(self, columns: Sequence[pa.Array], wkb: pa.Array | None, *, rows: Rows | None = None) -> None:
        """Write a batch.

        Args:
            columns: in the order described.
            wkb: shapes, where the layer has places.
            rows: their numbers in the file, default: they go on from the batch before, from 1.

        Raises:
            OverLimit: too many rows, too long a text, too many vertices.
            pa.ArrowInvalid: a value that does not fit its column.
        """
        count = len(wkb) if wkb is not None else len(columns[0])
        numbers = np.arange(self.rows + 1, self.rows + count + 1, dtype=np.int64) if rows is None else rows
        arrays = [pa.array(numbers), *self._converted(columns, numbers)]
        if wkb is not None:
            arrays.append(self._checked(wkb, numbers))
        batch = pa.record_batch(arrays, schema=self.schema)
        self.budget.spend(count, batch.nbytes)
        self._file.write_batch(batch)
        self.rows += count

    def notice(self, remark: str, rows: Rows | Sequence[int] = ()) -> None:
        """Keep in mind that reading did something on its own; `rows` are numbers in the file."""
        if remark in self.described.remarks or len(rows):
            noticed = self._noticed.setdefault(remark, _Noticed())
            noticed.count += len(rows)
            noticed.rows += [int(row) for row in rows[: ROWS_SHOWN - len(noticed.rows)]]

    def layer(self) -> SourceLayer:
        """The layer, now that all its rows are there."""
        described = self.described
        remarks = [
            Remark(which, *REMARKS[which].said(noticed.count), rows=tuple(noticed.rows), count=noticed.count)
            for which, noticed in self._noticed.items()
        ]
        return SourceLayer(
            name=described.name,
            columns=described.columns,
            geometry_types=tuple(sorted(self._types)),
            crs=described.crs,
            charset=described.charset,
            rows=self.rows,
            bounds=self._bounds,
            path=self.path,
            places=described.places,
            remarks=tuple(remarks),
        )

    def _converted(self, columns: Sequence[pa.Array], numbers: Rows) -> list[pa.Array]:
        stored = []
        for given, column, wanted in zip(columns, self.described.columns, list(self.schema)[1:], strict=False):
            values = converted(given, column.type, wanted.type)
            if column.type == "string":
                values, changed = repaired_text(values)
                self.notice("repaired_text", numbers[changed] if changed else ())
            stored.append(values)
        self.budget.limits.require("text", longest_text(stored), self.budget.name)
        return stored

    def _checked(self, wkb: pa.Array, numbers: Rows) -> pa.Array:
        checked = check(
            wkb, limits=self.budget.limits, name=self.budget.name, first_row=int(numbers[0]) if len(numbers) else 1
        )
        self._types |= checked.types
        for remark in ("unreadable", "not_finite", "flattened"):
            self.notice(remark, numbers[getattr(checked, remark)])
        if checked.bounds:
            a, b = self._bounds or checked.bounds, checked.bounds
            self._bounds = (min(a[0], b[0]), min(a[1], b[1]), max(a[2], b[2]), max(a[3], b[3]))
        return checked.wkb
