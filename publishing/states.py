"""The life of a submission: its states, and which may follow which. Plain values, no database."""

from enum import StrEnum


class State(StrEnum):
    """How far a submission is.

    The server takes it from RECEIVED to DRAFTED by itself, stopping at WAITING_FOR_DECISIONS (something must be
    confirmed) and CHECKED (rows were rejected). From DRAFTED on people decide.
    """

    RECEIVED = "received"
    READ = "read"
    WAITING_FOR_DECISIONS = "waiting_for_decisions"
    CHECKED = "checked"
    DRAFTED = "drafted"
    IN_REVIEW = "in_review"
    APPROVED = "approved"
    REFUSED = "refused"
    SCHEDULED = "scheduled"
    PUBLISHING = "publishing"
    PUBLISHED = "published"
    FAILED = "failed"
    WITHDRAWN = "withdrawn"


NAMES: dict[State, tuple[str, str]] = {
    State.RECEIVED: ("đã nhận", "received"),
    State.READ: ("đã đọc", "read"),
    State.WAITING_FOR_DECISIONS: ("chờ xác nhận", "waiting for decisions"),
    State.CHECKED: ("đã kiểm tra", "checked"),
    State.DRAFTED: ("bản nháp", "drafted"),
    State.IN_REVIEW: ("chờ duyệt", "in review"),
    State.APPROVED: ("đã duyệt", "approved"),
    State.REFUSED: ("bị từ chối", "refused"),
    State.SCHEDULED: ("đã hẹn giờ", "scheduled"),
    State.PUBLISHING: ("đang công bố", "publishing"),
    State.PUBLISHED: ("đã công bố", "published"),
    State.FAILED: ("thất bại", "failed"),
    State.WITHDRAWN: ("đã rút", "withdrawn"),
}
"""What people read: Vietnamese, English."""

FINAL = frozenset({State.REFUSED, State.PUBLISHED, State.WITHDRAWN})
"""Nothing follows."""

WORKING = frozenset({State.RECEIVED, State.READ, State.PUBLISHING})
"""The server has something to do; whoever finds a submission here without a living job starts one."""

DECIDABLE = frozenset({State.WAITING_FOR_DECISIONS, State.CHECKED, State.DRAFTED, State.FAILED})
"""The sender may decide otherwise: the file is then cleaned, checked and compared again."""

FOLLOWERS: dict[State, frozenset[State]] = {
    State.RECEIVED: frozenset({State.READ, State.FAILED, State.WITHDRAWN}),
    State.READ: frozenset({State.WAITING_FOR_DECISIONS, State.CHECKED, State.FAILED, State.WITHDRAWN}),
    State.WAITING_FOR_DECISIONS: frozenset({State.READ, State.WITHDRAWN}),
    State.CHECKED: frozenset({State.READ, State.DRAFTED, State.FAILED, State.WITHDRAWN}),
    State.DRAFTED: frozenset({State.READ, State.CHECKED, State.IN_REVIEW, State.APPROVED, State.WITHDRAWN}),
    State.IN_REVIEW: frozenset({State.APPROVED, State.REFUSED, State.DRAFTED, State.WITHDRAWN}),
    State.APPROVED: frozenset({State.PUBLISHING, State.SCHEDULED, State.DRAFTED, State.REFUSED, State.WITHDRAWN}),
    State.SCHEDULED: frozenset({State.PUBLISHING, State.APPROVED, State.DRAFTED, State.WITHDRAWN}),
    State.PUBLISHING: frozenset({State.PUBLISHED, State.DRAFTED, State.FAILED}),
    State.FAILED: frozenset({State.RECEIVED, State.READ, State.WITHDRAWN}),
    State.REFUSED: frozenset(),
    State.PUBLISHED: frozenset(),
    State.WITHDRAWN: frozenset(),
}


def may_follow(before: State, after: State) -> bool:
    """Whether a submission may go from the one state to the other."""
    return after in FOLLOWERS[before]
