"""A polygon of which somebody knows what is true."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from shapely import Polygon


class Truth(StrEnum):
    """What is true of a shape between the two scenes."""

    CHANGE = "change"
    NO_CHANGE = "no_change"
    BUILDING = "building"


class Source(StrEnum):
    """Where the truth comes from."""

    VERDICT = "verdict"
    DRAWN = "drawn"


@dataclass(frozen=True, kw_only=True)
class LabelledShape:
    """One polygon, EPSG:4326.

    Attributes:
        id: of the finding, or of the hand-drawn label.
        truth: None where a verdict does not tell it (dismissed without a ground); such a shape teaches nothing.
        outcome: what was concluded of a finding; empty for a drawn shape.
        change_class, reason: of a finding; empty for a drawn shape.
    """

    id: str
    polygon: Polygon
    truth: Truth | None
    source: Source
    outcome: str = ""
    change_class: str = ""
    reason: str = ""
    note: str = ""
    by_name: str = ""
    at: datetime | None = None
