"""What this package announces, after commit."""

from dataclasses import dataclass
from datetime import datetime

from geo_server.core.events import Event


@dataclass(frozen=True)
class FindingMade:
    """A change that fits no permit or plan was found for the first time; its pictures are stored.

    Attributes:
        reason: main reason code.
        point: longitude, latitude (EPSG:4326) inside the finding.
        before_at, after_at: when the two scenes were taken.
    """

    finding_id: str
    run_id: str
    reason: str
    change_class: str
    area_m2: float
    score: float
    point: tuple[float, float]
    before_at: datetime
    after_at: datetime


@dataclass(frozen=True)
class VerdictGiven:
    """A person accepted or dismissed a finding; `by` is the key of the subject."""

    finding_id: str
    verdict: str
    by: str
    at: datetime


finding_made: Event[FindingMade] = Event(FindingMade)
verdict_given: Event[VerdictGiven] = Event(VerdictGiven)
