"""Bring back a former version of a collection, or take it out of every door; history keeps what was."""

from datetime import datetime

from django.db import transaction
from django.utils.timezone import get_default_timezone, is_naive

from geo_server.core import audit
from geo_server.core.subject import Subject
from layers import api as layers

from ..errors import ReasonRequired
from ..models import Publication
from ..policy import require_owner
from .recording import record_publication


def roll_back(collection_id: str, *, to: int | datetime, by: Subject, reason: str, now: datetime) -> layers.WriteReport:
    """Bring back exactly the rows of a former revision or moment, as a new version.

    Args:
        collection_id: the collection.
        to: a revision, or a moment (of the city's time zone if it names none).
        by: a member of the owner, or an administrator.
        reason: why; required.
        now: the present.

    Raises:
        UnknownCollection, NotSignedIn, MayNotDecide, ReadOnlyToken: it is not his.
        ReasonRequired: no reason.
        UnkeptRevision: a revision or moment that is to come, or older than what is kept.
    """
    if not reason.strip():
        raise ReasonRequired
    known = require_owner(by, collection_id)
    target = to.replace(tzinfo=get_default_timezone()) if isinstance(to, datetime) and is_naive(to) else to
    with transaction.atomic():
        revision = target if isinstance(target, int) else layers.revision_at(collection_id, target)
        written = layers.restore(collection_id, revision=revision, by=by, reason=reason, now=now)
        record_publication(
            Publication.Kind.ROLL_BACK,
            collection_id,
            written,
            before=known.revision,
            by=by,
            now=now,
            reason=reason,
            restored=revision,
        )
        shown = target if isinstance(target, int) else target.isoformat()
        audit.record(by, act="roll_back", object=collection_id, now=now, to=shown, reason=reason)
    return written


def retire(collection_id: str, *, by: Subject, reason: str, now: datetime) -> None:
    """Take a collection out of every door; its table and history stay, and a new publication brings it back.

    Raises:
        UnknownCollection, NotSignedIn, MayNotDecide, ReadOnlyToken: it is not his.
        ReasonRequired: no reason.
    """
    if not reason.strip():
        raise ReasonRequired
    known = require_owner(by, collection_id)
    with transaction.atomic():
        layers.retire_collection(collection_id, by=by, now=now)
        nothing = layers.WriteReport(0, 0, 0, known.count, known.revision)
        record_publication(
            Publication.Kind.RETIRE, collection_id, nothing, before=known.revision, by=by, now=now, reason=reason
        )
