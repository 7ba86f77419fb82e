"""Who is told of alerts: subscriptions to an area version or to an organisation."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Q

from geo_server.core.subject import Subject
from ocm.errors import MayNotSubscribe, UnknownSubscription, WrongSubscription
from ocm.models import Subscription
from ocm.policy import INSPECTOR
from ocm.transports import get_transport


def subscribe(
    *,
    address: str,
    by: Subject,
    now: datetime,
    organisation: str = "",
    area: tuple[str, date] | None = None,
    channel: str = "mail",
    user_id: int | None = None,
    language: str = "vi",
) -> int:
    """Tell an address of every new alert of one organisation, or of one area version; returns the number.

    Idempotent: an address that is told already keeps its subscription.

    Args:
        address: e-mail address, or what the channel needs.
        by: who asks for it.
        now: when it begins.
        organisation: code; its alerts are told.
        area: (code, valid_from); the code alone would name several territories.
        channel: name of a registered transport.
        user_id: the person behind the address; he is told only of alerts that he may see.
        language: of the messages, "vi" or "en".

    Raises:
        MayNotSubscribe: the caller is neither an administrator nor an inspector of the organisation.
        WrongSubscription: both or neither of area and organisation, or no such address.
        UnknownChannel: nobody registered this channel.
    """
    if bool(organisation) == (area is not None):
        raise WrongSubscription(
            "Choose either one organisation or one area version.", "Hãy chọn một đơn vị hoặc một địa bàn."
        )
    _check_right(by, organisation, user_id)
    if not get_transport(channel).check_address(address):
        raise WrongSubscription(
            f"'{address}' cannot be reached by '{channel}'.", f"'{address}' không phải địa chỉ của kênh '{channel}'."
        )
    scope = {
        "organisation": organisation,
        "area_code": area[0] if area else "",
        "area_valid_from": area[1] if area else None,
    }
    with transaction.atomic():
        subscription, _ = Subscription.objects.get_or_create(
            channel=channel,
            address=address,
            ended_at=None,
            **scope,
            defaults={"user_id": user_id, "language": language, "created_by": by.key, "created_at": now},
        )
    return subscription.pk


def unsubscribe(subscription_id: int, *, by: Subject, now: datetime) -> None:
    """End a subscription; raises UnknownSubscription for another's unless an administrator asks."""
    mine = Q() if by.is_administrator else Q(created_by=by.key) | Q(user_id=_user_id(by))
    if not Subscription.objects.filter(mine, pk=subscription_id, ended_at=None).update(ended_at=now):
        raise UnknownSubscription(subscription_id)


def _check_right(by: Subject, organisation: str, user_id: int | None) -> None:
    if by.is_administrator:
        return
    own = bool(organisation) and organisation == by.organisation and INSPECTOR in by.roles
    if not own or user_id is None or user_id != _user_id(by):
        raise MayNotSubscribe


def _user_id(subject: Subject) -> int | None:
    kind, _, number = subject.key.partition(":")
    return int(number) if kind == "user" and number.isdigit() else None
