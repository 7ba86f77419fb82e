"""Keeps the collection `findings`, the public face of the findings, in step with their rows."""

from collections.abc import Sequence
from datetime import datetime

from change_detection.models import Change
from change_detection.published import FINDINGS, findings_spec
from geo_server.core.subject import Subject, system
from layers import api as layers
from layers.errors import UnknownCollection

MACHINE = system("change_detection")
READERS = "role:inspector"


def define_findings(*, now: datetime) -> None:
    """Register the collection; inspectors may read it from the moment it is new, others by grants of the office."""
    is_new = not _is_defined()
    layers.define_collection(findings_spec(), by=MACHINE, now=now)
    if is_new:
        layers.grant_read(FINDINGS, to=READERS, by=MACHINE, now=now)


def publish_findings(changes: Sequence[Change], *, now: datetime, reason: str, by: Subject = MACHINE) -> None:
    """Write the public face of findings, each by the change that represents it; joins the caller's transaction."""
    define_findings(now=now)
    features = [layers.Feature(geometry=bytes(change.geom.wkb), properties=_properties(change)) for change in changes]
    if features:
        layers.write_features(FINDINGS, features, mode="upsert", key="finding", by=by, reason=reason, now=now)


def _is_defined() -> bool:
    try:
        layers.get_collection(MACHINE, collection_id=FINDINGS)
    except UnknownCollection:
        return False
    return True


def _properties(change: Change) -> dict[str, object]:
    finding, run = change.finding, change.run
    assert finding is not None  # noqa: S101 - only changes that are findings are published
    return {
        "finding": finding.pk,
        "change_class": change.change_class,
        "area_m2": round(change.area_m2, 1),
        "score": round(change.score, 3),
        "probability": None if change.probability is None else round(change.probability, 2),
        "reason": change.reason,
        "reason_share": round(change.reason_share, 2),
        "reasons": ",".join(reason["code"] for reason in change.reasons),
        "status": finding.status,
        "certainty": finding.certainty,
        "before": run.before.acquired,
        "after": run.after.acquired,
        "residual_m": None if run.residual_m is None else round(run.residual_m, 2),
        "parcel": change.parcel,
        "address": change.address,
        "zone": change.zone_code,
        "permit_no": change.permit_no,
        "area_code": finding.area_code,
        "area_name": finding.area_name,
        "run": run.pk,
        "model": run.model_id,
    }
