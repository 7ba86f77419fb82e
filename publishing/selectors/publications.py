"""What was published of a collection, rolled back or retired, as a subject may know it; the rules of its owner."""

from dataclasses import dataclass
from datetime import datetime

from geo_server.core.subject import Subject
from layers import api as layers

from ..models import OwnerRule, Publication
from ..policy import MANAGER
from ..rules import Rule, rule_of


@dataclass(frozen=True)
class PublicationInfo:
    """One act.

    Counts are None for whoever does not see every row; who did it and why is told to the owner's members only.

    Attributes:
        kind: "publish", "roll_back" or "retire".
        restored: the revision that a roll-back brought back, None for a moment.
        submission: its id, "" where the subject may not know it.
    """

    id: int
    collection: str
    kind: str
    at: datetime
    revision_before: int
    revision_after: int
    added: int | None
    changed: int | None
    removed: int | None
    unchanged: int | None
    restored: int | None
    reason: str
    by_name: str
    approved_by: str
    submission: str


def list_publications(subject: Subject, *, collection_id: str, limit: int = 100) -> list[PublicationInfo]:
    """The publications of a collection that the subject may read, newest first.

    Whoever does not see every row of it learns of no counts.

    Raises:
        UnknownCollection: also for a hidden one.
    """
    known = layers.describe(subject, collection_id=collection_id)
    inside = subject.is_administrator or subject.organisation == known.owner
    sees_all = inside or layers.whole_view(subject, collection_id=collection_id) is not None
    rows = Publication.objects.filter(collection=collection_id)[:limit]
    return [_info(row, inside=inside, sees_all=sees_all) for row in rows]


def list_rules(subject: Subject) -> list[Rule]:
    """The rules of his organisation, of all for an administrator."""
    rows = OwnerRule.objects.all()
    if not subject.is_administrator:
        rows = rows.filter(organisation=subject.organisation or "")
    return [rule_of(row) for row in rows]


def may_set_rules(subject: Subject, organisation: str) -> bool:
    """Whether he may change them."""
    if subject.read_only:
        return False
    return subject.is_administrator or (subject.organisation == organisation and MANAGER in subject.roles)


def _info(row: Publication, *, inside: bool, sees_all: bool) -> PublicationInfo:
    return PublicationInfo(
        id=row.pk,
        collection=row.collection,
        kind=row.kind,
        at=row.at,
        revision_before=row.revision_before,
        revision_after=row.revision_after,
        added=row.added if sees_all else None,
        changed=row.changed if sees_all else None,
        removed=row.removed if sees_all else None,
        unchanged=row.unchanged if sees_all else None,
        restored=row.restored,
        reason=row.reason if inside else "",
        by_name=row.by_name if inside else "",
        approved_by=row.approved_by if inside else "",
        submission=str(row.submission_id) if inside and row.submission_id else "",
    )
