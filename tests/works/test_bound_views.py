"""An answer is bound to its request: to those who asked, the place, the columns, the time, and the owner's word."""

import json
from datetime import datetime, timedelta

import pytest
from shapely.geometry import Point

from geo_server.core.models import AuditEntry
from geo_server.core.subject import ANONYMOUS, Subject, system
from layers import api as layers
from layers.errors import UnknownCollection
from tests.factories import digs
from tests.factories.collections import write
from tests.factories.digs import lay, line, show
from works import api as works
from works.errors import AnswerExpired, MayNotAsk, MayNotDisclose, MustSignIn, NoAnswer, TooManyRequests, UnknownRequest

pytestmark = pytest.mark.django_db

SECRET = "đại sứ quán"


@pytest.fixture
def asked(now: datetime) -> int:
    """A request over a pipe that nobody but the water company may read elsewhere."""
    lay("water", (line((-500, 5), (500, 5)), {"code": "W1", "kind": "main", "key_account": SECRET}), now=now)
    show("water_lines", "code", "depth_m", now=now)
    return digs.ask(now=now)


def see(request_id: int, now: datetime, by: Subject = digs.BUILDER) -> works.Answer:
    return works.view_answer(by, request_id, door="page", now=now)


def test_the_asker_sees_assets_that_he_has_no_grant_for(asked: int, now: datetime) -> None:
    assert digs.codes_of(see(asked, now)) == ["W1"]
    assert digs.codes_of(see(asked, now, digs.FOREMAN)) == ["W1"], "his colleague on site too"


def test_no_door_opens_by_a_request(asked: int, now: datetime) -> None:
    see(asked, now)
    for read in (
        lambda: layers.find_items(digs.BUILDER, collection_id="water_lines", query=layers.ItemsQuery()),
        lambda: layers.count_items(digs.BUILDER, collection_id="water_lines"),
        lambda: layers.source(digs.BUILDER, collection_id="water_lines"),
    ):
        with pytest.raises(UnknownCollection):
            read()


def test_only_the_columns_of_the_owners_rule_are_told(asked: int, now: datetime) -> None:
    answer = see(asked, now)
    assert set(answer.collections[0].assets[0].properties) == {"code", "depth_m"}
    assert SECRET not in json.dumps(works.to_document(answer), ensure_ascii=False)


def test_a_value_that_is_not_told_is_not_used_for_conflicts_either(now: datetime) -> None:
    """Whether the pipe is deeper than the pit would tell its depth."""
    lay("water", (line((0, 5), (20, 5)), {"code": "W1", "depth_m": 9.0}), now=now)
    show("water_lines", "code", now=now)
    answer = see(digs.ask(now=now), now)
    assert answer.collections[0].assets[0].depth_m is None
    assert [conflict.kind for conflict in answer.conflicts] == ["struck"]


@pytest.mark.parametrize("stranger", [digs.OUTSIDER, digs.WATERMAN, ANONYMOUS], ids=["other", "owner", "public"])
def test_others_do_not_learn_that_the_request_exists(asked: int, now: datetime, stranger: Subject) -> None:
    with pytest.raises(UnknownRequest):
        see(asked, now, stranger)
    with pytest.raises(UnknownRequest):
        works.get_request(stranger, asked)
    assert works.list_requests(stranger) == []
    with pytest.raises(UnknownRequest):
        works.take_step(asked, "withdrawn", by=stranger, now=now)


def test_a_coordinator_sees_it_and_no_draft(asked: int, now: datetime) -> None:
    draft = works.draft_request(digs.values(), by=digs.BUILDER, now=now)
    assert [request.id for request in works.list_requests(digs.COORDINATOR)] == [asked]
    with pytest.raises(UnknownRequest):
        works.get_request(digs.COORDINATOR, draft)
    assert digs.codes_of(see(asked, now, digs.COORDINATOR)) == ["W1"]


def test_the_view_ends_with_its_time(asked: int, now: datetime) -> None:
    """The works end on 20 July, in the city's time; the answer would hold 30 days."""
    until = see(asked, now).valid_until
    assert until.isoformat() == "2026-07-21T00:00:00+07:00"
    see(asked, until - timedelta(seconds=1))
    with pytest.raises(AnswerExpired):
        see(asked, until)


@pytest.mark.parametrize("steps", [("withdrawn",), ("in_progress", "closed")], ids=["withdrawn", "closed"])
def test_the_view_ends_with_the_works(asked: int, now: datetime, steps: tuple[str, ...]) -> None:
    for state in steps:
        works.take_step(asked, state, by=digs.BUILDER, now=now)
    with pytest.raises(NoAnswer):
        see(asked, now)


def test_what_an_owner_takes_back_is_gone_from_answers_given_before(asked: int, now: datetime) -> None:
    show("water_lines", "depth_m", now=now)
    assert set(see(asked, now).collections[0].assets[0].properties) == {"depth_m"}
    show("water_lines", mode="presence", now=now)
    answer = see(asked, now)
    assert answer.collections[0].assets == ()
    assert [conflict.kind for conflict in answer.conflicts] == ["presence"]
    show("water_lines", mode="withheld", now=now)
    answer = see(asked, now)
    assert (answer.collections, answer.conflicts, answer.owners) == ((), (), ())


def test_without_a_rule_only_the_presence_of_a_network_is_told(now: datetime) -> None:
    lay("water", (line((0, 5), (20, 5)), {"code": "W1", "kind": "main"}), now=now)
    lay("power", (line((0, 500), (20, 500)), {"code": "P1"}), now=now)
    answer = see(digs.ask(now=now), now)
    assert [(entry.collection, entry.basis, entry.assets) for entry in answer.collections] == [
        ("water_lines", "presence", ())
    ]
    assert [owner.code for owner in answer.owners] == ["water"]
    assert "W1" not in json.dumps(works.to_document(answer))


def test_a_hidden_collection_of_another_theme_takes_no_part(now: datetime) -> None:
    spec = layers.CollectionSpec(
        id="bunkers", title_vi="Hầm", title_en="Bunkers", theme="cameras", geometry_type="Point", owner="army",
    )  # fmt: skip
    layers.define_collection(spec, by=system("test"), now=now)
    write("bunkers", [layers.Feature(Point(digs.at(5, 5)), {})], now=now)
    assert see(digs.ask(now=now), now).collections == ()


def test_every_view_is_logged_and_its_owner_reads_the_log(asked: int, now: datetime) -> None:
    see(asked, now)
    works.view_answer(digs.FOREMAN, asked, door="pdf", now=now + timedelta(hours=1))
    views = works.list_views(digs.WATERMAN)
    assert [(view.name, view.door, view.purpose) for view in views] == [
        ("Lê Thị Cuốc", "pdf", "Sửa chữa ống cấp nước"),
        ("Trần Văn Đào", "page", "Sửa chữa ống cấp nước"),
    ]
    assert AuditEntry.objects.filter(act="view_works", object=f"works/{asked}").count() == 2
    assert works.list_views(digs.OUTSIDER) == works.list_views(ANONYMOUS) == works.list_views(digs.BUILDER) == []


def test_who_acts_for_nobody_cannot_ask(now: datetime) -> None:
    with pytest.raises(MustSignIn):
        works.draft_request(digs.values(), by=ANONYMOUS, now=now)
    with pytest.raises(MayNotAsk):
        works.draft_request(digs.values(), by=Subject(key="user:5", name="Dân"), now=now)


def test_who_asks_too_often_must_wait(now: datetime) -> None:
    for _ in range(20):
        works.draft_request(digs.values(), by=digs.BUILDER, now=now)
    with pytest.raises(TooManyRequests):
        works.draft_request(digs.values(), by=digs.FOREMAN, now=now)
    works.draft_request(digs.values(), by=digs.FOREMAN, now=now + timedelta(hours=25))


def test_only_the_owner_discloses(asked: int, now: datetime) -> None:
    with pytest.raises(UnknownCollection):
        works.disclose(collection="water_lines", mode="shown", columns=["key_account"], by=digs.BUILDER, now=now)
    with pytest.raises(MayNotDisclose):
        works.disclose(theme="network", mode="shown", columns=["code"], by=digs.WATERMAN, now=now)
    layers.grant_read("water_lines", to="water", by=system("test"), now=now)
    works.disclose(collection="water_lines", mode="presence", by=digs.WATERMAN, now=now)
    assert see(asked, now).collections[0].assets == ()


def test_requests_are_a_collection_in_which_each_organisation_sees_its_own(asked: int, now: datetime) -> None:
    works.define_collections(by=system("test"), now=now)
    power = Subject(key="user:77", name="X", organisation="power")
    digs.ask(now=now, by=power)

    def count(subject: Subject) -> int:
        return layers.count_items(subject, collection_id=works.REQUESTS)

    assert [count(who) for who in (digs.BUILDER, power, digs.COORDINATOR)] == [1, 1, 2]
    for stranger in (digs.OUTSIDER, ANONYMOUS):
        with pytest.raises(UnknownCollection):
            count(stranger)
