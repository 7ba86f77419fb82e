"""All faults of a layer, kept in a file while the batches go by: counted in memory, read again in order of rows."""

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from ..kinds import RowFault

if TYPE_CHECKING:
    import pyarrow as pa

FIRST = 200
"""Faults that are kept for the report; all are in the file."""
TEXTS = ("column", "rule", "value", "vi", "en")


class FaultLog:
    """Faults of the rows of one layer.

    Use it as a context while faults are added; afterwards it can be read, also by another process (`FaultLog(path)`).

    Attributes:
        counts: rule to the number of faults.
        first: the first FIRST faults.
        rejected: how many rows have any.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.counts: Counter[str] = Counter()
        self.first: list[RowFault] = []
        self.rejected = 0
        self._last_row = 0
        self._writer: Any = None

    def __enter__(self) -> Self:
        import pyarrow as pa

        schema = pa.schema([("row", pa.int64()), *((name, pa.string()) for name in TEXTS)])
        self._writer = pa.ipc.new_file(str(self.path), schema)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._writer.close()
        self._writer = None

    def add(self, faults: Sequence[RowFault]) -> None:
        """Note the faults of one batch; batches come in the order of the file."""
        if not faults:
            return
        ordered = sorted(faults, key=lambda fault: fault.row)
        self.counts.update(fault.rule for fault in ordered)
        self.first += ordered[: FIRST - len(self.first)]
        self.rejected += len({fault.row for fault in ordered} - {self._last_row})
        self._last_row = ordered[-1].row
        self._writer.write_batch(_batch(ordered))

    def batches(self) -> Iterator[list[RowFault]]:
        """All faults in the order of rows, those of some rows at a time."""
        import pyarrow as pa

        if not self.path.exists():
            return
        with pa.memory_map(str(self.path)) as source:
            reader = pa.ipc.open_file(source)
            for number in range(reader.num_record_batches):
                yield [RowFault(**row) for row in reader.get_batch(number).to_pylist()]


def _batch(faults: Sequence[RowFault]) -> "pa.RecordBatch":
    import pyarrow as pa

    columns: dict[str, Any] = {"row": pa.array([fault.row for fault in faults], pa.int64())}
    columns |= {name: pa.array([getattr(fault, name) for fault in faults], pa.string()) for name in TEXTS}
    return pa.RecordBatch.from_pydict(columns)
