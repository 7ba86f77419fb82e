"""Take in what somebody hands in: the file into the quarantine, then one row and the job that reads it."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import PurePath

from django.db import connection, transaction

from geo_server.core.subject import Subject
from layers import api as layers

from ..errors import AlreadyHandedIn, BadRequestBody
from ..fitting import require_fit
from ..models import Submission
from ..names import plain_name
from ..orders import MODES, Order
from ..policy import may_see, require_hand_in
from ..quarantine import LARGEST, StoredFile, store
from ..states import FINAL, State
from .transitions import record, set_to_work


def hand_in(
    chunks: Iterable[bytes], *, file_name: str, order: Order, by: Subject, now: datetime, limit: int = LARGEST
) -> str:
    """Store a file and open a submission for it; returns its id. The server reads it from the commit on.

    Raises:
        NotSignedIn, ReadOnlyToken, MayNotHandIn, KeptByProgram: asked before a byte is read.
        TooLarge, EmptyFile: the file cannot be taken.
        AlreadyHandedIn: the same file is under way for the same collection.
    """
    order = _complete(order, file_name)
    owner = _asked(order, by=by)
    file = store(chunks, name=file_name, limit=limit)
    return open_submission(file, order=order, owner=owner, by=by, now=now, work=True)


def open_submission(file: StoredFile, *, order: Order, owner: str, by: Subject, now: datetime, work: bool) -> str:
    """Write the row of a submission whose file lies in the quarantine; returns its id.

    Without `work` no job is started: the caller does the steps himself.
    """
    collection_id = str(order.collection_id)
    with transaction.atomic():
        _one_at_a_time(collection_id)
        _refuse_twice(file, owner, collection_id, by=by)
        submission = Submission.objects.create(
            state=State.RECEIVED,
            state_at=now,
            collection=collection_id,
            owner=owner,
            created_by=by.key,
            created_by_name=by.name,
            created_at=now,
            by_outsider=not (by.is_administrator or by.organisation == owner),
            reason=order.reason,
            file_name=file.name,
            file_key=file.key,
            sha256=file.sha256,
            size=file.size,
            layer=order.layer,
            mode=order.mode,
            key=order.key,
            since=order.since,
            wishes=_wishes(order),
            leave_out_faulty=order.leave_out_faulty,
            contract_id=order.contract_id,
            decisions=dict(order.decisions),
            chosen_mapping=dict(order.mapping),
        )
        before = _published_before(file, owner, collection_id, by=by)
        record(submission, before=None, by=by, now=now, why=order.reason, same_file_as=before)
        if work:
            set_to_work(submission, by=by, now=now)
    return str(submission.pk)


def prepare(order: Order, *, file_name: str, by: Subject) -> tuple[Order, str]:
    """The order with the id that the collection will have, and the owner; raises what `hand_in` asks first."""
    order = _complete(order, file_name)
    return order, _asked(order, by=by)


def _complete(order: Order, file_name: str) -> Order:
    if order.mode not in MODES:
        raise BadRequestBody(
            f"mode '{order.mode}' is none of {', '.join(MODES)}.",
            f"mode '{order.mode}' không thuộc {', '.join(MODES)}.",
        )
    said = {name: getattr(order, name) for name in ("layer", "key", "contract_id", "reason", "since")}
    require_fit(Submission, said | {"owner": order.owner})
    called = order.layer or PurePath(file_name).stem.split(".")[0]
    return replace(order, collection_id=order.collection_id or plain_name(called, fallback="layer"))


def _asked(order: Order, *, by: Subject) -> str:
    collection_id = str(order.collection_id)
    layers.check_collection_id(collection_id)
    return require_hand_in(by, collection_id=collection_id, owner=order.owner)


def _wishes(order: Order) -> dict[str, object]:
    wishes = order.wishes
    said = {"title_vi": wishes.title_vi, "title_en": wishes.title_en, "theme": wishes.theme}
    return {name: value for name, value in said.items() if value is not None} | {"public": wishes.public}


def _one_at_a_time(collection_id: str) -> None:
    """Two equal uploads at once must not both find that they are the first."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('publishing.hand_in'), hashtext(%s))", [collection_id])


def _same_file(
    file: StoredFile, owner: str, collection_id: str, *, states: Sequence[State], by: Subject
) -> Submission | None:
    """A submission of the same file that the sender may know of; somebody else's is not told by refusing his."""
    found = Submission.objects.filter(owner=owner, collection=collection_id, sha256=file.sha256, state__in=states)
    return next((one for one in found if may_see(by, one)), None)


def _refuse_twice(file: StoredFile, owner: str, collection_id: str, *, by: Subject) -> None:
    open_states = [state for state in State if state not in FINAL and state is not State.FAILED]
    twin = _same_file(file, owner, collection_id, states=open_states, by=by)
    if twin is not None:
        raise AlreadyHandedIn(file.name, twin.pk)


def _published_before(file: StoredFile, owner: str, collection_id: str, *, by: Subject) -> str | None:
    """The submission that published the same file; handing it in again is allowed, and remarked."""
    twin = _same_file(file, owner, collection_id, states=[State.PUBLISHED], by=by)
    return None if twin is None else str(twin.pk)
