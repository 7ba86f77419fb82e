"""What is known of the columns of a file once their values are clean: kinds, ranges, and which values they have."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from layers import api as layers

from ..kinds import GEOMETRY, ROW

if TYPE_CHECKING:
    import pyarrow as pa

VALUES_KEPT = 500
"""A column with more different values has no code list."""
LONGEST_VALUE = 200
EXAMPLES = 20
MACHINE_ID = re.compile(r"^\{?[0-9a-fA-F]{8}-?[0-9a-fA-F-]{8,}\}?$")
SAMPLE = 50_000
"""Values of a column that are looked at one by one for how many of them differ."""


@dataclass(frozen=True)
class ColumnFacts:
    """A column as it came out of hygiene.

    Attributes:
        name: as the file writes it, decoded.
        title: what stands above it where that is more than its name (headers of several rows).
        unit: of a unit row, "" for none.
        type: of its values.
        rows: how many rows were seen.
        empty: how many of them have no value.
        distinct: how many different values were seen among the first SAMPLE, None for kinds without that figure.
        values: text of a value to how often it was seen; empty for a column with more than VALUES_KEPT.
        examples: some different values.
        low, middle, high: smallest, median and largest number.
    """

    name: str
    type: layers.FieldType
    rows: int
    empty: int
    distinct: int | None = None
    title: str = ""
    unit: str = ""
    values: Mapping[str, int] = field(default_factory=dict, hash=False)
    examples: tuple[str, ...] = ()
    low: float | None = None
    middle: float | None = None
    high: float | None = None

    @property
    def filled(self) -> int:
        """Rows with a value."""
        return self.rows - self.empty

    @property
    def is_unique(self) -> bool:
        """True if no two of the values seen are the same."""
        return self.filled > 0 and self.distinct is not None and self.distinct == min(self.filled, SAMPLE)

    @property
    def looks_like_ids(self) -> bool:
        """True if most examples are what machines call things (UUIDs, long hexadecimal numbers)."""
        return sum(bool(MACHINE_ID.match(text)) for text in self.examples) > len(self.examples) / 2


def column_facts(
    batches: "Iterable[pa.RecordBatch]",
    *,
    titles: Mapping[str, str] | None = None,
    units: Mapping[str, str] | None = None,
) -> tuple[ColumnFacts, ...]:
    """The columns of cleaned batches, in order; all rows or a good sample of them (some ten thousand).

    Args:
        batches: with ROW and GEOMETRY, which are no columns of the file.
        titles: column to what stands above it, of a spreadsheet.
        units: column to the unit of a unit row.
    """
    gathered: dict[str, _Gathered] = {}
    for batch in batches:
        for name, column in zip(batch.schema.names, batch.columns, strict=True):
            if name not in (ROW, GEOMETRY):
                gathered.setdefault(name, _Gathered(name)).add(column)
    return tuple(
        known.facts(title=(titles or {}).get(name, ""), unit=(units or {}).get(name, ""))
        for name, known in gathered.items()
    )


class _Gathered:
    """One column while its batches go by; keeps a bounded number of values."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.type: layers.FieldType = "string"
        self.rows = self.empty = self.looked_at = 0
        self.values: Counter[str] = Counter()
        self.too_many = False
        self.seen: set[Any] = set()
        self.numbers: list[Any] = []
        self.examples: list[str] = []

    def add(self, column: "pa.Array") -> None:
        import pyarrow.compute as pc

        self.type = type_of(column.type)
        self.rows += len(column)
        self.empty += column.null_count
        filled = column.drop_null()
        if self.type in ("integer", "number"):
            self.numbers.append(filled.to_numpy(zero_copy_only=False))
        if self.looked_at < SAMPLE:
            some = filled.slice(0, SAMPLE - self.looked_at)
            self.looked_at += len(some)
            values = some.to_pylist()
            self.seen.update(values)
            self.examples += [str(value)[:LONGEST_VALUE] for value in values[: EXAMPLES - len(self.examples)]]
        if not self.too_many and self.type in ("string", "integer", "boolean"):
            for entry in pc.value_counts(filled).to_pylist():
                self.values[str(entry["values"])[:LONGEST_VALUE]] += entry["counts"]
            self.too_many = len(self.values) > VALUES_KEPT

    def facts(self, *, title: str, unit: str) -> ColumnFacts:
        import numpy as np

        numbers = np.concatenate(self.numbers) if self.numbers else np.empty(0)
        low, middle, high = (
            (float(numbers.min()), float(np.median(numbers)), float(numbers.max())) if len(numbers) else (None,) * 3
        )
        return ColumnFacts(
            name=self.name,
            type=self.type,
            rows=self.rows,
            empty=self.empty,
            distinct=len(self.seen),
            title=title,
            unit=unit,
            values={} if self.too_many else dict(self.values.most_common()),
            examples=tuple(dict.fromkeys(self.examples)),
            low=low,
            middle=middle,
            high=high,
        )


def type_of(arrow: "pa.DataType") -> layers.FieldType:
    """The type of a field that holds such values."""
    import pyarrow as pa

    if pa.types.is_boolean(arrow):
        return "boolean"
    if pa.types.is_integer(arrow):
        return "integer"
    if pa.types.is_floating(arrow):
        return "number"
    if pa.types.is_date(arrow):
        return "date"
    return "date-time" if pa.types.is_timestamp(arrow) else "string"
