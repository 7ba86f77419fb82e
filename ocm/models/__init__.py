"""Tables of the operations centre, one family per file."""

from .alert import Alert, AlertState, AlertStep
from .camera import CameraStream, Recorder
from .case import Case
from .delivery import Delivery, DeliveryState
from .rule import CompetenceRule, DeadlineRule
from .subscription import Subscription

__all__ = [
    "Alert",
    "AlertState",
    "AlertStep",
    "CameraStream",
    "Case",
    "CompetenceRule",
    "DeadlineRule",
    "Delivery",
    "DeliveryState",
    "Recorder",
    "Subscription",
]
