"""What became what in a comparison, as it leaves the package: by area, in totals, as CSV and as JSON."""

import csv
import io
from dataclasses import dataclass
from datetime import date
from typing import Any

from .answers import RunInfo
from .engine.land_use.classes import LandUse

CSV_COLUMNS = (
    "run",
    "before_at",
    "after_at",
    "area_code",
    "area_valid_from",
    "area_name",
    "before",
    "after",
    "area_m2",
)


@dataclass(frozen=True)
class Transition:
    """Square metres that were of class `before` and are of class `after`."""

    before: LandUse
    after: LandUse
    area_m2: float


@dataclass(frozen=True)
class AreaLandUse:
    """One area version; `code` is empty for ground outside of every area."""

    code: str
    valid_from: date | None
    name: str
    transitions: tuple[Transition, ...]

    @property
    def area_m2(self) -> float:
        """The ground of this area that both scenes show."""
        return sum(one.area_m2 for one in self.transitions)

    @property
    def changed_m2(self) -> float:
        """What is of another class than before, where both are known."""
        known = (one for one in self.transitions if LandUse.UNKNOWN not in (one.before, one.after))
        return sum(one.area_m2 for one in known if one.before != one.after)

    def became_m2(self, before: LandUse, after: LandUse) -> float:
        """One entry of the matrix."""
        return sum(one.area_m2 for one in self.transitions if (one.before, one.after) == (before, after))

    def was_m2(self, land_use: LandUse) -> float:
        """All ground of a class at the earlier date."""
        return sum(one.area_m2 for one in self.transitions if one.before == land_use)

    def is_m2(self, land_use: LandUse) -> float:
        """All ground of a class at the later date."""
        return sum(one.area_m2 for one in self.transitions if one.after == land_use)


@dataclass(frozen=True)
class LandUseInfo:
    """The land use of a comparison; `day` is the one whose areas are meant, that of the later scene."""

    run: RunInfo
    day: date
    areas: tuple[AreaLandUse, ...]

    @property
    def whole(self) -> AreaLandUse:
        """All areas as one."""
        return AreaLandUse("", None, "", tuple(one for area in self.areas for one in area.transitions))

    def as_dict(self) -> dict[str, Any]:
        """Plain JSON; areas in square metres."""
        return {
            "run": self.run.id,
            "before_at": self.run.before.acquired.isoformat(),
            "after_at": self.run.after.acquired.isoformat(),
            "areas_in_force": self.day.isoformat(),
            "area_m2": round(self.whole.area_m2, 2),
            "areas": [
                {
                    "area_code": area.code,
                    "area_valid_from": area.valid_from.isoformat() if area.valid_from else None,
                    "area_name": area.name,
                    "area_m2": round(area.area_m2, 2),
                    "transitions": [
                        {"before": one.before.code, "after": one.after.code, "area_m2": one.area_m2}
                        for one in area.transitions
                    ],
                }
                for area in self.areas
            ],
        }

    def as_csv(self) -> str:
        """One line for each area and pair of classes."""
        text = io.StringIO()
        writer = csv.writer(text)
        writer.writerow(CSV_COLUMNS)
        ends = self.run.before.acquired.isoformat(), self.run.after.acquired.isoformat()
        for area in self.areas:
            for one in area.transitions:
                writer.writerow(
                    [
                        self.run.id,
                        *ends,
                        area.code,
                        area.valid_from or "",
                        area.name,
                        one.before.code,
                        one.after.code,
                        one.area_m2,
                    ]
                )
        return text.getvalue()
