"""All that one alert's page shows, gathered once: the proof, the rule, the cameras, what happened so far."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal

from django.utils import timezone

from change_detection import api as change_detection
from geo_server.core.subject import Subject
from layers import api as layers
from layers.errors import UnknownArea
from ocm.cameras.nearest import NearCamera
from ocm.records import AlertRecord, CaseRecord, DeliveryRecord, StepRecord

from .alert_list import is_overdue
from .alerts import find_case, get_alert, list_deliveries, list_steps
from .cameras import list_cameras_near
from .codes import code_title
from .competence import AreaVersion


@dataclass(frozen=True)
class Proof:
    """An alert with its evidence."""

    alert: AlertRecord
    overdue: bool
    finding: change_detection.FindingInfo
    area: AreaVersion | None
    zone_use: str
    cameras: tuple[NearCamera, ...]
    steps: tuple[StepRecord, ...]
    deliveries: tuple[DeliveryRecord, ...]
    case: CaseRecord | None


def alert_proof(subject: Subject, *, alert_id: str, now: datetime) -> Proof:
    """The proof of one alert; raises UnknownAlert or UnknownFinding, also when the subject may not see it."""
    alert = get_alert(subject, alert_id=alert_id)
    finding = change_detection.get_finding(subject, finding_id=alert.finding_id)
    return Proof(
        alert=alert,
        overdue=is_overdue(alert, day=timezone.localdate(now)),
        finding=finding,
        zone_use=code_title(subject, "zoning", field="use", value=finding.zone_use),
        area=_area(alert),
        cameras=tuple(list_cameras_near(subject, point=alert.point)),
        steps=tuple(list_steps(subject, alert_id=alert_id)),
        deliveries=tuple(list_deliveries(subject, alert_id=alert_id)),
        case=find_case(subject, alert_id=alert_id),
    )


def alert_picture_path(subject: Subject, *, alert_id: str, which: Literal["before", "after"]) -> Path:
    """The PNG file of one picture; raises UnknownAlert."""
    alert = get_alert(subject, alert_id=alert_id)
    chips = change_detection.chips(alert.finding_id)
    return chips.before if which == "before" else chips.after


def _area(alert: AlertRecord) -> AreaVersion | None:
    if alert.area_valid_from is None:
        return None
    try:
        unit = layers.get_area(alert.area_code, day=alert.area_valid_from)
    except UnknownArea:
        return None
    return AreaVersion(unit.code, alert.area_valid_from, unit.name_vi, unit.name_en)
