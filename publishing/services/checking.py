"""Second step: proposals; then every row is cleaned, checked against the contract and put into the incoming table.

The pass can be repeated at any time with the same result: what was decided, mapped and agreed is in the row of the
submission. So rows that a crash has taken are simply brought in again (`fill_again`).
"""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.conf import settings

from layers import api as layers

from ..city import city_context
from ..contracts import document_of
from ..contracts.faults import FaultLog
from ..drafts import (
    chosen_layer,
    contract_in,
    decisions_about,
    incoming_of,
    mapping_in,
    question_of_layers,
    sender_of,
)
from ..hygiene import Context, profile, propose
from ..kinds import GEOMETRY, ROW, Proposal, SourceLayer
from ..models import Submission
from ..quarantine import faults_path
from ..selectors.once_only import once_only
from ..states import State
from ..stored import proposal_document, proposals_from
from .agreeing import Work, agree, areas_of
from .reporting import reject_file, report_of
from .transitions import CLOCKWORK, locked, move

if TYPE_CHECKING:
    import pyarrow as pa

    from ..contracts.checking import Checker


@dataclass(frozen=True)
class Pass:
    """One go through the rows: what checked them, what was wrong, what was put right, how many came in."""

    checker: "Checker"
    log: FaultLog
    repaired: dict[str, int]
    rows: int


def check_rows(submission_id: str, *, now: datetime) -> None:
    """Propose, and if nothing is open any more, clean and check all rows; nothing if the submission stands elsewhere.

    Raises:
        UnknownLayer, UnknownContract, BadMapping, UnknownDecision: what was said does not fit the file.
        RejectedFeatures: rows that no feature table takes.
    """
    submission = Submission.objects.get(pk=submission_id)
    if submission.state != State.READ:
        return
    layer, context = chosen_layer(submission), city_context(now=now)
    proposals = _proposals(submission, layer, context)
    if layer is None or _open(proposals, submission):
        _wait(submission, proposals, now=now)
        return
    submission.layer = layer.name
    work = Work(submission, layer, proposals, context)
    asked = _agree(work)
    if _open(asked, submission):
        _wait(submission, (*proposals, *asked), now=now)
        return
    done = _fill(work)
    submission.report = report_of(submission, layer, done.checker, done.log, repaired=done.repaired)
    submission.known_elsewhere = _held_already(work)
    submission.rejects_key = reject_file(submission, layer, done.log)
    _finish(submission, now=now, rows=done.rows, rejected=done.log.rejected)


def fill_again(submission: Submission, *, now: datetime) -> None:
    """Bring the rows of a checked submission in again if a crash of the database has taken them."""
    layer = chosen_layer(submission)
    if layer is not None and layers.count_incoming(incoming_of(submission)) is None:
        _fill(Work(submission, layer, proposals_from(submission.proposals), city_context(now=now)))


def _proposals(submission: Submission, layer: SourceLayer | None, context: Context) -> tuple[Proposal, ...]:
    if layer is None:
        return (question_of_layers(submission),)
    return propose(profile(layer, context, said=decisions_about(submission)), context)


def _open(proposals: tuple[Proposal, ...], submission: Submission) -> bool:
    return any(not one.sure and one.id not in submission.decisions for one in proposals)


def _agree(work: Work) -> tuple[Proposal, ...]:
    """Write into the submission what its rows shall become; returns the questions about that."""
    agreed = agree(work)
    submission = work.submission
    submission.contract, submission.mapping = document_of(agreed.contract), agreed.mapping.to_document()
    submission.proposals = [proposal_document(one) for one in (*work.proposals, *agreed.asked)]
    crs = work.cleaner().crs
    spoken = crs.startswith("EPSG:") and crs in layers.SUPPORTED_CRS
    submission.wishes |= {"storage_crs": crs if spoken else "EPSG:4326"}
    return agreed.asked


def _held_already(work: Work) -> list[dict[str, Any]]:
    """The collections that hold these objects, among those that the sender may read."""
    if not work.layer.geometry_types:
        return []
    sender, own = sender_of(work.submission), work.submission.collection
    return [asdict(one) for one in once_only(sender, work.some(), geometry=GEOMETRY, leave_out=own)]


def _fill(work: Work) -> Pass:
    """Clean and check all rows, and put the good ones into a fresh incoming table."""
    from ..contracts.checking import Checker

    submission, cleaner = work.submission, work.cleaner()
    checker = Checker(contract_in(submission), mapping_in(submission), zone=settings.TIME_ZONE, areas=areas_of(work))
    incoming = incoming_of(submission)
    wanted = [field.name for field in incoming.spec.fields]

    def good() -> "Iterator[pa.RecordBatch]":
        for batch in work.layer.batches():
            cleaned, faults = cleaner.clean(batch)
            checked, more = checker.check(cleaned)
            log.add([*faults, *more])
            if checked.num_rows:
                yield checked.select([ROW, *wanted, GEOMETRY])

    with FaultLog(faults_path(submission.pk)) as log:
        rows = layers.copy_incoming(incoming, good())
    return Pass(checker, log, dict(cleaner.repaired), rows)


def _wait(submission: Submission, proposals: tuple[Proposal, ...], *, now: datetime) -> None:
    with locked(submission.pk) as held:
        if held.state == State.READ:
            held.proposals = [proposal_document(one) for one in proposals]
            questions = [one.id for one in proposals if not one.sure and one.id not in held.decisions]
            move(held, State.WAITING_FOR_DECISIONS, by=CLOCKWORK, now=now, questions=questions)


RESULTS = ("layer", "proposals", "wishes", "contract", "mapping", "report", "rejects_key", "known_elsewhere")


def _finish(submission: Submission, *, now: datetime, rows: int, rejected: int) -> None:
    with locked(submission.pk) as held:
        if held.state != State.READ:
            layers.drop_incoming(incoming_of(submission))  # withdrawn meanwhile
            return
        for name in RESULTS:
            setattr(held, name, getattr(submission, name))
        held.difference, held.base_revision, held.broken = None, None, []
        move(held, State.CHECKED, by=CLOCKWORK, now=now, rows=rows, rejected=rejected)
