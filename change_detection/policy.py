"""Who may bring scenes in and have them compared; who may see what follows is asked of the policy of layers."""

from geo_server.core.subject import Subject
from layers.errors import NotAllowed

ROLES = frozenset({"inspector", "planner", "operator"})


def may_compare(subject: Subject) -> bool:
    """Whether the subject works with scenes."""
    return subject.is_administrator or bool(ROLES & subject.roles)


def may_stop(subject: Subject, *, started_by: str) -> bool:
    """Whether the subject may stop a comparison: who started it, and administrators."""
    return subject.is_administrator or (may_compare(subject) and subject.key == started_by)


def require_own_run(subject: Subject, *, started_by: str) -> None:
    """Refuse to stop a comparison that somebody else started; raises NotAllowed."""
    if not may_stop(subject, started_by=started_by):
        raise NotAllowed("stop a comparison that somebody else started", "dừng lần so sánh do người khác bắt đầu")


def require_compare(subject: Subject) -> None:
    """Refuse those who do not work with scenes; raises NotAllowed."""
    if not may_compare(subject):
        raise NotAllowed("bring in or compare scenes", "đưa vào hoặc so sánh ảnh")
