"""What the page of a submission shows, put together from what is known of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ..contracts import contract_from
from ..selectors.submissions import SubmissionDetail
from ..states import FINAL, WORKING, State


@dataclass(frozen=True)
class ProposalRow:
    """A proposal as a question with its choices.

    Attributes:
        number: its place among the proposals, for the names of the form's fields.
        chosen: value of the choice that holds, or that an open question comes with: decided, else proposed.
        open: nothing goes on before it is answered.
    """

    proposal: Mapping[str, Any]
    number: int
    chosen: str
    open: bool
    decided: bool


@dataclass(frozen=True)
class FieldChoice:
    """A field that a column may become."""

    name: str
    title_vi: str
    title_en: str
    required: bool
    taken: bool


@dataclass(frozen=True)
class Stage:
    """One of the steps at the head of the page; `state` is "done", "now" or "ahead"."""

    title_vi: str
    title_en: str
    state: str


STAGES: tuple[tuple[str, str, frozenset[State]], ...] = (
    ("Nhận và đọc", "Received and read", frozenset({State.RECEIVED, State.READ})),
    ("Xác nhận", "Confirm", frozenset({State.WAITING_FOR_DECISIONS})),
    ("Kiểm tra", "Check", frozenset({State.CHECKED})),
    ("Bản nháp", "Draft", frozenset({State.DRAFTED})),
    ("Duyệt", "Review", frozenset({State.IN_REVIEW})),
    ("Công bố", "Publish", frozenset({State.APPROVED, State.SCHEDULED, State.PUBLISHING, State.PUBLISHED})),
)
"""The way of a submission as people see it."""


def is_working(detail: SubmissionDetail) -> bool:
    """True while the server does something and the page will change by itself."""
    stopped = bool(detail.report and detail.report.get("rejected")) and not detail.leave_out_faulty
    return detail.state in WORKING or (detail.state is State.CHECKED and not stopped)


def stages(detail: SubmissionDetail) -> list[Stage]:
    """Where on its way the submission stands; what ended early stands where it ended."""
    state = _last_on_the_way(detail) if detail.state in (State.FAILED, State.WITHDRAWN, State.REFUSED) else detail.state
    here = next(number for number, (_, _, states) in enumerate(STAGES) if state in states)
    ended = detail.state is State.PUBLISHED
    return [
        Stage(vi, en, "done" if number < here or ended else "now" if number == here else "ahead")
        for number, (vi, en, _) in enumerate(STAGES)
    ]


def proposals(detail: SubmissionDetail) -> list[ProposalRow]:
    """The proposals, open questions first."""
    rows = [_proposal(number, one, detail) for number, one in enumerate(detail.proposals)]
    return sorted(rows, key=lambda row: (not row.open, row.proposal["sure"]))


def settled(detail: SubmissionDetail) -> dict[str, str]:
    """What was decided, and is no question any more."""
    asked = {one["id"] for one in detail.proposals}
    return {name: value for name, value in detail.decisions.items() if name not in asked}


def field_choices(detail: SubmissionDetail) -> list[FieldChoice]:
    """The fields that columns may become: those of the contract, then those that the file brings."""
    if detail.contract is None or detail.mapping is None:
        return []
    taken = {match["field"] for match in detail.mapping["matches"]}
    contract = contract_from(detail.contract)
    kept = [match["kept"] for match in detail.mapping["matches"] if match["kept"]]
    known = [
        FieldChoice(one.name, one.field.title_vi, one.field.title_en, one.field.required, one.name in taken)
        for one in contract.fields
    ]
    more = [FieldChoice(one["name"], one["title_vi"], one["title_en"], False, True) for one in kept]
    return [*known, *(one for one in more if one.name not in contract.by_name)]


def said_mapping(detail: SubmissionDetail, said: Mapping[str, str]) -> dict[str, str | None]:
    """What a form says otherwise than the mapping that stands: column to field, None to leave it out."""
    matches = (detail.mapping or {"matches": []})["matches"]
    return {
        match["column"]: said[name] or None
        for number, match in enumerate(matches)
        if (name := f"column-{number}") in said and said[name] != match["field"]
    }


def said_decisions(detail: SubmissionDetail, said: Mapping[str, str]) -> dict[str, str]:
    """What a form answers: only what is not decided so already."""
    named = {one["id"]: said.get(f"decision-{number}", "") for number, one in enumerate(detail.proposals)}
    return {name: value for name, value in named.items() if value and detail.decisions.get(name) != value}


def ended(detail: SubmissionDetail) -> bool:
    """True if nothing follows."""
    return detail.state in FINAL


def _proposal(number: int, one: Mapping[str, Any], detail: SubmissionDetail) -> ProposalRow:
    decided = detail.decisions.get(one["id"], "")
    is_open = not one["sure"] and not decided
    proposed = one["choices"][0]["value"] if one["choices"] else ""
    return ProposalRow(one, number, decided or proposed, is_open, bool(decided))


def _last_on_the_way(detail: SubmissionDetail) -> State:
    way = {state for _, _, states in STAGES for state in states}
    known = [State(step.after) for step in detail.steps if step.after in way]
    return known[-1] if known else State.RECEIVED
