"""What the sender decides about his file after it was read: answers, mapping, mode; or that he takes it back."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from geo_server.core.subject import Subject

from ..errors import BadRequestBody, UnknownDecision
from ..fitting import require_fit
from ..models import Submission
from ..orders import MODES
from ..policy import require_handle
from ..states import DECIDABLE, FINAL, State
from .clearing import clear_away
from .transitions import locked, move, record, require_state, set_to_work

SAID = ("crs", "encoding", "axes")
"""What a sender may say although nothing was doubtful."""

CHANGEABLE = ("layer", "mode", "key", "since", "contract_id", "leave_out_faulty", "reason")
"""What may be said otherwise after handing in."""


def decide(submission_id: str, decisions: Mapping[str, str], *, by: Subject, now: datetime) -> None:
    """Answer what was proposed, all or some of it; the file is then cleaned, checked and compared again.

    Raises:
        UnknownSubmission, MayNotDecide, WrongState: it is not his to decide, or not now.
        UnknownDecision: nothing of that name was proposed, or not with that choice.
    """
    with locked(submission_id, by=by) as submission:
        require_handle(by, submission)
        _check(submission, decisions)
        submission.decisions = submission.decisions | dict(decisions)
        _work_again(submission, by=by, now=now, decisions=dict(decisions))


def choose_mapping(submission_id: str, mapping: Mapping[str, str | None], *, by: Subject, now: datetime) -> None:
    """Say which column of the file is which field, None to leave a column out; the rest stays as proposed.

    Raises:
        UnknownSubmission, MayNotDecide, WrongState: as for `decide`.
    """
    with locked(submission_id, by=by) as submission:
        require_handle(by, submission)
        submission.chosen_mapping = submission.chosen_mapping | dict(mapping)
        _work_again(submission, by=by, now=now, mapping=dict(mapping))


def amend(submission_id: str, changes: Mapping[str, Any], *, by: Subject, now: datetime) -> None:
    """Say otherwise what was said when handing in (see CHANGEABLE).

    Raises:
        BadRequestBody: a name that is not among them, or a mode that there is not.
        UnknownSubmission, MayNotDecide, WrongState: as for `decide`.
    """
    unknown = sorted(set(changes) - set(CHANGEABLE))
    if unknown or changes.get("mode", MODES[0]) not in MODES:
        names, choice = ", ".join(unknown) or f"mode={changes['mode']}", ", ".join((*CHANGEABLE, *MODES))
        raise BadRequestBody(f"{names} cannot be set; known: {choice}.", f"Không đặt được {names}; hợp lệ: {choice}.")
    require_fit(Submission, changes)
    with locked(submission_id, by=by) as submission:
        require_handle(by, submission)
        goes_on = set(changes) <= {"leave_out_faulty", "reason"} and submission.state == State.CHECKED
        for name, value in changes.items():
            setattr(submission, name, value)
        if goes_on:
            submission.save()
            record(submission, before=State.CHECKED, by=by, now=now, changes=_plain(changes))
            set_to_work(submission, by=by, now=now)
        else:
            _work_again(submission, by=by, now=now, changes=_plain(changes))


def try_again(submission_id: str, *, by: Subject, now: datetime) -> None:
    """Have a failed submission read and checked once more from its file.

    Raises:
        UnknownSubmission, MayNotDecide, WrongState: as for `decide`.
    """
    with locked(submission_id, by=by) as submission:
        require_handle(by, submission)
        require_state(submission, State.FAILED, act_en="try it again", act_vi="thử lại")
        move(submission, State.RECEIVED, by=by, now=now)
        set_to_work(submission, by=by, now=now)


def withdraw(submission_id: str, *, by: Subject, now: datetime, why: str = "") -> None:
    """Take a submission back; what was made from its file is removed.

    Raises:
        UnknownSubmission, MayNotDecide: it is not his.
        WrongState: it is being published, or has come to its end.
    """
    with locked(submission_id, by=by) as submission:
        require_handle(by, submission)
        possible = [state for state in State if state not in FINAL and state is not State.PUBLISHING]
        require_state(submission, *possible, act_en="withdraw it", act_vi="rút hồ sơ")
        move(submission, State.WITHDRAWN, by=by, now=now, why=why)
        clear_away(submission)


def _work_again(submission: Submission, *, by: Subject, now: datetime, **detail: Any) -> None:
    require_state(submission, *DECIDABLE, act_en="decide otherwise", act_vi="thay đổi quyết định")
    submission.decided_by = by.key
    after = State.READ if submission.layers else State.RECEIVED
    move(submission, after, by=by, now=now, **detail)
    set_to_work(submission, by=by, now=now)


def _check(submission: Submission, decisions: Mapping[str, str]) -> None:
    choices = {p["id"]: [choice["value"] for choice in p["choices"]] for p in submission.proposals}
    for name, value in decisions.items():
        if name in SAID:
            continue  # any reference system and encoding there is; hygiene refuses what there is not
        if name not in choices:
            raise UnknownDecision(name, value, sorted(choices))
        if value not in choices[name]:
            raise UnknownDecision(name, value, choices[name])


def _plain(changes: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value if isinstance(value, str | bool) else str(value) for name, value in changes.items()}
