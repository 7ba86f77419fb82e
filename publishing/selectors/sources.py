"""Remote sources and their health, as far as a subject may know them."""

from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError

from geo_server.core.subject import Subject

from ..errors import UnknownSource
from ..models import Source, Submission
from ..policy import may_keep_source


@dataclass(frozen=True)
class SourceInfo:
    """A source and how it has been.

    Attributes:
        health: "resting" (not asked), "new" (never asked yet), "good" or "failing".
        submission: what became of the last new content, with its state; None before the first.
        succeeded_at: when it answered last, changed or not; `changed_at`: when it brought something new.
        failures: since the last success.
        error_vi, error_en: why it failed last, "" after a success.
    """

    id: str
    title: str
    owner: str
    kind: str
    url: str
    layer: str
    collection: str
    mode: str
    key: str
    contract_id: str
    decisions: dict[str, str]
    leave_out_faulty: bool
    public: bool
    directly: bool
    every_minutes: int
    enabled: bool
    health: str
    submission: str | None
    submission_state: str
    asked_at: datetime | None
    succeeded_at: datetime | None
    changed_at: datetime | None
    next_at: datetime | None
    failures: int
    error_vi: str
    error_en: str


def list_sources(subject: Subject) -> list[SourceInfo]:
    """The sources of his organisation by title; all for an administrator, none for the public."""
    rows = Source.objects.all()
    return [_info(row) for row in rows if may_keep_source(subject, row.owner)]


def get_source(subject: Subject, *, source_id: str) -> SourceInfo:
    """One source; raises UnknownSource, also if it is not his."""
    try:
        row = Source.objects.get(pk=source_id)
    except (Source.DoesNotExist, ValidationError) as error:
        raise UnknownSource(source_id) from error
    if not may_keep_source(subject, row.owner):
        raise UnknownSource(source_id)
    return _info(row)


def _info(row: Source) -> SourceInfo:
    plain = {
        name: getattr(row, name)
        for name in SourceInfo.__dataclass_fields__
        if name not in ("id", "health", "submission", "submission_state", "next_at")
    }
    brought = Submission.objects.filter(pk=row.submission) if row.submission else Submission.objects.none()
    submission = brought.values_list("pk", "state").first()
    return SourceInfo(
        id=str(row.pk),
        health=_health(row),
        submission=str(submission[0]) if submission else None,
        submission_state=submission[1] if submission else "",
        next_at=row.next_at if row.enabled else None,
        **plain,
    )


def _health(row: Source) -> str:
    if row.failures:
        return "failing"
    if not row.enabled:
        return "resting"
    return "good" if row.succeeded_at else "new"
