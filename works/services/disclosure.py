"""Owners say what those who dig may see of their assets, and whom they should call."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from geo_server.core import audit
from geo_server.core.subject import Subject, system
from layers import api as layers
from layers.errors import UnknownField

from ..errors import MayNotDisclose, UnknownMode
from ..models import DisclosureRule, OwnerContact

READER = system("works")


def disclose(
    *,
    collection: str | None = None,
    theme: str | None = None,
    mode: str,
    columns: Sequence[str] = (),
    by: Subject,
    now: datetime,
) -> None:
    """Set the rule of a collection, or of a theme; it holds at once, for answers given before too.

    Args:
        collection: its id; the owner's word about one collection wins over any theme.
        theme: for all collections of a theme and of those below it; an administrator's word.
        mode: "shown", "presence" or "withheld".
        columns: the fields that are told, of a mode "shown"; private ones only if they are named.
        by: who says so.
        now: the present.

    Raises:
        MayNotDisclose: he is not the owner. UnknownMode, UnknownCollection, UnknownField.
    """
    scope = ("collection", collection) if collection is not None else ("theme", theme or "")
    if collection is None and not by.is_administrator:
        raise MayNotDisclose(scope[1])
    if collection is not None:
        _require_owner(collection, columns, by)
    if mode not in DisclosureRule.Mode.values:
        raise UnknownMode(mode)
    values = {"mode": mode, "columns": list(columns), "set_by": by.key, "set_at": now}
    with transaction.atomic():
        DisclosureRule.objects.update_or_create(scope_kind=scope[0], scope=scope[1], defaults=values)
        audit.record(by, act="disclose", object=scope[1], now=now, mode=mode, columns=list(columns))


def set_contact(
    organisation: str, *, phone: str, emergency_phone: str = "", email: str = "", by: Subject, now: datetime
) -> None:
    """Say whom to call before digging beside the assets of an organisation; raises MayNotDisclose."""
    if not by.is_administrator and by.organisation != organisation:
        raise MayNotDisclose(organisation)
    told = {"phone": (phone, 40), "emergency_phone": (emergency_phone, 40), "email": (email, 254)}
    values = {name: text.replace("\0", "")[:most] for name, (text, most) in told.items()}
    with transaction.atomic():
        OwnerContact.objects.update_or_create(organisation=organisation, defaults=values)
        audit.record(by, act="set_contact", object=organisation, now=now)


def _require_owner(collection: str, columns: Sequence[str], by: Subject) -> None:
    spec = layers.get_collection(READER if by.is_administrator else by, collection_id=collection)
    if not by.is_administrator and by.organisation != spec.owner:
        raise MayNotDisclose(collection)
    whole = layers.get_collection(READER, collection_id=collection)
    for name in columns:
        if whole.field_named(name) is None:
            raise UnknownField(collection, name)
