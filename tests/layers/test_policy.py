"""What a grant hides stays hidden in every answer: items, counts, extents, filters, search, SQL for tiles, history."""

import json
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.db import IntegrityError, connection, transaction
from psycopg import sql

from geo_server.core import clock
from geo_server.core.subject import ANONYMOUS, Subject
from layers import api as layers
from layers.errors import UnknownCollection, UnknownField, UnknownGrant, UnknownItem
from tests.factories.collections import WRITER, make_spots, spot, spots_spec, write

pytestmark = pytest.mark.django_db

CLERK = Subject(key="user:7", name="Bình", organisation="evn")
INSPECTOR = Subject(key="user:8", name="Lan", roles=frozenset({"inspector"}))
OURS = spot(1, 1, name="Trạm Ông Lãnh", code="T1", owner="evn", height=3, phone="0901")
THEIRS = spot(9, 9, name="Trạm Bà Chiểu", code="T2", owner="sawaco", height=4, phone="0902")


@pytest.fixture
def hidden(now: datetime) -> None:
    make_spots([OURS, THEIRS], now=now, public=False)


def grant(**how: Any) -> int:
    return layers.grant_read("spots", by=WRITER, now=clock.now(), **how)


def features(subject: Subject, **query: Any) -> list[dict[str, Any]]:
    page = layers.find_items(subject, collection_id="spots", query=layers.ItemsQuery(**query))
    found: list[dict[str, Any]] = json.loads(b"[" + page.features + b"]")
    return found


def names(subject: Subject, **query: Any) -> list[str]:
    return [feature["properties"]["name"] for feature in features(subject, **query)]


def through_source(subject: Subject) -> int:
    source = layers.source(subject, collection_id="spots")
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL("SELECT count(*) FROM {} s").format(source.relation), source.params)
        return int(cursor.fetchone()[0])


def test_a_hidden_collection_is_absent_everywhere(hidden: None) -> None:
    assert layers.list_collections(ANONYMOUS) == []
    assert layers.search(ANONYMOUS, text="tram") == []
    questions: list[Any] = [
        lambda: layers.get_collection(ANONYMOUS, collection_id="spots"),
        lambda: features(ANONYMOUS),
        lambda: layers.get_item(ANONYMOUS, collection_id="spots", fid=1),
        lambda: layers.count_items(ANONYMOUS, collection_id="spots"),
        lambda: layers.source(ANONYMOUS, collection_id="spots"),
        lambda: layers.history(ANONYMOUS, collection_id="spots", fid=1),
    ]
    for question in questions:
        with pytest.raises(UnknownCollection):
            question()


@pytest.mark.parametrize(
    ("to", "subject"),
    [("public", ANONYMOUS), ("public", CLERK), ("evn", CLERK), ("role:inspector", INSPECTOR), ("user:7", CLERK)],
)
def test_a_grant_opens_the_collection_to_those_it_names(hidden: None, to: str, subject: Subject) -> None:
    grant(to=to)
    assert len(names(subject)) == 2


@pytest.mark.parametrize(
    ("to", "subject"),
    [("evn", INSPECTOR), ("role:inspector", CLERK), ("user:7", INSPECTOR), ("role:evn", CLERK), ("evn", ANONYMOUS)],
)
def test_a_grant_opens_nothing_to_others(hidden: None, to: str, subject: Subject) -> None:
    grant(to=to)
    with pytest.raises(UnknownCollection):
        names(subject)


def test_an_administrator_needs_no_grant_and_sees_private_fields(hidden: None) -> None:
    assert [feature["properties"]["phone"] for feature in features(WRITER)] == ["0901", "0902"]


def test_a_private_field_needs_to_be_named(hidden: None) -> None:
    grant(to="public")
    grant(to="role:inspector", columns=["phone"])
    assert "phone" not in features(ANONYMOUS)[0]["properties"]
    assert features(INSPECTOR)[0]["properties"]["phone"] == "0901"


def test_a_field_that_is_not_granted_cannot_be_asked_for(hidden: None) -> None:
    grant(to="public", columns=["name"])
    assert list(features(ANONYMOUS)[0]["properties"]) == ["name"]
    assert [f.name for f in layers.get_collection(ANONYMOUS, collection_id="spots").fields] == ["name"]
    for name in ("height", "phone"):
        with pytest.raises(UnknownField):
            names(ANONYMOUS, equals=((name, "3"),))
    assert layers.search(ANONYMOUS, text="T1") == []  # the code is hidden, so it finds nothing
    assert layers.source(ANONYMOUS, collection_id="spots").columns == ("name",)


def test_a_row_filter_limits_rows_counts_and_extent(hidden: None) -> None:
    grant(to="evn", row_filter={"owner": ["evn"]})
    assert names(CLERK) == ["Trạm Ông Lãnh"]
    collection = layers.get_collection(CLERK, collection_id="spots")
    assert (collection.count, collection.extent) == (1, (1, 1, 1, 1))
    assert [c.count for c in layers.list_collections(CLERK)] == [1]
    assert layers.count_items(CLERK, collection_id="spots") == through_source(CLERK) == 1
    page = layers.find_items(CLERK, collection_id="spots", query=layers.ItemsQuery(limit=1))
    assert (page.matched, page.next) == (1, None)
    assert [hit.title for hit in layers.search(CLERK, text="tram")] == ["Trạm Ông Lãnh"]


def test_a_hidden_row_cannot_be_fetched_by_its_number(hidden: None) -> None:
    theirs = features(WRITER)[1]["id"]
    grant(to="evn", row_filter={"owner": ["evn"]})
    with pytest.raises(UnknownItem):
        layers.get_item(CLERK, collection_id="spots", fid=theirs)
    with pytest.raises(UnknownItem):
        layers.history(CLERK, collection_id="spots", fid=theirs)


def test_a_column_granted_on_some_rows_is_empty_on_the_others(hidden: None) -> None:
    grant(to="public", columns=["name"])
    grant(to="evn", columns=["height"], row_filter={"owner": ["evn"]})
    assert [feature["properties"]["height"] for feature in features(CLERK)] == [3, None]
    assert names(CLERK, equals=(("height", "4"),)) == []  # no leak through a filter
    assert layers.count_items(CLERK, collection_id="spots", query=layers.ItemsQuery(equals=(("height", "4"),))) == 0


def test_a_name_granted_on_some_rows_is_searched_on_those_only(hidden: None) -> None:
    grant(to="public", columns=["owner"])
    grant(to="evn", columns=["name", "code"], row_filter={"owner": ["evn"]})
    assert [hit.title for hit in layers.search(CLERK, text="tram")] == ["Trạm Ông Lãnh"]


def test_a_row_filter_reads_a_column_that_the_reader_may_not_see_also_in_the_past(hidden: None, now: datetime) -> None:
    grant(to="evn", columns=["name"], row_filter={"owner": ["evn"]})
    at = layers.TimeSpan(now, now)
    assert names(CLERK, at=at) == ["Trạm Ông Lãnh"]
    assert "owner" not in features(CLERK, at=at)[0]["properties"]


def test_an_area_limits_rows(hidden: None) -> None:
    corner = {"type": "Polygon", "coordinates": [[[0, 0], [2, 0], [2, 2], [0, 2], [0, 0]]]}
    grant(to="evn", area=corner)
    assert names(CLERK) == ["Trạm Ông Lãnh"]
    assert through_source(CLERK) == 1


def test_grants_add_up(hidden: None) -> None:
    grant(to="evn", row_filter={"owner": ["evn"]})
    grant(to="user:7", row_filter={"owner": ["sawaco"]})
    assert len(names(CLERK)) == 2


def test_a_filter_on_a_field_that_is_gone_shows_nothing(hidden: None) -> None:
    grant(to="evn", row_filter={"department": ["evn"]})
    assert names(CLERK) == []


@pytest.mark.parametrize(("start", "end", "seen"), [(-1, 1, True), (-2, -1, False), (1, 2, False)])
def test_a_grant_has_its_period(hidden: None, start: int, end: int, seen: bool) -> None:
    now = clock.now()
    grant(to="public", valid=(now + timedelta(days=start), now + timedelta(days=end)))
    assert (len(layers.list_collections(ANONYMOUS)) == 1) is seen


def test_a_revoked_grant_is_gone_at_the_next_question(hidden: None) -> None:
    number = grant(to="public")
    assert len(names(ANONYMOUS)) == 2
    layers.revoke(number, by=WRITER, now=clock.now())
    with pytest.raises(UnknownCollection):
        names(ANONYMOUS)
    with pytest.raises(UnknownGrant):
        layers.revoke(number, by=WRITER, now=clock.now())


def test_granting_the_same_twice_is_one_grant(hidden: None) -> None:
    assert grant(to="evn", columns=["name"]) == grant(to="evn", columns=["name"])
    assert grant(to="evn", columns=["name"]) != grant(to="evn")


def test_a_theme_and_everything_can_be_granted(now: datetime) -> None:
    make_spots([], now=now, collection_id="pipes", theme="network/water", public=False)
    make_spots([], now=now, collection_id="zones", theme="planning", public=False)
    layers.grant_read(theme="network", to="evn", by=WRITER, now=now)
    layers.grant_read("*", to="role:inspector", by=WRITER, now=now)
    assert [c.id for c in layers.list_collections(CLERK)] == ["pipes"]
    assert [c.id for c in layers.list_collections(INSPECTOR)] == ["pipes", "zones"]


def test_views_that_differ_have_different_keys_and_equal_ones_share(hidden: None) -> None:
    grant(to="public", columns=["name"])
    grant(to="evn")

    def key(subject: Subject) -> str:
        return layers.source(subject, collection_id="spots").policy_key

    other_citizen = Subject(key="user:99", name="x")
    assert key(ANONYMOUS) == key(other_citizen)
    assert len({key(ANONYMOUS), key(CLERK), key(WRITER)}) == 3


def test_the_history_does_not_name_people_to_the_public(hidden: None, now: datetime) -> None:
    grant(to="public")
    fid = features(WRITER)[0]["id"]
    [public] = layers.history(ANONYMOUS, collection_id="spots", fid=fid)
    [internal] = layers.history(WRITER, collection_id="spots", fid=fid)
    assert (public.actor, public.reason, "phone" in public.properties) == ("", "", False)
    assert (internal.actor, internal.reason) == ("system:test", "test")


def test_a_new_collection_is_public_only_if_it_says_so(now: datetime) -> None:
    layers.define_collection(spots_spec("open"), by=WRITER, now=now)
    layers.define_collection(spots_spec("closed", public=False), by=WRITER, now=now)
    assert [c.id for c in layers.list_collections(ANONYMOUS)] == ["open"]


def test_defining_again_does_not_give_back_what_was_taken(now: datetime) -> None:
    layers.define_collection(spots_spec(), by=WRITER, now=now)
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM layers_grant")
        [(number,)] = cursor.fetchall()
    layers.revoke(number, by=WRITER, now=now)
    layers.define_collection(spots_spec(title_en="Renamed"), by=WRITER, now=now)
    assert layers.list_collections(ANONYMOUS) == []


def test_a_user_acts_for_his_first_organisation_with_all_his_roles() -> None:
    user = get_user_model().objects.create_user("binh", first_name="Bình", last_name="Nguyễn")
    for code in ("evn", "city"):
        layers.create_organisation(code, title_vi=code, title_en=code)
    layers.add_member(user.pk, organisation="evn", role="editor")
    layers.add_member(user.pk, organisation="city", role="inspector")
    layers.add_member(user.pk, organisation="city", role="inspector")
    subject = layers.subject_of_user(user.pk)
    assert (subject.organisation, subject.roles) == ("evn", frozenset({"editor", "inspector"}))
    assert not subject.is_administrator


def test_only_superusers_are_administrators() -> None:
    root = get_user_model().objects.create_superuser("root")
    user = get_user_model().objects.create_user("an")
    layers.create_organisation("city", title_vi="TP", title_en="City")
    assert layers.subject_of_user(root.pk).is_administrator
    with pytest.raises(IntegrityError), transaction.atomic():
        layers.add_member(user.pk, organisation="city", role="administrator")


def test_writing_for_one_reader_shows_to_the_other_only_what_he_may_see(hidden: None, now: datetime) -> None:
    grant(to="evn", row_filter={"owner": ["evn"]})
    write("spots", [spot(2, 2, name="Trạm mới", owner="evn"), spot(3, 3, name="Kho", owner="sawaco")], now=now)
    assert names(CLERK) == ["Trạm Ông Lãnh", "Trạm mới"]
