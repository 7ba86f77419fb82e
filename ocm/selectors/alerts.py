"""The alerts a subject may see: list with counts, one with its steps and its case."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, F, Q

from geo_server.core.subject import Subject
from ocm.errors import UnknownAlert
from ocm.models import Alert, AlertState, AlertStep, Case, Delivery
from ocm.policy import visible_to
from ocm.records import AlertRecord, CaseRecord, DeliveryRecord, StepRecord

OPEN = (AlertState.NEW, AlertState.SEEN)


@dataclass(frozen=True)
class AlertFilter:
    """What a list of alerts is narrowed to; empty means all.

    Attributes:
        states: new, seen, accepted, dismissed.
        area: (code, valid_from) of an area version.
    """

    states: tuple[str, ...] = ()
    area: tuple[str, date] | None = None
    reason: str = ""

    def as_q(self) -> Q:
        """The filter as a condition on alerts."""
        condition = Q(state__in=self.states) if self.states else Q()
        if self.area:
            condition &= Q(area_code=self.area[0], area_valid_from=self.area[1])
        if self.reason:
            condition &= Q(reason=self.reason)
        return condition


@dataclass(frozen=True)
class AlertPage:
    """A page of alerts; `total` counts all that match."""

    alerts: tuple[AlertRecord, ...]
    total: int


def list_alerts(subject: Subject, *, only: AlertFilter | None = None, limit: int = 50, offset: int = 0) -> AlertPage:
    """The alerts a subject may see, those due first on top, undecided before decided."""
    rows = Alert.objects.filter(visible_to(subject), (only or AlertFilter()).as_q()).select_related("rule")
    ordered = rows.order_by(F("decided_at").desc(nulls_first=True), F("due_on").asc(nulls_last=True), "-score", "id")
    return AlertPage(tuple(a.as_record() for a in ordered[offset : offset + limit]), rows.count())


def count_alerts(subject: Subject) -> Mapping[str, int]:
    """How many alerts in each state a subject may see; every state is named."""
    rows = Alert.objects.filter(visible_to(subject)).order_by().values_list("state").annotate(Count("pk"))
    return dict.fromkeys(AlertState.values, 0) | dict(rows)


def list_alert_areas(subject: Subject) -> list[tuple[str, date]]:
    """The area versions in which a subject has alerts, by code and first day."""
    rows = Alert.objects.filter(visible_to(subject)).order_by().values_list("area_code", "area_valid_from").distinct()
    return sorted((code, valid_from) for code, valid_from in rows if valid_from is not None)


def get_alert(subject: Subject, *, alert_id: str) -> AlertRecord:
    """One alert; raises UnknownAlert, also when another organisation answers for it."""
    try:
        key = UUID(alert_id)
    except ValueError as error:
        raise UnknownAlert(alert_id) from error
    alert = Alert.objects.select_related("rule").filter(visible_to(subject), pk=key).first()
    if alert is None:
        raise UnknownAlert(alert_id)
    return alert.as_record()


def list_steps(subject: Subject, *, alert_id: str) -> list[StepRecord]:
    """What happened to an alert, oldest first; raises UnknownAlert."""
    alert = get_alert(subject, alert_id=alert_id)
    return [step.as_record() for step in AlertStep.objects.filter(alert_id=alert.id)]


def list_deliveries(subject: Subject, *, alert_id: str) -> list[DeliveryRecord]:
    """Who was told of an alert, by which channel, and how it went; raises UnknownAlert."""
    alert = get_alert(subject, alert_id=alert_id)
    return [delivery.as_record() for delivery in Delivery.objects.filter(alert_id=alert.id)]


def find_case(subject: Subject, *, alert_id: str) -> CaseRecord | None:
    """The case that an alert opened, if it was accepted; raises UnknownAlert."""
    alert = get_alert(subject, alert_id=alert_id)
    case = Case.objects.filter(alert_id=alert.id).first()
    return case.as_record() if case else None
