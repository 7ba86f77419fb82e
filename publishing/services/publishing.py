"""Last step: everything that everybody sees changes in one transaction; all of it or nothing."""

from datetime import datetime

from django.db import transaction

from geo_server.core.subject import Subject
from layers import api as layers

from ..drafts import incoming_of, key_of, mode_of, spec_of
from ..errors import BrokenExpectations, ChangedMeanwhile
from ..models import Publication, Submission
from ..policy import find_collection
from ..rules import rule_for
from ..states import State
from .checking import fill_again
from .clearing import clear_away
from .comparing import compare_anew
from .recording import record_publication
from .reviewing import expectations_broken
from .transitions import CLOCKWORK, locked, move


def do_publish(submission_id: str, *, now: datetime) -> layers.WriteReport | None:
    """The step itself: registry, rows, history, state and record in one transaction; all of it or nothing.

    If the collection is no longer the one that the difference was looked at, the owner's rule says whether somebody
    must look again (the submission goes back to its draft) or the newly computed difference is published.
    """
    submission = Submission.objects.get(pk=submission_id)
    if submission.state != State.PUBLISHING:
        return None
    fill_again(submission, now=now)
    with locked(submission_id) as held:
        if held.state != State.PUBLISHING or _must_look_again(held, now=now):
            return None
        if not _holds(held):
            raise BrokenExpectations(held.collection, expectations_broken(held))
        written = _write(held, now=now)
        move(held, State.PUBLISHED, by=_author(held), now=now, revision=written.revision)
        clear_away(held)
    return written


def publish_at_once(submission_id: str, *, now: datetime) -> layers.WriteReport | None:
    """The transition and the step in one transaction, for a caller without jobs; None if somebody must look again."""
    with transaction.atomic():
        with locked(submission_id) as submission:
            move(submission, State.PUBLISHING, by=_author(submission), now=now)
        return do_publish(submission_id, now=now)


def rehearse(submission_id: str, *, now: datetime) -> tuple[layers.WriteReport, layers.Collection | None]:
    """What would be written, and the collection as it would be; everything is taken back."""
    with transaction.atomic():
        with locked(submission_id) as submission:
            written = _write(submission, now=now)
        collection = find_collection(submission.collection)
        transaction.set_rollback(True)
    return written, collection


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


def _write(submission: Submission, *, now: datetime) -> layers.WriteReport:
    """Registry, rows, history and record of the publication."""
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
    return written


def _author(submission: Submission) -> Subject:
    """Who stands in the history: whoever handed it in, not the worker that happened to do it."""
    return Subject(key=submission.created_by, name=submission.created_by_name)


def _let_owner_read(spec: layers.CollectionSpec, *, by: Subject, now: datetime) -> None:
    """The owner's members see all of what they publish, private fields too."""
    layers.grant_read(spec.id, to=spec.owner, columns=[field.name for field in spec.fields], by=by, now=now)
