"""Publish an approved draft, now or at a moment to come: everything that everybody sees changes in one transaction."""

from datetime import datetime

from django.db import transaction
from django.utils.timezone import get_default_timezone, is_naive

from geo_server.core.subject import Subject
from layers import api as layers

from ..drafts import incoming_of, key_of, mode_of, spec_of
from ..errors import BrokenExpectations, ChangedMeanwhile, WrongMoment
from ..events import CollectionPublished, collection_published
from ..models import Publication, Submission
from ..policy import find_collection, require_handle
from ..rules import rule_for
from ..states import State
from .checking import fill_again
from .clearing import clear_away
from .comparing import compare_anew
from .reviewing import expectations_broken
from .transitions import CLOCKWORK, locked, move, require_state, set_to_work


def publish(submission_id: str, *, by: Subject, now: datetime) -> None:
    """Have an approved submission published; the server does it from the commit on.

    Raises:
        UnknownSubmission, MayNotDecide, WrongState: it is not his, or not approved.
    """
    with locked(submission_id, by=by) as submission:
        require_handle(by, submission)
        require_state(submission, State.APPROVED, State.SCHEDULED, act_en="publish it", act_vi="công bố")
        submission.publish_at = None
        move(submission, State.PUBLISHING, by=by, now=now)
        set_to_work(submission, by=by, now=now)


def schedule(submission_id: str, *, at: datetime, by: Subject, now: datetime) -> None:
    """Have an approved submission published at a moment to come; of the city's time zone if it names none.

    Raises:
        WrongMoment: the moment is past.
        UnknownSubmission, MayNotDecide, WrongState: as for `publish`.
    """
    moment = at.replace(tzinfo=get_default_timezone()) if is_naive(at) else at
    if moment <= now:
        raise WrongMoment(at.isoformat())
    with locked(submission_id, by=by) as submission:
        require_handle(by, submission)
        require_state(submission, State.APPROVED, act_en="schedule it", act_vi="hẹn giờ công bố")
        submission.publish_at = moment
        move(submission, State.SCHEDULED, by=by, now=now, at=moment.isoformat())


def unschedule(submission_id: str, *, by: Subject, now: datetime, why: str = "") -> None:
    """Take a moment back; the submission stays approved. Raises what `schedule` raises."""
    with locked(submission_id, by=by) as submission:
        require_handle(by, submission)
        require_state(submission, State.SCHEDULED, act_en="take its moment back", act_vi="hủy hẹn giờ")
        submission.publish_at = None
        move(submission, State.APPROVED, by=by, now=now, why=why)


def publish_due(*, now: datetime) -> list[str]:
    """Set to work what was scheduled for a moment that has come; returns the ids. Safe to run twice, and late."""
    due = Submission.objects.filter(state=State.SCHEDULED, publish_at__lte=now).values_list("pk", flat=True)
    return [str(pk) for pk in due if _start(str(pk), now=now)]


def _start(submission_id: str, *, now: datetime) -> bool:
    with locked(submission_id) as submission:
        if submission.state != State.SCHEDULED or submission.publish_at is None or submission.publish_at > now:
            return False
        move(submission, State.PUBLISHING, by=CLOCKWORK, now=now)
        set_to_work(submission, by=CLOCKWORK, now=now)
    return True


def do_publish(submission_id: str, *, now: datetime) -> None:
    """The step itself: registry, rows, history, state and record in one transaction; all of it or nothing.

    If the collection is no longer the one that the difference was looked at, the owner's rule says whether somebody
    must look again (the submission goes back to its draft) or the newly computed difference is published.
    """
    submission = Submission.objects.get(pk=submission_id)
    if submission.state != State.PUBLISHING:
        return
    fill_again(submission, now=now)
    with locked(submission_id) as submission:
        if submission.state != State.PUBLISHING:
            return
        if _must_look_again(submission, now=now):
            return
        _publish(submission, now=now)


def _must_look_again(submission: Submission, *, now: datetime) -> bool:
    revision, looked_at = layers.hold_collection(submission.collection), submission.base_revision
    if revision == looked_at:
        return False
    compare_anew(submission)
    if not rule_for(submission.owner, submission.collection).look_again and _holds(submission):
        return False
    changed = ChangedMeanwhile(submission.collection, looked_at or 0, revision)
    submission.publish_at, submission.approved_by, submission.submitted_by = None, "", ""
    submission.override_by = submission.override_reason = ""
    move(submission, State.DRAFTED, by=CLOCKWORK, now=now, why=changed.vi, why_en=changed.en)
    return True


def _holds(submission: Submission) -> bool:
    return not expectations_broken(submission) or bool(submission.override_by)


def _publish(submission: Submission, *, now: datetime) -> None:
    if not _holds(submission):
        raise BrokenExpectations(submission.collection, expectations_broken(submission))
    author = _author(submission)
    spec, incoming = spec_of(submission), incoming_of(submission)
    before = find_collection(spec.id)
    layers.define_collection(spec, by=author, now=now)
    if before is None:
        _let_owner_read(spec, by=author, now=now)
    written = layers.apply_incoming(
        spec.id,
        incoming,
        mode=mode_of(submission),
        key=key_of(submission) or None,
        by=author,
        reason=submission.reason or f"file {submission.file_name}",
        now=now,
        since=submission.since,
    )
    record_publication(
        Publication.Kind.PUBLISH,
        submission.collection,
        written,
        before=before.revision if before else 0,
        by=author,
        now=now,
        submission=submission,
        approved_by=submission.approved_by,
        reason=submission.override_reason or submission.reason,
    )
    move(submission, State.PUBLISHED, by=author, now=now, revision=written.revision)
    clear_away(submission)


def _author(submission: Submission) -> Subject:
    """Who stands in the history: whoever handed it in, not the worker that happened to do it."""
    return Subject(key=submission.created_by, name=submission.created_by_name)


def _let_owner_read(spec: layers.CollectionSpec, *, by: Subject, now: datetime) -> None:
    """The owner's members see all of what they publish, private fields too."""
    layers.grant_read(spec.id, to=spec.owner, columns=[field.name for field in spec.fields], by=by, now=now)


def record_publication(
    kind: Publication.Kind,
    collection_id: str,
    written: layers.WriteReport,
    *,
    before: int,
    by: Subject,
    now: datetime,
    **more: object,
) -> None:
    """Write down what was done, and announce it when it is committed."""
    Publication.objects.create(
        kind=kind,
        collection=collection_id,
        at=now,
        by=by.key,
        by_name=by.name,
        revision_before=before,
        revision_after=written.revision,
        added=written.added,
        changed=written.changed,
        removed=written.removed,
        unchanged=written.unchanged,
        **more,
    )
    collection_published.send_on_commit(CollectionPublished(collection=collection_id, revision=written.revision))


def publish_at_once(submission_id: str, *, now: datetime) -> None:
    """The transition and the step in one transaction, for callers that do not use jobs."""
    with transaction.atomic():
        with locked(submission_id) as submission:
            move(submission, State.PUBLISHING, by=_author(submission), now=now)
        do_publish(submission_id, now=now)
