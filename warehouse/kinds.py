"""The plain values that cross this package's door: periods, observations, valued areas, reports."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

AreaKey = tuple[str, date]
"""Code and first day of an area version; a code alone is never a key, because codes are reused in law."""


class Status(StrEnum):
    """SDMX observation status: what was counted, and what was worked out."""

    ACTUAL = "A"
    ESTIMATED = "E"


@dataclass(frozen=True, order=True)
class Period:
    """A half-open span of days [start, end)."""

    start: date
    end: date

    @classmethod
    def of_year(cls, year: int) -> "Period":
        """The calendar year."""
        return cls(date(year, 1, 1), date(year + 1, 1, 1))

    @property
    def label(self) -> str:
        """What people read: "2025" for a calendar year, else "2025-01-01/2025-07-01" (end excluded)."""
        if self == Period.of_year(self.start.year):
            return str(self.start.year)
        return f"{self.start.isoformat()}/{self.end.isoformat()}"


@dataclass(frozen=True)
class ObservationRow:
    """One observed value on its way in.

    Attributes:
        area: code and valid_from of the area version that was observed.
        value: in the unit of the indicator.
        where: row number or name by which the sender finds the row again.
    """

    area: AreaKey
    period: Period
    value: float
    status: Status = Status.ACTUAL
    where: str = ""


@dataclass(frozen=True)
class Origin:
    """Where a set of numbers comes from, in words for people."""

    title: str
    source: str = ""
    licence: str = ""


@dataclass(frozen=True)
class LoadReport:
    """What one load did to the observations of an indicator."""

    added: int
    changed: int
    unchanged: int
    total: float


@dataclass(frozen=True)
class AreaValue:
    """The value of one area version; None where nothing is known."""

    area: AreaKey
    value: float | None
    status: Status = Status.ACTUAL


@dataclass(frozen=True)
class ChoroplethReport:
    """What a published choropleth shows."""

    collection: str
    areas: int
    no_data: int
    estimated: int
    breaks: tuple[float, ...]
    revision: int
