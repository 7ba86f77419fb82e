"""A person accepts or dismisses a finding."""

from datetime import datetime
from typing import Literal

from django.db import transaction

from change_detection.errors import EmptyNote, UnknownFinding, UnknownGround
from change_detection.events import VerdictGiven, verdict_given
from change_detection.models import Change, Finding, FindingStatus, Ground, Verdict
from change_detection.selectors.visibility import sees_finding
from geo_server.core import audit
from geo_server.core.subject import Subject
from layers.errors import NotAllowed

from .confirmation import confirm
from .publication import publish_findings

VerdictName = Literal["accepted", "dismissed"]
GroundName = Literal["", "lawful", "no_change"]
INSPECTOR = "inspector"


@transaction.atomic
def set_verdict(
    finding_id: str, *, verdict: VerdictName, note: str, subject: Subject, now: datetime, ground: GroundName = ""
) -> None:
    """Store who decided what, when and why; the public face follows, its earlier state stays in the history.

    `ground` tells whether a dismissed change is real and lawful, or no change at all.

    Raises:
        UnknownFinding: none with this id, or the subject may not see it.
        NotAllowed: the subject is neither inspector nor administrator.
        EmptyNote: no word on why.
        UnknownGround: no ground of this name, or one beside an acceptance.
    """
    if not sees_finding(subject, finding_id):
        raise UnknownFinding(finding_id)
    if not (subject.is_administrator or INSPECTOR in subject.roles):
        raise NotAllowed("decide on findings", "kết luận về phát hiện")
    if not note.strip():
        raise EmptyNote
    if ground and (FindingStatus(verdict) != FindingStatus.DISMISSED or ground not in Ground.values):
        raise UnknownGround(ground)
    finding = Finding.objects.select_for_update().get(pk=finding_id)
    finding.status = FindingStatus(verdict)
    if finding.status == FindingStatus.ACCEPTED:
        confirm(finding, by=subject.key, now=now)
    finding.save(update_fields=["status", "certainty", "confirmed_by", "confirmed_at"])
    Verdict.objects.create(
        finding=finding,
        verdict=verdict,
        ground=ground,
        note=note.strip(),
        by_key=subject.key,
        by_name=subject.name,
        at=now,
    )
    change = Change.objects.select_related("run__before", "run__after", "finding").get(
        finding=finding_id, represents=True
    )
    publish_findings([change], now=now, reason=f"{verdict}: {note.strip()}", by=subject)
    audit.record(subject, act="set_verdict", object=finding_id, now=now, verdict=verdict, ground=ground)
    verdict_given.send_on_commit(VerdictGiven(finding_id=finding_id, verdict=verdict, by=subject.key, at=now))
