import json
from datetime import datetime, timedelta

import pytest

from geo_server.core.subject import ANONYMOUS, Subject
from layers import api as layers
from layers.errors import UnknownItem
from tests.factories.collections import WRITER, make_spots, spot, write

pytestmark = pytest.mark.django_db

LAN = Subject(key="user:8", name="Lan")


def only_fid() -> int:
    page = layers.find_items(WRITER, collection_id="spots", query=layers.ItemsQuery())
    fid: int = json.loads(page.features)["id"]
    return fid


def test_versions_follow_each_other_without_a_gap(now: datetime) -> None:
    make_spots([spot(1, 1, name="A", code="a")], now=now)
    fid = only_fid()
    second, third = now + timedelta(days=1), now + timedelta(days=2)
    write("spots", [spot(1, 1, name="B", code="a")], now=second, by=LAN, reason="renamed", mode="upsert", key="code")
    write("spots", [spot(4, 4, name="B", code="a")], now=third, by=LAN, reason="moved", mode="upsert", key="code")
    versions = layers.history(WRITER, collection_id="spots", fid=fid)
    assert [(v.valid_from, v.valid_to) for v in versions] == [(now, second), (second, third), (third, None)]
    assert [(v.actor, v.reason) for v in versions] == [
        ("system:test", "test"),
        ("user:8", "renamed"),
        ("user:8", "moved"),
    ]
    assert [v.properties["name"] for v in versions] == ["A", "B", "B"]
    assert [json.loads(v.geometry or "")["coordinates"] for v in versions] == [[1, 1], [1, 1], [4, 4]]


def test_a_deleted_feature_keeps_its_history(now: datetime) -> None:
    make_spots([spot(1, 1, name="A")], now=now)
    fid, gone = only_fid(), now + timedelta(days=1)
    assert layers.delete_features("spots", [fid], by=LAN, reason="demolished", now=gone) == 1
    [last] = layers.history(WRITER, collection_id="spots", fid=fid)
    assert last.valid_to == gone
    assert layers.get_item(ANONYMOUS, collection_id="spots", fid=fid, at=layers.TimeSpan(now, now)).fid == fid
    with pytest.raises(UnknownItem):
        layers.get_item(ANONYMOUS, collection_id="spots", fid=fid)


def test_a_change_of_a_hidden_column_is_no_version_to_those_who_do_not_see_it(now: datetime) -> None:
    make_spots([spot(1, 1, name="A", code="a", phone="0901")], now=now)
    fid, later = only_fid(), now + timedelta(days=1)
    write("spots", [spot(1, 1, name="A", code="a", phone="0902")], now=later, mode="upsert", key="code")
    assert len(layers.history(WRITER, collection_id="spots", fid=fid)) == 2
    [seen] = layers.history(ANONYMOUS, collection_id="spots", fid=fid)
    assert (seen.valid_from, seen.valid_to) == (now, None)


def test_a_feature_that_never_was_has_no_history(now: datetime) -> None:
    make_spots([], now=now)
    with pytest.raises(UnknownItem):
        layers.history(WRITER, collection_id="spots", fid=1)
