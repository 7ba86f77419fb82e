"""A write grant reaches as far as it says: actions, rows, area, columns, time. What is hidden stays unknown."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from shapely.geometry import box

from geo_server.core.subject import ANONYMOUS, Subject
from layers import api as layers
from layers.errors import (
    NotAllowed,
    NotEditable,
    NotSignedIn,
    ReadOnlyToken,
    RejectedItem,
    UnknownCollection,
    UnknownItem,
)
from layers.models import Grant
from tests.factories.collections import WRITER

from .conftest import PLANNER, SURVEYOR, as_lists, edit, feature, grant, stored

DISTRICT = as_lists(box(106.69, 10.76, 106.72, 10.78).__geo_interface__)
ELSEWHERE = box(107.00, 10.50, 107.001, 10.501)


def change(now: datetime, fid: int, subject: Subject = PLANNER, **properties: Any) -> None:
    layers.update_item(edit(now, subject), fid=fid, patch={"properties": properties})


def test_nobody_writes_without_a_grant(parcels: int, now: datetime) -> None:
    with pytest.raises(NotAllowed):
        change(now, parcels, levels=3)
    with pytest.raises(NotSignedIn):
        change(now, parcels, ANONYMOUS, levels=3)
    assert layers.allowed_actions(PLANNER, collection_id="parcels") == frozenset()


def test_an_administrator_may_do_all(parcels: int, now: datetime) -> None:
    assert layers.allowed_actions(WRITER, collection_id="parcels", fid=parcels) == {"create", "update", "delete"}
    change(now, parcels, WRITER, holder="B")
    assert stored(WRITER)[0]["properties"]["holder"] == "B"


@pytest.mark.parametrize(
    ("to", "subject"), [("user:7", PLANNER), ("planning", PLANNER), ("role:surveyor", SURVEYOR), ("public", ANONYMOUS)]
)
def test_a_grant_lets_those_write_whom_it_names(parcels: int, now: datetime, to: str, subject: Subject) -> None:
    grant(now, to=to)
    change(now, parcels, subject, levels=3)
    assert stored()[0]["properties"]["levels"] == 3


def test_a_grant_allows_only_the_actions_that_it_names(parcels: int, now: datetime) -> None:
    grant(now, actions=["update"])
    change(now, parcels, levels=3)
    with pytest.raises(NotAllowed):
        layers.create_item(edit(now), feature=feature(number="2"))
    with pytest.raises(NotAllowed):
        layers.delete_item(edit(now), fid=parcels)
    assert layers.allowed_actions(PLANNER, collection_id="parcels", fid=parcels) == {"update"}


def test_a_revoked_or_past_grant_allows_nothing(parcels: int, now: datetime) -> None:
    grant(now, valid=(None, now - timedelta(days=400)))
    number = grant(now, valid=(now - timedelta(days=400), None))
    change(now, parcels, levels=3)
    layers.revoke(number, by=WRITER, now=now)
    with pytest.raises(NotAllowed):
        change(now, parcels, levels=4)


def test_a_token_for_reading_writes_nothing(parcels: int, now: datetime) -> None:
    grant(now)
    reader = Subject(key="user:7", name="Bình", read_only=True)
    with pytest.raises(ReadOnlyToken):
        change(now, parcels, reader, levels=3)
    assert layers.allowed_actions(reader, collection_id="parcels") == frozenset()


def test_a_collection_kept_by_a_program_is_not_edited_by_anybody(parcels: int, now: datetime) -> None:
    spec = layers.CollectionSpec(
        id="derived", title_vi="A", title_en="A", theme="x", geometry_type="Point", public=True, package="ocm"
    )
    layers.define_collection(spec, by=WRITER, now=now)
    sent: dict[str, Any] = {"type": "Feature", "geometry": None, "properties": {}}
    for subject in (WRITER, ANONYMOUS):
        with pytest.raises(NotEditable):
            layers.create_item(layers.Edit(subject=subject, collection_id="derived", reason="", now=now), feature=sent)


def test_he_may_not_change_or_make_rows_outside_his_filter(parcels: int, now: datetime) -> None:
    grant(now, row_filter={"state": ["draft"]})
    fid = layers.create_item(edit(now, WRITER), feature=feature(number="2", state="final"))
    with pytest.raises(NotAllowed):
        change(now, fid, levels=3)
    with pytest.raises(NotAllowed):
        layers.delete_item(edit(now), fid=fid)
    with pytest.raises(NotAllowed):
        layers.create_item(edit(now), feature=feature(number="3", state="final"))
    with pytest.raises(NotAllowed):  # nor give one away
        change(now, parcels, state="final")
    assert layers.allowed_actions(PLANNER, collection_id="parcels", fid=fid) == frozenset()
    assert layers.allowed_actions(PLANNER, collection_id="parcels", fid=parcels) == {"create", "update", "delete"}
    assert {item["properties"]["number"]: item["properties"]["state"] for item in stored()} == {
        "1": "draft",
        "2": "final",
    }


def test_no_feature_is_moved_out_of_his_district(parcels: int, now: datetime) -> None:
    grant(now, area=DISTRICT)
    moved = box(106.705, 10.77, 106.706, 10.771)
    layers.update_item(edit(now), fid=parcels, patch={"geometry": as_lists(moved.__geo_interface__)})
    for far in (as_lists(ELSEWHERE.__geo_interface__), None):
        with pytest.raises(NotAllowed):
            layers.update_item(edit(now), fid=parcels, patch={"geometry": far})
    with pytest.raises(NotAllowed):
        layers.create_item(edit(now), feature=feature(ELSEWHERE, number="2"))
    assert len(stored()) == 1
    assert stored(bbox=moved.bounds)[0]["id"] == parcels


def test_only_the_columns_of_the_grant_are_set(parcels: int, now: datetime) -> None:
    grant(now, columns=["levels"])
    change(now, parcels, levels=3)
    for patch, where in (
        ({"properties": {"state": "final"}}, "/properties/state"),
        ({"geometry": as_lists(ELSEWHERE.__geo_interface__)}, "/geometry"),
    ):
        with pytest.raises(NotAllowed) as caught:
            layers.update_item(edit(now), fid=parcels, patch=patch)
        assert [fault.where for fault in caught.value.faults] == [where]
    [read] = stored()
    read["properties"]["levels"] = 4
    layers.replace_item(edit(now), fid=parcels, feature=read)  # sends all as he read it
    layers.replace_item(edit(now), fid=parcels, feature=read | {"properties": {"levels": 5}})  # sends only his own
    assert stored()[0]["properties"] == {"number": "1", "state": "draft", "levels": 5, "surveyed": "2024-05-01"}


def test_two_grants_that_each_cover_half_of_a_change_do_not_add_up(parcels: int, now: datetime) -> None:
    grant(now, columns=["levels"])
    grant(now, columns=["state"], row_filter={"state": ["draft"]})
    change(now, parcels, levels=3)
    with pytest.raises(NotAllowed):
        change(now, parcels, levels=4, state=None)
    assert stored()[0]["properties"]["levels"] == 3


def test_private_columns_are_unknown_to_whoever_may_neither_see_nor_set_them(parcels: int, now: datetime) -> None:
    grant(now)
    with pytest.raises(RejectedItem) as private:
        change(now, parcels, holder="B")
    with pytest.raises(RejectedItem) as absent:
        change(now, parcels, holdes="B")
    assert private.value.faults[0].en == absent.value.faults[0].en
    grant(now, columns=["holder"], actions=["update"])
    change(now, parcels, holder="B")  # may set it, still does not see it
    assert stored(WRITER)[0]["properties"]["holder"] == "B"
    assert "holder" not in stored(PLANNER)[0]["properties"]


@pytest.fixture
def hidden(parcels: int, now: datetime) -> int:
    Grant.objects.update(revoked_at=now)
    layers.grant_read("parcels", to="user:7", row_filter={"state": ["draft"]}, by=WRITER, now=now)
    grant(now)
    return layers.create_item(edit(now, WRITER), feature=feature(number="2", state="final"))


def test_a_hidden_row_cannot_be_told_from_one_that_never_was(hidden: int, parcels: int, now: datetime) -> None:
    acts: list[Any] = [
        lambda fid: layers.replace_item(edit(now), fid=fid, feature=feature(number="9")),
        lambda fid: change(now, fid, levels=3),
        lambda fid: layers.delete_item(edit(now), fid=fid),
        lambda fid: layers.allowed_actions(PLANNER, collection_id="parcels", fid=fid),
        lambda fid: layers.replace_item(edit(now, based_on=[]), fid=fid, feature=feature(number="9")),
    ]
    for act in acts:
        said = []
        for fid in (hidden, 10**9):
            with pytest.raises(UnknownItem) as caught:
                act(fid)
            said.append(str(caught.value).replace(str(fid), "N"))
        assert said[0] == said[1]


def test_nobody_puts_a_row_where_he_does_not_see_it(hidden: int, parcels: int, now: datetime) -> None:
    with pytest.raises(NotAllowed):
        change(now, parcels, state="final")
    with pytest.raises(NotAllowed):
        layers.create_item(edit(now), feature=feature(number="3", state="final"))


def test_a_hidden_collection_is_unknown_to_writers(hidden: int, now: datetime) -> None:
    with pytest.raises(UnknownCollection):
        layers.create_item(edit(now, SURVEYOR), feature=feature(number="3"))
    with pytest.raises(UnknownCollection):
        layers.allowed_actions(ANONYMOUS, collection_id="parcels")


def test_the_members_that_he_may_set(parcels: int, now: datetime) -> None:
    assert layers.receivables(PLANNER, collection_id="parcels").members == frozenset()
    grant(now, columns=["levels", "geometry"])
    assert layers.receivables(PLANNER, collection_id="parcels").members == {"levels", "geometry"}
    grant(now)
    assert layers.receivables(PLANNER, collection_id="parcels").members == {
        "geometry", "number", "state", "levels", "surveyed",
    }  # fmt: skip


def test_what_he_may_set_and_not_see(parcels: int, now: datetime) -> None:
    grant(now, columns=["holder", "levels"])
    found = layers.receivables(PLANNER, collection_id="parcels")
    assert [field.name for field in found.unseen] == ["holder"]


def test_a_grant_to_write_is_none_to_read(now: datetime, parcels: int) -> None:
    Grant.objects.update(revoked_at=now)
    grant(now)
    with pytest.raises(UnknownCollection):
        layers.get_collection(PLANNER, collection_id="parcels")
