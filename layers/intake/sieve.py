"""Rows of a file between reading and writing."""

from collections.abc import Iterator

from geo_server.core.errors import Fault

from ..geometry.repair import repair_without_loss
from ..kinds import CollectionSpec
from ..rows import Feature, Intake

CHECK_AT_ONCE = 2000
REPAIRED = (
    "its ring touched itself; cut into parts without loss.",
    "vòng ranh tự chạm; đã tách, không mất diện tích.",
)


class Sieve:
    """Renames properties, repairs geometry without loss, and leaves faulty rows out if it may.

    Attributes:
        rejected: faults of the rows left out.
        repaired: a note for each row whose geometry was repaired.
        row: number of the last row read, from 1.
    """

    def __init__(self, spec: CollectionSpec, names: dict[str, str], leave_out_faulty: bool) -> None:
        self.spec = spec
        self.names = names
        self.leave_out_faulty = leave_out_faulty
        self.rejected: list[Fault] = []
        self.repaired: list[Fault] = []
        self.row = 0

    def run(self, features: Iterator[Feature]) -> Iterator[Feature]:
        """The rows that go on, in the order of the file."""
        batch: list[Feature] = []
        for feature in features:
            self.row += 1
            batch.append(self._prepared(feature))
            if len(batch) == CHECK_AT_ONCE:
                yield from self._good(batch)
                batch = []
        yield from self._good(batch)

    def _prepared(self, feature: Feature) -> Feature:
        properties = {self.names[name]: value for name, value in feature.properties.items()}
        shape = feature.geometry
        if shape is not None and not isinstance(shape, bytes | dict) and not shape.is_valid:
            repaired = repair_without_loss(shape)
            if repaired is not None:
                shape = repaired
                self.repaired.append(Fault(f"row {self.row}", *REPAIRED))
        return Feature(shape, properties)

    def _good(self, batch: list[Feature]) -> Iterator[Feature]:
        if not self.leave_out_faulty:
            yield from batch
            return
        first = self.row - len(batch) + 1
        intake = Intake(self.spec)
        for _ in intake.check(batch, first_row=first):
            pass
        self.rejected += intake.faults
        yield from (feature for offset, feature in enumerate(batch) if first + offset not in intake.faulty_rows)
