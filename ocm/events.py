"""What the operations centre announces, after commit."""

from dataclasses import dataclass
from datetime import datetime

from geo_server.core.events import Event


@dataclass(frozen=True)
class AlertRaised:
    """Somebody is to be told of a finding; its deliveries are written."""

    alert_id: str
    finding_id: str
    organisation: str


@dataclass(frozen=True)
class AlertDecided:
    """A person accepted or dismissed an alert."""

    alert_id: str
    finding_id: str
    verdict: str
    by: str
    at: datetime


alert_raised: Event[AlertRaised] = Event(AlertRaised)
alert_decided: Event[AlertDecided] = Event(AlertDecided)
