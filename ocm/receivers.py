"""What the operations centre listens to; each receiver only starts work."""

from change_detection.events import FindingMade, VerdictGiven, finding_made, verdict_given
from geo_server.core import clock, jobs

from . import tasks
from .events import AlertRaised, alert_raised
from .services import decisions, deliveries


@finding_made.connect
def tell_the_competent(event: FindingMade) -> None:
    """A finding becomes an alert."""
    jobs.create_job(tasks.RAISE_ALERT, args={"finding_id": event.finding_id}, by="system:alerts", now=clock.now())


@alert_raised.connect
def send_messages(event: AlertRaised) -> None:
    """An alert's messages go out now; those that fail are taken up by the sweep."""
    for delivery_id in deliveries.list_owed(event.alert_id):
        tasks.deliver.delay(delivery_id=delivery_id)


@verdict_given.connect
def follow_verdict(event: VerdictGiven) -> None:
    """An alert follows a verdict that was given elsewhere."""
    decisions.follow_verdict(event.finding_id, at=event.at)
