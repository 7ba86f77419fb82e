"""Owe messages, send them, try again; the row is locked while its message goes out, so that none goes out twice."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from geo_server.core.errors import DomainError, OutsideServiceFailed
from layers import api as layers
from ocm import transports
from ocm.models import Alert, Delivery, DeliveryState, Subscription
from ocm.policy import may_see

from .notices import make_notice

FIRST_WAIT = timedelta(minutes=1)
LONGEST_WAIT = timedelta(hours=6)
MAX_ATTEMPTS = 12


def owe_messages(alert: Alert, *, now: datetime) -> int:
    """Write down one message for each subscribed address; joins the caller's transaction; returns how many."""
    wanted = Q(area_code=alert.area_code, area_valid_from=alert.area_valid_from) & ~Q(area_code="")
    if alert.organisation:
        wanted |= Q(organisation=alert.organisation)
    owed = [
        Delivery(
            alert=alert,
            subscription=subscription,
            channel=subscription.channel,
            address=subscription.address,
            language=subscription.language,
            next_attempt_at=now,
        )
        for subscription in Subscription.objects.filter(wanted, ended_at=None)
        if _may_be_told(subscription, alert)
    ]
    return len(Delivery.objects.bulk_create(owed, ignore_conflicts=True))


def _may_be_told(subscription: Subscription, alert: Alert) -> bool:
    """A person is told what he may see; an address without a person was subscribed by an administrator."""
    if subscription.user_id is None:
        return True
    return may_see(layers.subject_of_user(subscription.user_id), organisation=alert.organisation)


def list_due(*, now: datetime, limit: int = 500) -> list[int]:
    """The messages whose time has come, the longest waiting first."""
    due = Delivery.objects.filter(state=DeliveryState.PENDING, next_attempt_at__lte=now)
    return list(due.order_by("next_attempt_at", "id").values_list("pk", flat=True)[:limit])


def list_owed(alert_id: str) -> list[int]:
    """The messages of one alert that are still to be sent."""
    return list(Delivery.objects.filter(alert_id=alert_id, state=DeliveryState.PENDING).values_list("pk", flat=True))


@transaction.atomic
def deliver(delivery_id: int, *, now: datetime) -> bool:
    """Send one message if it is due and nobody else is sending it; True if it went out.

    A message that fails is put off (1, 2, 4 … minutes, at most 6 hours) or, when trying again cannot help, given up;
    the row says why.
    """
    delivery = (
        Delivery.objects.select_for_update(skip_locked=True)
        .filter(pk=delivery_id, state=DeliveryState.PENDING, next_attempt_at__lte=now)
        .first()
    )
    if delivery is None:
        return False
    delivery.attempts += 1
    try:
        notice = make_notice(delivery)
        transports.get_transport(delivery.channel).send(notice)
    except DomainError as error:
        _put_off(delivery, error, now=now)
    else:
        delivery.state, delivery.sent_at, delivery.last_error = DeliveryState.SENT, now, ""
    delivery.save(update_fields=["attempts", "state", "sent_at", "last_error", "next_attempt_at"])
    return delivery.state == DeliveryState.SENT


def _put_off(delivery: Delivery, error: DomainError, *, now: datetime) -> None:
    """Only an outside service may do better next time; an unknown finding or channel stays unknown."""
    hopeless = not isinstance(error, OutsideServiceFailed) or error.permanent
    delivery.last_error = error.vi
    if hopeless or delivery.attempts >= MAX_ATTEMPTS:
        delivery.state = DeliveryState.FAILED
    delivery.next_attempt_at = now + wait_after(delivery.attempts)


def wait_after(attempts: int) -> timedelta:
    """How long to wait after so many failed attempts (1 is the first)."""
    doublings = min(attempts - 1, 16)
    return min(FIRST_WAIT * (1 << doublings), LONGEST_WAIT)
