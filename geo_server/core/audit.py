"""Write down who did or saw what."""

from datetime import datetime
from typing import Any

from .models import AuditEntry
from .subject import Subject


def record(subject: Subject, *, act: str, object: str, now: datetime, **detail: Any) -> None:
    """Add one audit entry; it joins the caller's transaction, so that no act lacks its entry."""
    AuditEntry.objects.create(
        at=now, subject=subject.key, act=act, object=object, purpose=subject.purpose, detail=detail
    )
