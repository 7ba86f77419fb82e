"""Submissions as a subject may know them: his own, those of his organisation, those that he may approve."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet

from geo_server.core.subject import Subject
from layers import api as layers
from layers.errors import UnknownCollection

from ..errors import UnknownSubmission
from ..models import OwnerRule, Submission, SubmissionStep
from ..policy import approval_needed, may_approve, may_handle, may_see
from ..states import DECIDABLE, FINAL, NAMES, State

PAGE = 50


@dataclass(frozen=True)
class Step:
    """One transition; `before` is "" for the first."""

    at: datetime
    by: str
    by_name: str
    before: str
    after: str
    why: str
    detail: dict[str, Any]


@dataclass(frozen=True)
class SubmissionInfo:
    """A submission in one line of a list; titles are of its state."""

    id: str
    collection: str
    owner: str
    state: State
    state_vi: str
    state_en: str
    state_at: datetime
    created_at: datetime
    created_by: str
    created_by_name: str
    file_name: str
    size: int
    format: str
    mode: str
    publish_at: datetime | None


@dataclass(frozen=True)
class SubmissionDetail(SubmissionInfo):
    """All that its page shows.

    Attributes:
        layers: of the file (name, rows, geometry_types, crs, charset, remarks ...).
        layer: the one that is meant, "" while it is open.
        proposals: as `kinds.Proposal`, in plain JSON; `decisions` says what was chosen (id to value).
        open_questions: ids of the proposals that must be decided before it goes on.
        contract, mapping, report: as plain JSON, None before the rows were checked.
        difference: counts (added, changed, removed, unchanged) and bbox, None before it was drafted.
        broken: expectations of the contract that the draft breaks.
        known_elsewhere: collections that hold these objects already, as far as sender and reader may see them.
        may: what the subject may do now: "decide", "amend", "submit", "approve", "refuse", "publish", "schedule",
            "unschedule", "try_again", "withdraw".
    """

    sha256: str
    reason: str
    layers: list[dict[str, Any]]
    layer: str
    key: str
    since: datetime | None
    leave_out_faulty: bool
    contract_id: str
    proposals: list[dict[str, Any]]
    decisions: dict[str, str]
    open_questions: list[str]
    contract: dict[str, Any] | None
    mapping: dict[str, Any] | None
    chosen_mapping: dict[str, str | None]
    report: dict[str, Any] | None
    has_rejects: bool
    difference: dict[str, Any] | None
    base_revision: int | None
    broken: list[dict[str, Any]]
    known_elsewhere: list[dict[str, Any]]
    approval_needed: bool
    submitted_by: str
    approved_by: str
    override_by: str
    override_reason: str
    failed_vi: str
    failed_en: str
    job: str | None
    steps: tuple[Step, ...]
    may: frozenset[str]


def list_submissions(
    subject: Subject,
    *,
    collection_id: str | None = None,
    state: State | None = None,
    before: datetime | None = None,
    limit: int = PAGE,
) -> list[SubmissionInfo]:
    """What the subject may see, newest first; `before` continues after the last one of a page (its created_at)."""
    found = _visible(subject)
    if collection_id is not None:
        found = found.filter(collection=collection_id)
    if state is not None:
        found = found.filter(state=state)
    if before is not None:
        found = found.filter(created_at__lt=before)
    return [SubmissionInfo(**_info(one)) for one in found[:limit]]


def get_submission(subject: Subject, *, submission_id: object) -> SubmissionDetail:
    """One submission; raises UnknownSubmission, also for one that he may not see."""
    one = find_row(subject, submission_id)
    return SubmissionDetail(
        **_info(one),
        sha256=one.sha256,
        reason=one.reason,
        layers=[{name: value for name, value in layer.items() if name != "path"} for layer in one.layers],
        layer=one.layer,
        key=one.key,
        since=one.since,
        leave_out_faulty=one.leave_out_faulty,
        contract_id=one.contract_id,
        proposals=one.proposals,
        decisions=one.decisions,
        open_questions=open_questions(one),
        contract=one.contract,
        mapping=one.mapping,
        chosen_mapping=one.chosen_mapping,
        report=one.report,
        has_rejects=bool(one.rejects_key),
        difference=one.difference,
        base_revision=one.base_revision,
        broken=one.broken,
        known_elsewhere=[held for held in one.known_elsewhere if _may_learn(subject, one, held["collection"])],
        approval_needed=approval_needed(one),
        submitted_by=one.submitted_by,
        approved_by=one.approved_by,
        override_by=one.override_by,
        override_reason=one.override_reason,
        failed_vi=one.failed_vi,
        failed_en=one.failed_en,
        job=str(one.job) if one.job else None,
        steps=tuple(_step(step) for step in one.steps.all()),
        may=_possible(subject, one),
    )


def find_row(subject: Subject, submission_id: object) -> Submission:
    """The row behind a submission that the subject may see; raises UnknownSubmission."""
    try:
        one = Submission.objects.filter(pk=str(submission_id)).first()
    except ValidationError:
        one = None
    if one is None or not may_see(subject, one):
        raise UnknownSubmission(submission_id)
    return one


def open_questions(one: Submission) -> list[str]:
    """Ids of what must be decided before the submission goes on."""
    return [p["id"] for p in one.proposals if not p["sure"] and p["id"] not in one.decisions]


def _may_learn(subject: Subject, one: Submission, collection_id: str) -> bool:
    """The sender may know more collections, and more rows of them, than whoever looks at his submission.

    The share that was found counts what the sender sees: it is told to him, and to those who see every row.
    """
    try:
        whole = layers.whole_view(subject, collection_id=collection_id) is not None
    except UnknownCollection:
        return False
    return whole or one.created_by == subject.key


def _visible(subject: Subject) -> QuerySet[Submission]:
    """The same as `policy.may_see`, as a condition of the database."""
    if subject.is_anonymous:
        return Submission.objects.none()
    if subject.is_administrator:
        return Submission.objects.all()
    wanted = Q(created_by=subject.key)
    if subject.organisation:
        wanted |= Q(owner=subject.organisation)
        for rule in OwnerRule.objects.filter(approver_organisation=subject.organisation):
            wanted |= Q(pk__in=_judged(subject, rule))
    return Submission.objects.filter(wanted)


def _judged(subject: Subject, rule: OwnerRule) -> list[object]:
    rows = Submission.objects.filter(owner=rule.organisation)
    rows = rows.filter(collection=rule.collection) if rule.collection else rows
    return [one.pk for one in rows if may_see(subject, one)]


def _info(one: Submission) -> dict[str, Any]:
    state = State(one.state)
    vi, en = NAMES[state]
    plain = (
        "collection owner state_at created_at created_by created_by_name file_name size format mode publish_at".split()
    )
    return {name: getattr(one, name) for name in plain} | {
        "id": str(one.pk),
        "state": state,
        "state_vi": vi,
        "state_en": en,
    }


def _step(row: SubmissionStep) -> Step:
    return Step(row.at, row.by, row.by_name, row.before, row.after, row.why, row.detail)


def _possible(subject: Subject, one: Submission) -> frozenset[str]:
    state, acts = State(one.state), set()
    if may_handle(subject, one):
        acts |= _of_the_sender(state)
    if may_approve(subject, one):
        acts |= {State.IN_REVIEW: {"approve", "refuse"}, State.APPROVED: {"refuse"}}.get(state, set())
    return frozenset(acts)


def _of_the_sender(state: State) -> set[str]:
    acts: set[str] = set()
    if state in DECIDABLE:
        acts |= {"decide", "amend"}
    if state not in FINAL and state is not State.PUBLISHING:
        acts.add("withdraw")
    return acts | {
        State.DRAFTED: {"submit"},
        State.APPROVED: {"publish", "schedule"},
        State.SCHEDULED: {"publish", "unschedule"},
        State.FAILED: {"try_again"},
    }.get(state, set())
