"""From draft to publication: who may do what, what another person must see, and what is written down."""

import json
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from shapely.geometry import LineString

from geo_server.core.models import AuditEntry
from geo_server.core.subject import ANONYMOUS, Subject, system
from layers import api as layers
from layers.errors import NotSignedIn, UnknownCollection
from publishing import api as publishing
from publishing.errors import (
    AlreadyHandedIn,
    FourEyes,
    KeptByProgram,
    MayNotDecide,
    MayNotHandIn,
    ReasonRequired,
    UnknownSubmission,
    WrongMoment,
    WrongState,
)
from publishing.models import Publication, Submission
from publishing.services.advance import advance
from publishing.services.publication import publish_due
from publishing.states import FINAL, FOLLOWERS, State
from tests.factories.submissions import (
    COLLEAGUE,
    ENGINEER,
    MANAGER,
    PLANNER,
    STRANGER,
    draft_pipes,
    publish_pipes,
    write_pipes,
)

pytestmark = pytest.mark.django_db

FOUR_EYES = publishing.Rule("water", approval_needed=True)
LATER = timedelta(hours=1)


def state_of(submission_id: str) -> State:
    return publishing.get_submission(system("test"), submission_id=submission_id).state


def finish(submission_id: str, now: datetime) -> None:
    """What the worker does."""
    advance(submission_id, clock=lambda: now)


def diameters() -> dict[str, int]:
    page = layers.find_items(system("test"), collection_id="pipes", query=layers.ItemsQuery())

    return {f["properties"]["code"]: f["properties"]["diameter_mm"] for f in json.loads(b"[" + page.features + b"]")}


def test_every_state_can_be_reached_and_every_open_one_left() -> None:
    reached = set().union(*FOLLOWERS.values())
    assert reached | {State.RECEIVED} == set(State)
    assert {state for state, followers in FOLLOWERS.items() if not followers} == FINAL


def test_without_a_rule_the_sender_submits_and_publishes(tmp_path: Path, now: datetime) -> None:
    made = draft_pipes(tmp_path, {"P-1": 200}, now=now)
    assert state_of(made) is State.DRAFTED
    assert publishing.submit(made, by=ENGINEER, now=now) is State.APPROVED
    publishing.publish(made, by=ENGINEER, now=now)
    finish(made, now)
    assert state_of(made) is State.PUBLISHED
    assert diameters() == {"P-1": 200}


def test_where_the_rule_asks_for_it_another_person_looks(tmp_path: Path, now: datetime) -> None:
    publishing.set_rule(FOUR_EYES, by=MANAGER, now=now)
    made = draft_pipes(tmp_path, {"P-1": 200}, now=now)
    assert publishing.submit(made, by=ENGINEER, now=now) is State.IN_REVIEW
    with pytest.raises(WrongState):
        publishing.publish(made, by=ENGINEER, now=now)
    with pytest.raises(FourEyes):
        publishing.approve(made, by=ENGINEER, now=now)
    publishing.approve(made, by=COLLEAGUE, now=now)
    publishing.publish(made, by=ENGINEER, now=now)
    finish(made, now)
    [row] = Publication.objects.all()
    assert (row.by, row.approved_by, row.added) == (ENGINEER.key, COLLEAGUE.key, 1)


def test_even_an_administrator_does_not_approve_his_own(tmp_path: Path, now: datetime) -> None:
    publishing.set_rule(publishing.Rule("city", approval_needed=True), by=system("test"), now=now)
    made = draft_pipes(tmp_path, {"P-1": 200}, now=now, by=system("test"))
    publishing.submit(made, by=system("test"), now=now)
    with pytest.raises(FourEyes):
        publishing.approve(made, by=system("test"), now=now)


def test_who_has_answered_the_questions_does_not_approve_either(tmp_path: Path, now: datetime) -> None:
    publishing.set_rule(FOUR_EYES, by=MANAGER, now=now)
    made = draft_pipes(tmp_path, {"P-1": 200}, now=now)
    publishing.amend(made, {"reason": "tháng 7"}, by=COLLEAGUE, now=now)
    finish(made, now)
    publishing.submit(made, by=ENGINEER, now=now)
    with pytest.raises(FourEyes):
        publishing.approve(made, by=COLLEAGUE, now=now)
    publishing.approve(made, by=MANAGER, now=now)


def test_the_rule_names_who_approves(tmp_path: Path, now: datetime) -> None:
    rule = publishing.Rule("water", approval_needed=True, approver_organisation="construction", approver_role="planner")
    publishing.set_rule(rule, by=MANAGER, now=now)
    made = draft_pipes(tmp_path, {"P-1": 200}, now=now)
    publishing.submit(made, by=ENGINEER, now=now)
    with pytest.raises(MayNotDecide):
        publishing.approve(made, by=COLLEAGUE, now=now)
    assert [one.id for one in publishing.list_submissions(PLANNER)] == [made]
    assert publishing.get_submission(PLANNER, submission_id=made).may == {"approve", "refuse"}
    publishing.approve(made, by=PLANNER, now=now)
    assert state_of(made) is State.APPROVED


def test_a_refusal_says_why_and_ends_it(tmp_path: Path, now: datetime) -> None:
    publishing.set_rule(FOUR_EYES, by=MANAGER, now=now)
    made = draft_pipes(tmp_path, {"P-1": 200}, now=now)
    publishing.submit(made, by=ENGINEER, now=now)
    with pytest.raises(ReasonRequired):
        publishing.refuse(made, by=COLLEAGUE, now=now, why="  ")
    publishing.refuse(made, by=COLLEAGUE, now=now, why="Thiếu quận 7.")
    detail = publishing.get_submission(ENGINEER, submission_id=made)
    assert (detail.state, detail.steps[-1].why, detail.may) == (State.REFUSED, "Thiếu quận 7.", frozenset())
    with pytest.raises(UnknownCollection):
        layers.get_collection(system("test"), collection_id="pipes")


def test_for_others_a_submission_does_not_exist(tmp_path: Path, now: datetime) -> None:
    made = draft_pipes(tmp_path, {"P-1": 200}, now=now)
    for outsider in (STRANGER, PLANNER, ANONYMOUS):
        assert publishing.list_submissions(outsider) == []
        with pytest.raises(UnknownSubmission):
            publishing.get_submission(outsider, submission_id=made)
        with pytest.raises(UnknownSubmission):
            publishing.withdraw(made, by=outsider, now=now)
        with pytest.raises(UnknownSubmission):
            publishing.difference_page(outsider, submission_id=made)
    assert [one.id for one in publishing.list_submissions(COLLEAGUE)] == [made]


def test_nobody_hands_in_for_somebody_else(tmp_path: Path, now: datetime) -> None:
    publish_pipes(tmp_path, {"P-1": 200}, now=now)
    with pytest.raises(MayNotHandIn) as refused:
        draft_pipes(tmp_path, {"P-1": 1}, now=now, by=STRANGER)
    assert "water" not in refused.value.en.replace("'pipes'", ""), "the true owner is not told"
    with pytest.raises(NotSignedIn):
        draft_pipes(tmp_path, {"P-1": 1}, now=now, by=ANONYMOUS)
    layers.retire_collection("pipes", by=system("test"), now=now)
    with pytest.raises(MayNotHandIn):
        draft_pipes(tmp_path, {"P-1": 1}, now=now, by=STRANGER)


def test_who_may_write_all_of_it_hands_in_and_the_owner_approves(tmp_path: Path, now: datetime) -> None:
    publish_pipes(tmp_path, {"P-1": 200}, now=now)
    layers.grant_write("pipes", to=STRANGER.key, row_filter={"code": ["P-1"]}, by=system("test"), now=now)
    with pytest.raises(MayNotHandIn):
        draft_pipes(tmp_path, {"P-1": 300}, now=now, by=STRANGER)
    layers.grant_write("pipes", to=STRANGER.key, by=system("test"), now=now)
    made = draft_pipes(tmp_path, {"P-1": 300}, now=now + LATER, by=STRANGER)
    assert publishing.submit(made, by=STRANGER, now=now) is State.IN_REVIEW
    publishing.approve(made, by=COLLEAGUE, now=now)


def test_who_does_not_see_every_row_does_not_hand_in(tmp_path: Path, now: datetime) -> None:
    """The difference would count the rows that are hidden from him."""
    hidden = {"P-1": 200, "P-2": 150}
    publish_pipes(tmp_path, hidden, now=now, public=False)
    layers.grant_read("pipes", to=STRANGER.key, row_filter={"code": ["P-1"]}, by=system("test"), now=now)
    layers.grant_write("pipes", to=STRANGER.key, by=system("test"), now=now)
    with pytest.raises(MayNotHandIn):
        draft_pipes(tmp_path, {"P-1": 300}, now=now, by=STRANGER)


def test_a_refusal_does_not_tell_that_somebody_else_has_handed_it_in(tmp_path: Path, now: datetime) -> None:
    publish_pipes(tmp_path, {"P-1": 200}, now=now)
    layers.grant_write("pipes", to=STRANGER.key, by=system("test"), now=now)
    draft_pipes(tmp_path, {"P-1": 300}, now=now + LATER)
    made = draft_pipes(tmp_path, {"P-1": 300}, now=now + LATER, by=STRANGER)
    assert [one.id for one in publishing.list_submissions(STRANGER)] == [made]


def test_what_a_program_keeps_is_not_replaced_by_a_file(tmp_path: Path, now: datetime) -> None:
    spec = layers.CollectionSpec(
        id="pipes", title_vi="x", title_en="x", theme="x", geometry_type="LineString", owner="water", package="ocm"
    )
    layers.define_collection(spec, by=system("test"), now=now)
    with pytest.raises(KeptByProgram):
        draft_pipes(tmp_path, {"P-1": 1}, now=now)


def test_the_same_file_is_not_taken_twice_at_once(tmp_path: Path, now: datetime) -> None:
    path = write_pipes(tmp_path / "a.geojson", {"P-1": 200})
    order = publishing.Order(collection_id="pipes", key="code")
    first = publishing.hand_in([path.read_bytes()], file_name="a.geojson", order=order, by=ENGINEER, now=now)
    with pytest.raises(AlreadyHandedIn, match=first):
        publishing.hand_in([path.read_bytes()], file_name="b.geojson", order=order, by=COLLEAGUE, now=now)
    publishing.withdraw(first, by=COLLEAGUE, now=now)
    assert publishing.hand_in([path.read_bytes()], file_name="b.geojson", order=order, by=COLLEAGUE, now=now)


def test_a_moment_to_come_publishes_by_itself_and_late_too(tmp_path: Path, now: datetime) -> None:
    made = draft_pipes(tmp_path, {"P-1": 200}, now=now)
    publishing.submit(made, by=ENGINEER, now=now)
    with pytest.raises(WrongMoment):
        publishing.schedule(made, at=now, by=ENGINEER, now=now)
    publishing.schedule(made, at=now + LATER, by=ENGINEER, now=now)
    assert publish_due(now=now + LATER / 2) == []
    assert publish_due(now=now + 3 * LATER) == [made]
    assert publish_due(now=now + 3 * LATER) == [], "once"
    finish(made, now + 3 * LATER)
    assert state_of(made) is State.PUBLISHED


def test_a_collection_that_changed_meanwhile_is_looked_at_again(tmp_path: Path, now: datetime) -> None:
    publish_pipes(tmp_path, {"P-1": 200}, now=now)
    made = draft_pipes(tmp_path, {"P-1": 300}, now=now)
    publishing.submit(made, by=ENGINEER, now=now)
    publishing.schedule(made, at=now + 2 * LATER, by=ENGINEER, now=now)
    publish_pipes(tmp_path, {"P-1": 250, "P-2": 100}, now=now + LATER)
    publish_due(now=now + 3 * LATER)
    finish(made, now + 3 * LATER)
    detail = publishing.get_submission(ENGINEER, submission_id=made)
    assert detail.state is State.DRAFTED
    assert detail.difference is not None
    assert (detail.difference["changed"], detail.difference["removed"]) == (1, 1), "computed anew"
    assert "phiên bản" in detail.steps[-1].why
    assert diameters() == {"P-1": 250, "P-2": 100}


def test_unless_the_owner_lets_the_new_difference_through(tmp_path: Path, now: datetime) -> None:
    publishing.set_rule(publishing.Rule("water", look_again=False), by=MANAGER, now=now)
    publish_pipes(tmp_path, {"P-1": 200}, now=now)
    made = draft_pipes(tmp_path, {"P-1": 300}, now=now)
    publishing.submit(made, by=ENGINEER, now=now)
    publish_pipes(tmp_path, {"P-1": 250, "P-2": 100}, now=now + LATER)
    publishing.publish(made, by=ENGINEER, now=now + LATER)
    finish(made, now + 2 * LATER)
    assert diameters() == {"P-1": 300}


def test_a_roll_back_brings_back_the_former_rows_and_keeps_what_was_between(tmp_path: Path, now: datetime) -> None:
    first = publish_pipes(tmp_path, {"P-1": 200, "P-2": 100}, now=now)
    publish_pipes(tmp_path, {"P-1": 300}, now=now + LATER)
    with pytest.raises(ReasonRequired):
        publishing.roll_back("pipes", to=first.written.revision, by=ENGINEER, reason="", now=now + 2 * LATER)
    with pytest.raises(UnknownCollection):
        publishing.roll_back("cables", to=1, by=ENGINEER, reason="x", now=now)
    layers.grant_read("pipes", to="public", by=system("test"), now=now)
    with pytest.raises(MayNotDecide):
        publishing.roll_back("pipes", to=first.written.revision, by=STRANGER, reason="x", now=now)
    written = publishing.roll_back("pipes", to=now, by=ENGINEER, reason="sai tệp", now=now + 2 * LATER)
    assert (written.added, written.changed) == (1, 1)
    assert diameters() == {"P-1": 200, "P-2": 100}
    kinds = [(one.kind, one.restored) for one in publishing.list_publications(ENGINEER, collection_id="pipes")]
    assert kinds == [("roll_back", first.written.revision), ("publish", None), ("publish", None)]


def test_what_was_published_says_less_to_strangers(tmp_path: Path, now: datetime) -> None:
    publish_pipes(tmp_path, {"P-1": 200}, now=now, reason="bí mật")
    [own] = publishing.list_publications(COLLEAGUE, collection_id="pipes")
    [public] = publishing.list_publications(ANONYMOUS, collection_id="pipes")
    assert (own.by_name, own.reason, own.submission != "") == (ENGINEER.name, "bí mật", True)
    assert (public.by_name, public.reason, public.submission) == ("", "", "")


def test_a_retired_collection_is_gone_from_every_door_and_can_come_back(tmp_path: Path, now: datetime) -> None:
    publish_pipes(tmp_path, {"P-1": 200}, now=now)
    publishing.retire("pipes", by=ENGINEER, reason="thay bằng lớp mới", now=now)
    with pytest.raises(UnknownCollection):
        layers.get_collection(ENGINEER, collection_id="pipes")
    publish_pipes(tmp_path, {"P-1": 400}, now=now + LATER)
    assert diameters() == {"P-1": 400}


def test_only_managers_set_the_rules(now: datetime) -> None:
    for other in (ENGINEER, STRANGER, Subject(key="user:1", name="x", organisation="telecom", roles=MANAGER.roles)):
        with pytest.raises(MayNotDecide):
            publishing.set_rule(FOUR_EYES, by=other, now=now)


def test_every_step_is_written_down_twice(tmp_path: Path, now: datetime) -> None:
    made = draft_pipes(tmp_path, {"P-1": 200}, now=now)
    publishing.withdraw(made, by=ENGINEER, now=now, why="nhầm tệp")
    detail = publishing.get_submission(ENGINEER, submission_id=made)
    assert [step.after for step in detail.steps] == ["received", "read", "checked", "drafted", "withdrawn"]
    assert [step.by for step in detail.steps][::4] == [ENGINEER.key, ENGINEER.key]
    acts = AuditEntry.objects.filter(object="pipes").order_by("id").values_list("act", flat=True)
    assert list(acts) == [f"submission_{step.after}" for step in detail.steps]


def test_a_withdrawn_submission_leaves_no_rows_behind(tmp_path: Path, now: datetime) -> None:
    made = draft_pipes(tmp_path, {"P-1": 200}, now=now)
    submission = Submission.objects.get(pk=made)
    incoming = layers.Incoming(submission.incoming_name, LINES)
    assert layers.count_incoming(incoming) == 1
    publishing.withdraw(made, by=ENGINEER, now=now)
    assert layers.count_incoming(incoming) is None


LINES = layers.CollectionSpec(id="pipes", title_vi="", title_en="", theme="", geometry_type=LineString.__name__)


def test_whoever_looks_learns_of_no_collection_that_only_the_sender_may_read(tmp_path: Path, now: datetime) -> None:
    made = draft_pipes(tmp_path, {"P-1": 200}, now=now)
    held = {"collection": "secret", "title_vi": "", "title_en": "", "owner": "", "share": 1.0, "sampled": 1}
    Submission.objects.filter(pk=made).update(known_elsewhere=[held])
    layers.define_collection(replace(LINES, id="secret"), by=system("test"), now=now)
    layers.grant_read("secret", to=ENGINEER.key, by=system("test"), now=now)
    assert publishing.get_submission(ENGINEER, submission_id=made).known_elsewhere == [held]
    assert publishing.get_submission(COLLEAGUE, submission_id=made).known_elsewhere == []
    some = {"code": ["P-1"]}
    layers.grant_read("secret", to=COLLEAGUE.key, row_filter=some, by=system("test"), now=now)
    assert publishing.get_submission(COLLEAGUE, submission_id=made).known_elsewhere == [], "the share counts all rows"
    layers.grant_read("secret", to=COLLEAGUE.key, by=system("test"), now=now)
    assert publishing.get_submission(COLLEAGUE, submission_id=made).known_elsewhere == [held]
