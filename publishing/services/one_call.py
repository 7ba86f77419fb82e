"""From a file of this machine to a published collection in one call, for the command line, the demo and tests."""

import shutil
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from geo_server.core import storage
from geo_server.core.errors import Fault
from geo_server.core.subject import Subject
from layers import api as layers
from layers.errors import RejectedFeatures

from ..contracts import CONTRACT, NO_CONTRACT
from ..drafts import mapping_in
from ..errors import OpenQuestions
from ..models import Submission
from ..orders import Mode, Order, Wishes
from ..policy import find_collection
from ..quarantine import StoredFile, chunks_of, name_of, store
from ..report import PublishReport
from ..states import DECIDABLE, State
from .advance import advance
from .deciding import withdraw
from .publication import schedule
from .publishing import publish_at_once, rehearse
from .receiving import open_submission, prepare
from .reviewing import submit


def publish_file(
    path: Path | str,
    *,
    collection_id: str | None = None,
    layer: str | None = None,
    title_vi: str | None = None,
    title_en: str | None = None,
    theme: str | None = None,
    owner: str | None = None,
    contract: str | None = None,
    crs: str | None = None,
    encoding: str | None = None,
    decisions: Mapping[str, str] | None = None,
    mapping: Mapping[str, str | None] | None = None,
    key: str | None = None,
    mode: Mode = "replace",
    public: bool = True,
    leave_out_faulty: bool = False,
    dry_run: bool = False,
    draft: bool = False,
    at: datetime | None = None,
    rows_out: Path | None = None,
    reason: str | None = None,
    by: Subject,
    now: datetime,
    since: datetime | None = None,
) -> PublishReport:
    """Take a file of any known format through every step to a published collection; all or nothing.

    What is sure is done; what is not stops the call with the open questions. A collection that exists keeps its titles,
    style and grants; fields that are new in the file are added to it.

    Args:
        path: the file; of a Shapefile or MapInfo table its parts lie beside it.
        collection_id: default: from the name of the layer or file, in ASCII.
        layer: needed where the file has several.
        title_vi: title of a new collection, default: the name of the layer or file; likewise `title_en`.
        title_en: see `title_vi`.
        theme: of a new collection, default that of the contract, or "base".
        owner: code of the organisation that answers for a new collection, default the caller's own, or "city".
        contract: id of the contract that the rows must follow; None: that of the collection, for a new one none.
        crs: of the coordinates, instead of what the file says.
        encoding: of the text, instead of what the file says.
        decisions: id of a proposal to the choice that is taken.
        mapping: column of the file to field, None to leave it out.
        key: the field that tells which row is which, by its name in the file or in the collection.
        mode: as in `write_features`.
        public: the public may read a new collection.
        leave_out_faulty: publish the good rows and report the others; otherwise one bad row stops everything.
        dry_run: do everything, report it, and take it back.
        draft: stop before the publication; it is done later.
        at: publish at this moment instead of now.
        rows_out: where the rejected rows are written, in the format of the input.
        reason: for the history, default: the name of the file.
        by: who publishes.
        now: the present.
        since: from when the rows are true.

    Raises:
        OpenQuestions: something is not sure and not decided.
        RejectedFeatures: rows that do not fit; nothing was written.
        DomainError: what the steps raise (UnreadableFile, UnknownField, BadSpec ...); the submission says the same.
    """
    path = Path(path)
    said = {name: value for name, value in (("crs", crs), ("encoding", encoding)) if value}
    order = Order(
        collection_id=collection_id,
        owner=owner,
        layer=layer or "",
        mode=mode,
        key=key or "",
        since=since,
        contract_id=contract or "",
        leave_out_faulty=leave_out_faulty,
        decisions={CONTRACT: NO_CONTRACT} | said | dict(decisions or {}),
        mapping=mapping or {},
        reason=reason or "",
        wishes=Wishes(title_vi=title_vi, title_en=title_en, theme=theme, public=public),
    )
    submission_id = _drafted(path, order, rows_out=rows_out, by=by, now=now)
    if dry_run:
        return _tried(submission_id, by=by, now=now)
    if draft or submit(submission_id, by=by, now=now, why=order.reason) is not State.APPROVED:
        return _report(submission_id)
    if at is not None:
        schedule(submission_id, at=at, by=by, now=now)
        return _report(submission_id)
    return _report(submission_id, written=publish_at_once(submission_id, now=now))


def _drafted(path: Path, order: Order, *, rows_out: Path | None, by: Subject, now: datetime) -> str:
    """Hand the file in and take it to its draft; returns the id."""
    order, owner = prepare(order, file_name=path.name, by=by)
    file = replace(store(chunks_of(path), name=name_of(path)), name=path.name)
    _withdraw_earlier_tries(file, str(order.collection_id), by=by, now=now)
    submission_id = open_submission(file, order=order, owner=owner, by=by, now=now, work=False)
    advance(submission_id, clock=lambda: now)
    submission = Submission.objects.get(pk=submission_id)
    if rows_out is not None and submission.rejects_key:
        shutil.copyfile(storage.path_of(submission.rejects_key), rows_out)
    if submission.state == State.WAITING_FOR_DECISIONS:
        raise OpenQuestions(submission.file_name, _questions(submission))
    if submission.state == State.CHECKED:
        rejected = (submission.report or {})["rejected"]
        raise RejectedFeatures(submission.collection, _faults(submission), rejected)
    return submission_id


def _withdraw_earlier_tries(file: StoredFile, collection_id: str, *, by: Subject, now: datetime) -> None:
    """The same file by the same person, stopped at a question or at its draft: this call takes its place."""
    earlier = Submission.objects.filter(
        sha256=file.sha256, collection=collection_id, created_by=by.key, state__in=DECIDABLE
    )
    for one in earlier:
        withdraw(str(one.pk), by=by, now=now, why="handed in again")


def _tried(submission_id: str, *, by: Subject, now: datetime) -> PublishReport:
    """Publish, look, and take it back."""
    written, collection = rehearse(submission_id, now=now)
    withdraw(submission_id, by=by, now=now, why="dry run")
    return replace(_report(submission_id, written=written), collection=collection, dry_run=True)


def _report(submission_id: str, *, written: layers.WriteReport | None = None) -> PublishReport:
    submission = Submission.objects.get(pk=submission_id)
    report, found = submission.report or {}, submission.difference or {}
    counts = {name: int(found[name]) for name in ("added", "changed", "removed", "unchanged")}
    return PublishReport(
        submission=submission_id,
        state=State(submission.state),
        collection=find_collection(submission.collection),
        collection_id=submission.collection,
        written=written or layers.WriteReport(**counts, revision=submission.base_revision or 0),
        rows=report["rows"],
        left_out=report["rejected"],
        rejected=_faults(submission),
        repaired=report["repaired"],
        names={match.column: match.field for match in mapping_in(submission).matches if match.field},
    )


def _questions(submission: Submission) -> list[Fault]:
    """The open questions, each with its choices."""
    faults = []
    for one in submission.proposals:
        if not one["sure"] and one["id"] not in submission.decisions:
            vi = "; ".join(f"{choice['value']} ({choice['title_vi']})" for choice in one["choices"])
            en = "; ".join(f"{choice['value']} ({choice['title_en']})" for choice in one["choices"])
            faults.append(Fault(one["id"], f"{one['text_en']} Choices: {en}.", f"{one['text_vi']} Chọn: {vi}."))
    return faults


def _faults(submission: Submission) -> tuple[Fault, ...]:
    """The first faults of the report."""
    return tuple(
        Fault(f"row {one['row']}", f"{one['column']}: {one['en']}".removeprefix(": "), one["vi"])
        for one in (submission.report or {}).get("first", ())
    )
