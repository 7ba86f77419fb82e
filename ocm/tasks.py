"""Celery's entries: raise an alert (a job, so that a lost broker message is sent again), send messages, sweep."""

from celery import shared_task

from geo_server.core import clock
from geo_server.core.jobs import running

from .services import alerts, deliveries

RAISE_ALERT = "ocm.raise_alert"


@shared_task(name=RAISE_ALERT)
def raise_alert(job_id: str) -> None:
    """Raise the alert about the finding of a job. Safe to run twice: an alert's id is made from its finding's."""
    with running(job_id) as job:
        if job.is_final:
            return
        alert = alerts.raise_alert(job.args["finding_id"], now=clock.now())
        job.result = {"alert_id": alert.id if alert else None}


@shared_task(name="ocm.raise_missing_alerts")
def raise_missing_alerts() -> int:
    """Raise the alerts of findings whose news or job was lost; returns how many."""
    return alerts.raise_missing(now=clock.now())


@shared_task(name="ocm.deliver")
def deliver(*, delivery_id: int) -> None:
    """Send one message. Safe to run twice: a message that is sent, or just being sent, is left alone."""
    deliveries.deliver(delivery_id, now=clock.now())


@shared_task(name="ocm.deliver_due")
def deliver_due() -> int:
    """Start the messages whose (next) time has come, each a task of its own; returns how many there were."""
    due = deliveries.list_due(now=clock.now())
    for delivery_id in due:
        deliver.delay(delivery_id=delivery_id)
    return len(due)
