"""A difference is shown row by row, value by value and on a map, to each as far as he may see."""

import json
from datetime import datetime, timedelta
from typing import Any

import pytest
from pyproj import Geod
from shapely.geometry import Polygon

from geo_server.core.subject import ANONYMOUS, Subject
from layers import api as layers
from layers.errors import UnknownCollection
from tests.factories.collections import SPOT_FIELDS, WRITER, make_spots, spot, spots_spec, write
from tests.factories.incoming import arrive

pytestmark = pytest.mark.django_db

CLERK = Subject(key="user:7", name="Clerk", organisation="sawaco")
STORED = [
    spot(106.7, 10.7, code="a", name="A", owner="evn", phone="1"),
    spot(106.71, 10.7, code="b", name="B", owner="sawaco", phone="2"),
    spot(106.72, 10.7, code="c", name="C", owner="sawaco", phone="3"),
]
HANDED_IN = [
    spot(106.7, 10.7, code="a", name="A", owner="evn", phone="1"),
    spot(106.711, 10.7, code="b", name="B2", owner="sawaco", phone="22"),
    spot(106.73, 10.7, code="d", name="D", owner="sawaco"),
]


@pytest.fixture
def spots(now: datetime) -> layers.Collection:
    return make_spots(STORED, now=now, public=False)


@pytest.fixture
def incoming() -> layers.Incoming:
    return arrive(HANDED_IN, spots_spec())


def shown(subject: Subject, incoming: layers.Incoming, **how: Any) -> list[layers.ChangedRow]:
    found = layers.difference("spots", incoming, mode="replace", key="code")
    return layers.changed_rows(subject, incoming=incoming, found=found, **how)


def test_each_row_says_what_was_and_what_would_be(spots: layers.Collection, incoming: layers.Incoming) -> None:
    changed, added, removed = shown(WRITER, incoming)
    assert (changed.kind, changed.row, changed.changed) == ("changed", 2, ("name", "phone"))
    assert changed.before is not None and changed.after is not None
    assert [(changed.before[name], changed.after[name]) for name in changed.changed] == [("B", "B2"), ("2", "22")]
    assert (added.kind, added.fid, added.row, added.before) == ("added", None, 3, None)
    assert (removed.kind, removed.row, removed.after) == ("removed", None, None)
    places = [json.loads(row.geometry or "")["coordinates"] for row in (changed, added, removed)]
    assert places == [[106.711, 10.7], [106.73, 10.7], [106.72, 10.7]]


def test_it_says_how_far_a_feature_moved(spots: layers.Collection, incoming: layers.Incoming) -> None:
    [changed] = shown(WRITER, incoming, kind="changed")
    _, _, along_m = Geod(ellps="WGS84").inv(106.71, 10.7, 106.711, 10.7)
    assert changed.moved_m == pytest.approx(along_m, rel=1e-3)


def test_of_an_outline_the_farthest_point_counts(now: datetime) -> None:
    spec = spots_spec(geometry_type="Polygon")
    layers.define_collection(spec, by=WRITER, now=now)
    corners = [(106.7, 10.7), (106.701, 10.7), (106.701, 10.701), (106.7, 10.701)]
    write("spots", [layers.Feature(Polygon(corners), {"code": "a"})], now=now)
    moved = [*corners[:2], (106.7011, 10.701), corners[3]]
    incoming = arrive([layers.Feature(Polygon(moved), {"code": "a"})], spec)
    [changed] = shown(WRITER, incoming)
    _, _, along_m = Geod(ellps="WGS84").inv(106.701, 10.701, 106.7011, 10.701)
    assert changed.changed == ()
    assert changed.moved_m == pytest.approx(along_m, rel=0.01)


def test_pages_follow_each_other_and_kinds_are_apart(spots: layers.Collection, incoming: layers.Incoming) -> None:
    found = layers.difference("spots", incoming, mode="replace", key="code")
    seen: list[str] = []
    after = 0
    while page := layers.changed_rows(WRITER, incoming=incoming, found=found, after=after, limit=1):
        seen += [row.kind for row in page]
        after = page[-1].number
    assert seen == ["changed", "added", "removed"]
    assert [row.kind for row in shown(WRITER, incoming, kind="removed")] == ["removed"]


def test_hidden_rows_and_fields_are_not_in_it(
    spots: layers.Collection, incoming: layers.Incoming, now: datetime
) -> None:
    with pytest.raises(UnknownCollection):
        shown(ANONYMOUS, incoming)
    layers.grant_read(
        "spots", to="organisation:sawaco", by=WRITER, now=now, columns=["code", "name"], row_filter={"code": ["b"]}
    )
    rows = shown(CLERK, incoming)
    assert [row.kind for row in rows] == ["changed", "added"]
    assert {name for row in rows for side in (row.before, row.after) for name in side or ()} == {"code", "name"}


def test_it_is_drawn_with_the_old_places(spots: layers.Collection, incoming: layers.Incoming) -> None:
    found = layers.difference("spots", incoming, mode="replace", key="code")
    drawn = json.loads(layers.difference_map(WRITER, incoming=incoming, found=found))
    places = {(f["properties"]["kind"], f["geometry"]["coordinates"][0]) for f in drawn["features"]}
    assert places == {("changed", 106.711), ("moved", 106.71), ("added", 106.73), ("removed", 106.72)}
    near = layers.difference_map(WRITER, incoming=incoming, found=found, bbox=(106.725, 10, 107, 11))
    assert [f["properties"]["kind"] for f in json.loads(near)["features"]] == ["added"]


def test_the_map_hides_what_a_reader_may_not_see(
    spots: layers.Collection, incoming: layers.Incoming, now: datetime
) -> None:
    layers.grant_read("spots", to="organisation:sawaco", by=WRITER, now=now, row_filter={"code": ["a"]})
    found = layers.difference("spots", incoming, mode="replace", key="code")
    drawn = json.loads(layers.difference_map(CLERK, incoming=incoming, found=found))
    assert [feature["properties"]["kind"] for feature in drawn["features"]] == ["added"]


def test_its_box_covers_old_and_new_places(spots: layers.Collection, incoming: layers.Incoming) -> None:
    found = layers.difference("spots", incoming, mode="replace", key="code")
    assert found.bbox == (106.71, 10.7, 106.73, 10.7)


def test_it_is_forgotten_when_the_collection_moves_on(
    spots: layers.Collection, incoming: layers.Incoming, now: datetime
) -> None:
    assert layers.find_difference(incoming) is None
    found = layers.difference("spots", incoming, mode="replace", key="code")
    assert layers.find_difference(incoming) == found
    write("spots", [spot(1, 1, code="z")], now=now + timedelta(days=1))
    assert layers.find_difference(incoming) is None


def test_of_a_collection_to_come_everything_is_new() -> None:
    incoming = arrive(HANDED_IN, spots_spec("to_come"))
    found = layers.difference("to_come", incoming, mode="replace", key="code")
    assert (found.added, found.changed, found.removed, found.revision) == (3, 0, 0, 0)
    rows = layers.changed_rows(ANONYMOUS, incoming=incoming, found=found)
    assert [(row.kind, (row.after or {})["name"]) for row in rows] == [("added", "A"), ("added", "B2"), ("added", "D")]
    drawn = json.loads(layers.difference_map(ANONYMOUS, incoming=incoming, found=found))
    assert len(drawn["features"]) == 3


@pytest.mark.parametrize("key", ["code", None, "year"], ids=["key", "contents", "new key"])
def test_a_field_to_come_is_empty_in_what_is_stored(spots: layers.Collection, key: str | None) -> None:
    spec = spots_spec(fields=(*SPOT_FIELDS, layers.Field("year", "integer", "Năm", "Year")))
    rows = [
        layers.Feature(stored.geometry, stored.properties | {"year": year})
        for stored, year in zip(STORED, (2020, 2021, 2022), strict=True)
    ]
    found = layers.difference("spots", arrive(rows, spec), mode="replace", key=key)
    counts = (found.added, found.changed, found.removed)
    assert counts == ((0, 3, 0) if key == "code" else (3, 0, 3))
    unsaid = [layers.Feature(stored.geometry, stored.properties) for stored in STORED]
    again = layers.difference("spots", arrive(unsaid, spec), mode="replace")
    assert again.unchanged == 3


def test_its_rows_show_a_field_to_come(spots: layers.Collection) -> None:
    spec = spots_spec(fields=(*SPOT_FIELDS, layers.Field("year", "integer", "Năm", "Year")))
    incoming = arrive([spot(106.7, 10.7, code="a", name="A", year=2020)], spec)
    [changed, *_] = shown(WRITER, incoming, kind="changed")
    assert (changed.after or {})["year"] == 2020
    assert "year" not in (changed.before or {})
