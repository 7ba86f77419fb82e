"""The only door of the operations centre for its neighbours; what crosses is plain."""

from .cameras.nearest import NearCamera
from .cameras.rows import CameraRow, RecorderRow
from .records import AlertRecord, CaseRecord, DeliveryRecord, RuleRecord, StepRecord
from .selectors.alerts import (
    AlertFilter,
    AlertPage,
    count_alerts,
    find_case,
    get_alert,
    list_alert_areas,
    list_alerts,
    list_deliveries,
    list_steps,
)
from .selectors.cameras import list_cameras_near
from .selectors.competence import AreaVersion, choose_competent
from .services.alerts import alert_id_of, raise_alert
from .services.camera_register import RegisterReport, import_register
from .services.cameras import define_cameras, load_cameras
from .services.decisions import decide, mark_seen
from .services.rules import load_rules
from .services.subscriptions import subscribe, unsubscribe
from .transports import list_channels

__all__ = [
    "AlertFilter",
    "AlertPage",
    "AlertRecord",
    "AreaVersion",
    "CameraRow",
    "CaseRecord",
    "DeliveryRecord",
    "NearCamera",
    "RecorderRow",
    "RegisterReport",
    "RuleRecord",
    "StepRecord",
    "alert_id_of",
    "choose_competent",
    "count_alerts",
    "decide",
    "define_cameras",
    "find_case",
    "get_alert",
    "import_register",
    "list_alert_areas",
    "list_alerts",
    "list_cameras_near",
    "list_channels",
    "list_deliveries",
    "list_steps",
    "load_cameras",
    "load_rules",
    "mark_seen",
    "raise_alert",
    "subscribe",
    "unsubscribe",
]
