"""Write down who did or saw what."""

from datetime import datetime, timedelta
from typing import Any

from .models import AuditEntry
from .subject import Subject

SESSION_PAUSE = timedelta(seconds=30)
"""A program that sends one call per feature (QGIS) works in one session until it rests for so long."""


def record(subject: Subject, *, act: str, object: str, now: datetime, **detail: Any) -> None:
    """Add one audit entry; it joins the caller's transaction, so that no act lacks its entry."""
    AuditEntry.objects.create(
        at=now, subject=subject.key, act=act, object=object, purpose=subject.purpose, detail=detail
    )


def record_session(subject: Subject, *, act: str, object: str, now: datetime, count: str, **detail: Any) -> None:
    """Add one to `count` in the entry of a session: the same act of a subject on an object, without a longer pause.

    The caller keeps others from the same session out for the time, as a lock on the object does.
    """
    entry = AuditEntry.objects.filter(object=object, act=act, subject=subject.key, at__lte=now).first()
    if entry is None or datetime.fromisoformat(entry.detail["until"]) < now - SESSION_PAUSE:
        record(subject, act=act, object=object, now=now, until=now.isoformat(), **{count: 1}, **detail)
        return
    entry.detail |= {count: entry.detail.get(count, 0) + 1, "until": now.isoformat()}
    entry.save(update_fields=["detail"])
