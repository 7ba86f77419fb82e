"""Changes and findings, each with its evidence, as far as the asker may see them."""

import json
from dataclasses import replace
from typing import Any

from change_detection.answers import ChangeInfo, Chips, FindingInfo, ReasonInfo, VerdictInfo
from change_detection.errors import UnknownFinding, UnknownRun
from change_detection.matching.reasons import TITLES, Reason, ReasonCode
from change_detection.matching.wording import explain
from change_detection.models import Change, Finding
from change_detection.pictures import picture_paths
from geo_server.core.subject import Subject

from .runs import get_visible_run
from .scenes import scene_info
from .tallies import visible_changes
from .visibility import sees_finding, visible_findings
from .why_not import why_not_of

_RELATED = ("run__before", "run__after", "finding")


def list_changes(subject: Subject, *, run_id: str) -> list[ChangeInfo]:
    """The changes of a run, largest first, without those whose finding is hidden; raises UnknownRun."""
    get_visible_run(subject, run_id=run_id)
    changes = visible_changes(subject, run_ids=[run_id])
    if changes is None:
        raise UnknownRun(run_id)
    return [ChangeInfo(**_change_values(change)) for change in changes]


def list_findings(
    subject: Subject,
    *,
    run_id: str | None = None,
    status: str | None = None,
    reason: str | None = None,
    start: int = 0,
    count: int | None = None,
) -> list[FindingInfo]:
    """The findings that the subject may see, newest first, of one day the largest first.

    `start` and `count` choose a part of them.
    """
    visible = visible_findings(subject)
    if visible is None:
        return []
    findings = Finding.objects.filter(pk__in=visible)
    if status is not None:
        findings = findings.filter(status=status)
    if run_id is not None:
        findings = findings.filter(changes__run=run_id)
    makers = Change.objects.select_related(*_RELATED).filter(finding__in=findings.values("pk"), represents=True)
    if reason is not None:
        makers = makers.filter(reason=reason)
    ordered = makers.order_by("-finding__made_at", "-area_m2", "finding").prefetch_related("finding__verdicts")
    part = ordered[start : None if count is None else start + count]
    return [_finding_info(change) for change in part]


def get_finding(subject: Subject, *, finding_id: str) -> FindingInfo:
    """One finding with its evidence; raises UnknownFinding, also when it is hidden."""
    if not sees_finding(subject, finding_id):
        raise UnknownFinding(finding_id)
    change = Change.objects.select_related(*_RELATED).filter(finding=finding_id, represents=True).first()
    if change is None:
        raise UnknownFinding(finding_id)
    return replace(_finding_info(change), why_not=why_not_of(subject, change))


def chips(finding_id: str) -> Chips:
    """The pictures of a finding; raises UnknownFinding. Whoever shows them has asked `get_finding` before."""
    before, after = picture_paths(finding_id)
    if not before.exists() or not after.exists():
        raise UnknownFinding(finding_id)
    return Chips(before=before, after=after)


def _finding_info(change: Change) -> FindingInfo:
    finding, run = change.finding, change.run
    assert finding is not None  # noqa: S101 - the callers select changes that made a finding
    point = change.geom.point_on_surface
    return FindingInfo(
        **_change_values(change) | {"id": finding.pk},
        point=(point.x, point.y),
        bbox=change.geom.extent,
        status=finding.status,
        certainty=finding.certainty,
        confirmed_by=finding.confirmed_by,
        before=scene_info(run.before),
        after=scene_info(run.after),
        residual_m=run.residual_m,
        area_code=finding.area_code,
        area_name=finding.area_name,
        model_id=run.model_id,
        model_sha256=run.model_sha256,
        threshold=run.threshold,
        made_at=finding.made_at,
        verdicts=tuple(
            VerdictInfo(verdict=v.verdict, note=v.note, by_key=v.by_key, by_name=v.by_name, at=v.at)
            for v in finding.verdicts.all()
        ),
    )


def _change_values(change: Change) -> dict[str, Any]:
    return {
        "id": change.pk,
        "run_id": change.run_id,
        "polygon": json.loads(change.geom.geojson),
        "area_m2": change.area_m2,
        "width_m": change.width_m,
        "score": change.score,
        "probability": change.probability,
        "change_class": change.change_class,
        "reason": change.reason,
        "reasons": tuple(_reason_info(stored) for stored in change.reasons),
        "outline_error_m": change.outline_error_m,
        "parcel": change.parcel,
        "address": change.address,
        "zone_code": change.zone_code,
        "zone_use": change.zone_use,
        "permit_no": change.permit_no,
        "finding_id": change.finding_id,
    }


def _reason_info(stored: dict[str, Any]) -> ReasonInfo:
    reason = Reason(ReasonCode(stored["code"]), stored["numbers"], stored.get("share", 1.0))
    title_vi, title_en = TITLES[reason.code]
    wording = explain(reason)
    return ReasonInfo(
        code=str(reason.code),
        numbers=dict(reason.numbers),
        share=reason.share,
        title_vi=title_vi,
        title_en=title_en,
        vi=wording.vi,
        en=wording.en,
    )
