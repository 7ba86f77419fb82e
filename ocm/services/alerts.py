"""Raise an alert: the finding is brought before the organisation that answers for the place, with a term."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime

from django.contrib.gis.geos import Point
from django.db import transaction
from django.utils import timezone

from change_detection import api as change_detection
from geo_server.core.subject import Subject, system
from ocm.competence import Competence
from ocm.deadlines import Step, due_date
from ocm.events import AlertRaised, alert_raised
from ocm.models import Alert, AlertState, AlertStep, CompetenceRule
from ocm.records import AlertRecord
from ocm.selectors.competence import AreaVersion, choose_competent
from ocm.selectors.terms import term_for

from .deliveries import owe_messages

UNDECIDED = "new"
_NAMESPACE = uuid.UUID("6f0b7b0e-6a55-5d5c-9a3e-0d1ab0a11e27")  # ours alone: it makes alert ids out of finding ids


@dataclass(frozen=True)
class _Address:
    """Before whom an alert comes: the area version of the place and the competent organisation, if any."""

    area: AreaVersion | None
    competence: Competence | None


def alert_id_of(finding_id: str) -> uuid.UUID:
    """The id of the alert about a finding: the same whenever and wherever it is raised."""
    return uuid.uuid5(_NAMESPACE, finding_id)


def raise_alert(finding_id: str, *, now: datetime) -> AlertRecord | None:
    """Tell the competent organisation and its subscribers of a finding; safe to run twice.

    Returns:
        The alert, the existing one if the finding has been raised before; None if somebody has decided on the finding
        already, or if a term says that nobody is told of findings with this reason.

    Raises:
        UnknownFinding: change_detection has no finding with this id.
    """
    if existing := Alert.objects.select_related("rule").filter(finding_id=finding_id).first():
        return existing.as_record()
    by = system("alerts")
    finding = change_detection.get_finding(by, finding_id=finding_id)
    day = timezone.localdate(now)
    term = term_for(Step.DECIDE, reason=finding.reason, day=day)
    if finding.status != UNDECIDED or (term is not None and term.days is None):
        return None
    area, competence = choose_competent(polygon=finding.polygon, permit_no=finding.permit_no, day=day)
    due_on = due_date(term, start=day)
    return _store(finding, address=_Address(area, competence), due_on=due_on, by=by, now=now)


def raise_missing(*, now: datetime) -> int:
    """Raise the alerts of undecided findings whose news was lost; returns how many were raised."""
    raised = set(Alert.objects.values_list("finding_id", flat=True))
    findings = change_detection.list_findings(system("alerts"), status=UNDECIDED)
    missing = [finding.id for finding in findings if finding.id not in raised]
    return sum(raise_alert(finding_id, now=now) is not None for finding_id in missing)


@transaction.atomic
def _store(
    finding: change_detection.FindingInfo, *, address: _Address, due_on: date | None, by: Subject, now: datetime
) -> AlertRecord:
    """Write alert, first step and owed messages once, whoever else does it at the same time."""
    area, competence = address.area, address.competence
    alert, created = Alert.objects.get_or_create(
        pk=alert_id_of(finding.id),
        defaults={
            "finding_id": finding.id,
            "organisation": competence.organisation if competence else "",
            "rule": _row_of(competence),
            "area_code": area.code if area else "",
            "area_valid_from": area.valid_from if area else None,
            "point": Point(*finding.point, srid=4326),
            "change_class": finding.change_class,
            "reason": finding.reason,
            "area_m2": finding.area_m2,
            "score": finding.score,
            "address": finding.address or "",
            "raised_at": now,
            "due_on": due_on,
        },
    )
    if created:
        AlertStep.objects.create(alert=alert, state=AlertState.NEW, by=by.key, by_name=by.name, at=now)
        owe_messages(alert, now=now)
        alert_raised.send_on_commit(AlertRaised(str(alert.pk), finding.id, alert.organisation))
    return alert.as_record()


def _row_of(competence: Competence | None) -> CompetenceRule | None:
    if competence is None:
        return None
    rule = competence.rule
    return CompetenceRule.objects.get(code=rule.code, valid__startswith=rule.valid_from)
