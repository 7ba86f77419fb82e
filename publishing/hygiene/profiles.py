"""What was found in a layer in one go through its rows."""

from dataclasses import dataclass, field
from typing import Any

from ..kinds import SourceLayer
from .places.tally import PlaceTally
from .polygons import NO_POLYGONS, Polygons
from .rows.junk import Junk
from .rows.repeats import Repeats
from .text.reading import Reading
from .values.tally import Tally


@dataclass(frozen=True)
class Profile:
    """Everything that the rules look at.

    Attributes:
        layer: what was looked at.
        reading: how its text is read.
        titles: column to its name decoded.
        columns: what the columns hold, in their order.
        junk: rows that are no objects.
        repeats: rows that are there twice.
        places: where the rows are, None for a table.
        polygons: what only polygons have.
        said: decisions that were made before anybody asked.
    """

    layer: SourceLayer
    reading: Reading
    titles: dict[str, str]
    columns: tuple[Tally, ...]
    junk: Junk
    repeats: Repeats
    places: PlaceTally | None = None
    polygons: Polygons = NO_POLYGONS
    said: dict[str, str] = field(default_factory=dict)

    @property
    def rows(self) -> int:
        """How many rows were seen."""
        return self.columns[0].seen if self.columns else self.layer.rows


def first(rows: Any) -> tuple[int, ...]:
    """The first hundred rows of a list, as proposals name them."""
    return tuple(int(row) for row in rows[:100])
