"""Ask the remote sources that are due, hand in what is new, and take it as far as nobody has to look.

What a source brings goes the way of every file: quarantine, proposals, contract, draft. The source itself is the
sender, a member of the house that owns the collection; so its direct publication needs the approvals that theirs need.
"""

from datetime import datetime, timedelta
from uuid import UUID

import structlog
from django.db import transaction

from geo_server.core import clock, jobs
from geo_server.core.errors import DomainError, OutsideServiceFailed
from geo_server.core.models import Job
from geo_server.core.models.job import FINAL_STATES
from geo_server.core.subject import Subject
from geo_server.core.watch import watched

from ..errors import AlreadyHandedIn
from ..harvest.kinds import MOST_BYTES, Brought, Remote
from ..harvest.protocols import bring
from ..models import Source, Submission
from ..orders import Mode, Order, Wishes
from ..quarantine import StoredFile, store
from ..states import FINAL, State
from .publication import publish
from .receiving import open_submission, prepare
from .reviewing import submit
from .sources import JOB_KIND, held

log = structlog.get_logger(__name__)

FIRST_PAUSE = timedelta(minutes=5)


def sender_of_source(source: Source) -> Subject:
    """A source as the one who hands in."""
    return Subject(key=f"source:{source.pk}", name=source.title, organisation=source.owner)


def start_due(*, now: datetime) -> int:
    """A job for every source whose time has come and that has none under way; returns how many."""
    under_way = Job.objects.filter(kind=JOB_KIND).exclude(state__in=FINAL_STATES)
    busy = set(under_way.values_list("args__source", flat=True))
    due = Source.objects.filter(enabled=True, next_at__lte=now).values_list("pk", flat=True)
    wanted = [str(pk) for pk in due if str(pk) not in busy]
    for source_id in wanted:
        jobs.create_job(JOB_KIND, args={"source": source_id}, by="system:publishing", now=now)
    return len(wanted)


def harvest(source_id: str, *, now: datetime) -> str:
    """Ask one source now; returns the id of the new submission, "" if nothing is new.

    Safe to run twice: the same content is not handed in again.

    Raises:
        UnknownSource.
        ForbiddenAddress, NoAnswer, BadAnswer, TooLarge, EmptyFile: written down with the source as well.
        MayNotHandIn, KeptByProgram, UnreadableFile …: what `hand_in` says against it; written down too.
    """
    with transaction.atomic():
        source = held(source_id)
    try:
        submission_id = _bring(source, now=now)
    except DomainError as error:
        _failed(source.pk, error, now=now)
        raise
    return submission_id


def harvest_as_job(job_id: str) -> None:
    """The same as a job; it may take as long as the source needs."""
    with jobs.running(job_id) as job:
        if not job.is_final:
            with watched(job_id):
                job.result = {"submission": harvest(job.args["source"], now=clock.now())}


def _bring(source: Source, *, now: datetime) -> str:
    remote = Remote(source.url, source.layer, source.etag, source.last_modified)
    order, owner = prepare(_order(source), file_name=source.collection, by=sender_of_source(source))
    with bring(source.kind, remote) as brought:
        if brought.unchanged:
            _succeeded(source.pk, brought, now=now)
            return ""
        file = store(brought.chunks, name=brought.file_name, limit=MOST_BYTES)
    if file.sha256 == source.sha256:
        _succeeded(source.pk, brought, now=now)
        return ""
    return _handed_in(source, brought, file, order, owner, now=now)


def _order(source: Source) -> Order:
    mode: Mode = "upsert" if source.mode == "upsert" else "replace"
    return Order(
        collection_id=source.collection,
        owner=source.owner,
        mode=mode,
        key=source.key,
        contract_id=source.contract_id,
        leave_out_faulty=source.leave_out_faulty,
        decisions=source.decisions,
        reason=source.title,
        wishes=Wishes(title_vi=source.title, title_en=source.title, public=source.public),
    )


def _handed_in(source: Source, brought: Brought, file: StoredFile, order: Order, owner: str, *, now: datetime) -> str:
    by = sender_of_source(source)
    with transaction.atomic():
        try:
            submission_id = open_submission(file, order=order, owner=owner, by=by, now=now, work=True)
        except AlreadyHandedIn:
            submission_id = ""
        changes = {"sha256": file.sha256, "changed_at": now}
        if submission_id:
            changes |= {"submission": UUID(submission_id), "followed": False}
        _succeeded(source.pk, brought, now=now, **changes)
    return submission_id


def _succeeded(source_id: UUID, brought: Brought, *, now: datetime, **changes: object) -> None:
    with transaction.atomic():
        source = held(str(source_id))
        for name, value in changes.items():
            setattr(source, name, value)
        if not brought.unchanged:
            source.etag, source.last_modified = brought.etag, brought.last_modified
        source.asked_at = source.succeeded_at = now
        source.failures, source.error_vi, source.error_en = 0, "", ""
        source.next_at = now + timedelta(minutes=source.every_minutes)
        source.save()


def _failed(source_id: UUID, error: DomainError, *, now: datetime) -> None:
    """Write down why; a fault that may pass is tried again soon, then ever later, but never rarer than planned."""
    with transaction.atomic():
        source = held(str(source_id))
        source.asked_at, source.error_vi, source.error_en = now, error.vi, error.en
        source.failures += 1
        planned = timedelta(minutes=source.every_minutes)
        passing = isinstance(error, OutsideServiceFailed) and not error.permanent
        pause = min(planned, FIRST_PAUSE * 2 ** min(source.failures - 1, 20)) if passing else planned
        source.next_at = now + pause
        source.save()
    log.warning("harvest_failed", source=str(source_id), failures=source.failures, reason=error.en)


def follow(*, now: datetime) -> int:
    """Publish what sources have brought and nobody must look at, note what failed; returns how many."""
    waiting = Source.objects.filter(followed=False).values_list("pk", flat=True)
    return sum(_followed(str(pk), now=now) for pk in waiting)


def _followed(source_id: str, *, now: datetime) -> bool:
    with transaction.atomic():
        source = held(source_id)
        submission = Submission.objects.filter(pk=source.submission).first() if source.submission else None
        if submission is None or submission.state in {*FINAL, State.IN_REVIEW, State.SCHEDULED}:
            source.followed = True
        elif submission.state == State.FAILED:
            source.followed, source.failures = True, source.failures + 1
            source.error_vi, source.error_en = submission.failed_vi, submission.failed_en
        elif submission.state == State.DRAFTED:
            source.followed = True
            if source.directly:
                _publish(source, submission, now=now)
        source.save()
        return source.followed


def _publish(source: Source, submission: Submission, *, now: datetime) -> None:
    by = sender_of_source(source)
    if submit(str(submission.pk), by=by, now=now) is State.APPROVED:
        publish(str(submission.pk), by=by, now=now)
