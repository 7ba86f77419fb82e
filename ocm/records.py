"""The plain values that leave this package: alerts, their steps, their cases."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True)
class RuleRecord:
    """The competence rule that chose an organisation."""

    code: str
    title_vi: str
    title_en: str
    legal_act: str


@dataclass(frozen=True)
class AlertRecord:
    """One alert as its organisation sees it.

    Attributes:
        state: new, seen, accepted or dismissed.
        organisation: code of the competent organisation; "" when no rule chose one.
        area_code, area_valid_from: the area version that holds most of the finding on the day of raising.
        point: longitude, latitude (EPSG:4326) of a point inside the finding.
        change_class, reason, score, area_m2, address: as they were when the alert was raised.
        due_on: last day for the decision, in the city's calendar; None without a term.
    """

    id: str
    finding_id: str
    state: str
    organisation: str
    rule: RuleRecord | None
    area_code: str
    area_valid_from: date | None
    point: tuple[float, float]
    change_class: str
    reason: str
    score: float
    area_m2: float
    address: str
    raised_at: datetime
    due_on: date | None
    decided_at: datetime | None

    @property
    def is_decided(self) -> bool:
        """True when a person accepted or dismissed it."""
        return self.decided_at is not None


@dataclass(frozen=True)
class StepRecord:
    """One step in the life of an alert."""

    state: str
    by: str
    by_name: str
    at: datetime
    note: str

    @property
    def by_machine(self) -> bool:
        """True when the server did it by itself."""
        return self.by.startswith("system:")


@dataclass(frozen=True)
class CaseRecord:
    """The case that an accepted alert opened."""

    number: int
    organisation: str
    opened_at: datetime
    opened_by: str
    due_on: date | None
    closed_at: datetime | None


@dataclass(frozen=True)
class DeliveryRecord:
    """One message about an alert: to whom, how far, how many attempts."""

    channel: str
    address: str
    state: str
    attempts: int
    sent_at: datetime | None
    last_error: str
