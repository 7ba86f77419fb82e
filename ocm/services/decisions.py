"""What a person does with an alert: see it, accept it, dismiss it; every step is added with who and when."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from change_detection import api as change_detection
from geo_server.core import audit
from geo_server.core.subject import Subject, system
from ocm.deadlines import Step, due_date
from ocm.errors import AlreadyDecided, NoteRequired, UnknownAlert, UnknownVerdict
from ocm.events import AlertDecided, alert_decided
from ocm.models import Alert, AlertState, AlertStep, Case
from ocm.policy import visible_to
from ocm.records import AlertRecord
from ocm.selectors.terms import term_for

Verdict = Literal["accepted", "dismissed"]
Ground = Literal["", "lawful", "no_change"]
_SAID: dict[str, tuple[Verdict, Ground]] = {
    "accepted": ("accepted", ""),
    "dismissed": ("dismissed", ""),
    "lawful": ("dismissed", "lawful"),
    "no_change": ("dismissed", "no_change"),
}
"""What a form may say; a dismissal that tells why also measures the detector."""


@transaction.atomic
def mark_seen(alert_id: str, *, subject: Subject, now: datetime) -> None:
    """A new alert was opened by somebody of the competent organisation; any other case changes nothing.

    Raises:
        UnknownAlert: there is none, or the subject's organisation does not answer for it.
    """
    alert = _locked(alert_id, subject)
    if alert.state == AlertState.NEW and subject.organisation == alert.organisation:
        alert.state = AlertState.SEEN
        alert.save(update_fields=["state"])
        _add_step(alert, subject=subject, note="", now=now)


@transaction.atomic
def decide(alert_id: str, *, verdict: str, note: str, subject: Subject, now: datetime) -> AlertRecord:
    """Accept or dismiss an alert; an accepted one opens a case, and the finding carries the verdict from now on.

    `verdict` is "accepted", "lawful" or "no_change" (a dismissal that says why), or "dismissed".

    Raises:
        UnknownAlert: there is none, or the subject's organisation does not answer for it.
        UnknownVerdict, NoteRequired: the decision is not complete.
        AlreadyDecided: somebody was faster.
    """
    chosen, ground = _said(verdict)
    if not (note := note.strip()):
        raise NoteRequired
    alert = _locked(alert_id, subject)
    if alert.is_decided:
        raise AlreadyDecided(alert.state)
    change_detection.set_verdict(alert.finding_id, verdict=chosen, note=note, subject=subject, now=now, ground=ground)
    _conclude(alert, verdict=chosen, note=note, subject=subject, now=now)
    return alert.as_record()


@transaction.atomic
def follow_verdict(finding_id: str, *, at: datetime) -> None:
    """A verdict was given elsewhere (QGIS, a script): the alert takes it over; one already decided stays."""
    alert = Alert.objects.select_for_update().filter(finding_id=finding_id).first()
    if alert is None or alert.is_decided:
        return
    finding = change_detection.get_finding(system("alerts"), finding_id=finding_id)
    given = finding.verdicts[-1]
    by = Subject(key=given.by_key, name=given.by_name)
    _conclude(alert, verdict=_said(given.verdict)[0], note=given.note, subject=by, now=at)


def _said(text: str) -> tuple[Verdict, Ground]:
    if text not in _SAID:
        raise UnknownVerdict(text)
    return _SAID[text]


def _conclude(alert: Alert, *, verdict: Verdict, note: str, subject: Subject, now: datetime) -> None:
    alert.state = AlertState(verdict)
    alert.decided_at = now
    alert.save(update_fields=["state", "decided_at"])
    _add_step(alert, subject=subject, note=note, now=now)
    if verdict == "accepted":
        _open_case(alert, subject=subject, now=now)
    audit.record(subject, act=f"alert.{verdict}", object=f"alert:{alert.pk}", now=now, finding=alert.finding_id)
    alert_decided.send_on_commit(AlertDecided(str(alert.pk), alert.finding_id, verdict, subject.key, now))


def _open_case(alert: Alert, *, subject: Subject, now: datetime) -> None:
    day = timezone.localdate(now)
    term = term_for(Step.CLOSE, reason=alert.reason, day=day)
    Case.objects.create(
        alert=alert,
        organisation=alert.organisation,
        opened_at=now,
        opened_by=subject.key,
        due_on=due_date(term, start=day),
    )


def _add_step(alert: Alert, *, subject: Subject, note: str, now: datetime) -> None:
    AlertStep.objects.create(alert=alert, state=alert.state, by=subject.key, by_name=subject.name, at=now, note=note)


def _locked(alert_id: str, subject: Subject) -> Alert:
    """The alert, locked until the transaction ends; raises UnknownAlert."""
    try:
        key = UUID(alert_id)
    except ValueError as error:
        raise UnknownAlert(alert_id) from error
    visible = Alert.objects.filter(visible_to(subject)).select_related("rule")
    alert = visible.select_for_update(of=("self",)).filter(pk=key).first()
    if alert is None:
        raise UnknownAlert(alert_id)
    return alert
