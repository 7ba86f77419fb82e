from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from shapely.geometry import MultiPoint, MultiPolygon, Point, Polygon, box

from geo_server.core.subject import ANONYMOUS
from layers import api as layers
from layers.errors import BadSpec, RejectedFeatures, UnknownCollection, UnknownField
from layers.events import features_changed
from tests.factories.collections import WRITER, make_spots, spot, spots_spec, write

pytestmark = pytest.mark.django_db


def rows(collection_id: str = "spots") -> list[tuple[int, str]]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT fid, name FROM feature.{collection_id} ORDER BY fid")
        return [tuple(row) for row in cursor.fetchall()]


def versions(collection_id: str = "spots") -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM history.{collection_id}")
        return int(cursor.fetchone()[0])


def test_append_adds_all(now: datetime) -> None:
    make_spots([spot(1, 1, name="A")], now=now)
    report = write("spots", [spot(1, 1, name="A"), spot(2, 2, name="B")], now=now)
    assert (report.added, report.changed, report.removed, report.unchanged) == (2, 0, 0, 0)
    assert [name for _, name in rows()] == ["A", "A", "B"]


def test_upsert_by_key_keeps_the_fid_and_writes_history_only_of_what_changed(now: datetime) -> None:
    make_spots([spot(1, 1, name="A", code="a"), spot(2, 2, name="B", code="b")], now=now)
    before = rows()
    later = now + timedelta(hours=1)
    same, other, new = spot(1, 1, name="A", code="a"), spot(2, 2, name="B!", code="b"), spot(3, 3, name="C", code="c")
    report = write("spots", [same, other, new], now=later, mode="upsert", key="code")
    assert (report.added, report.changed, report.removed, report.unchanged) == (1, 1, 0, 1)
    assert rows()[:2] == [(before[0][0], "A"), (before[1][0], "B!")]
    assert versions() == 1


def test_replace_by_key_also_removes_what_is_missing(now: datetime) -> None:
    make_spots([spot(1, 1, name="A", code="a"), spot(2, 2, name="B", code="b")], now=now)
    report = write("spots", [spot(2, 2, name="B", code="b")], now=now + timedelta(hours=1), mode="replace", key="code")
    assert (report.added, report.changed, report.removed, report.unchanged) == (0, 0, 1, 1)
    assert [name for _, name in rows()] == ["B"]


def test_replace_without_a_key_takes_equal_rows_for_the_same(now: datetime) -> None:
    twins = [spot(1, 1, name="A"), spot(1, 1, name="A"), spot(2, 2, name="B")]
    make_spots(twins, now=now)
    before = rows()
    later = now + timedelta(hours=1)
    again = write("spots", twins, now=later, mode="replace")
    assert (again.added, again.removed, again.unchanged) == (0, 0, 3)
    one_less = write("spots", [twins[0], twins[2]], now=later, mode="replace")
    assert (one_less.added, one_less.removed, one_less.unchanged) == (0, 1, 2)
    assert rows() == [before[0], before[2]]


def test_upsert_without_a_key_goes_by_fid(now: datetime) -> None:
    make_spots([spot(1, 1, name="A")], now=now)
    [(fid, _)] = rows()
    moved = layers.Feature(Point(5, 5), {"name": "A2"}, fid=fid)
    report = write("spots", [moved, spot(2, 2, name="B")], now=now + timedelta(hours=1), mode="upsert")
    assert (report.added, report.changed) == (1, 1)
    assert rows()[0] == (fid, "A2")


def test_a_fid_that_does_not_exist_is_a_fault(now: datetime) -> None:
    make_spots([], now=now)
    with pytest.raises(RejectedFeatures) as refused:
        write("spots", [layers.Feature(Point(1, 1), {}, fid=99)], now=now, mode="upsert")
    assert "99" in refused.value.faults[0].en


@pytest.mark.parametrize("codes", [["a", "a"], ["a", None]], ids=["twice", "empty"])
def test_a_key_must_tell_rows_apart(now: datetime, codes: list[str | None]) -> None:
    make_spots([], now=now)
    with pytest.raises(RejectedFeatures) as refused:
        write("spots", [spot(1, 1, code=code) for code in codes], now=now, mode="upsert", key="code")
    assert refused.value.faults[-1].where == "row 2"
    assert rows() == []


def test_all_faults_are_told_row_by_row_and_nothing_is_written(now: datetime) -> None:
    make_spots([], now=now)
    bad: list[layers.Feature] = [
        spot(1, 1, name="good"),
        spot(1, 1, height="tall"),
        spot(585000, 1190000, name="metres"),
        layers.Feature(box(0, 0, 1, 1), {}),
        spot(1, 1, colour="red"),
        layers.Feature(b"no geometry", {}),
        layers.Feature({"type": "Point"}, {}),
    ]
    with pytest.raises(RejectedFeatures) as refused:
        write("spots", bad, now=now)
    assert [fault.where for fault in refused.value.faults] == [f"row {n}" for n in range(2, 8)]
    assert rows() == []


def test_an_invalid_polygon_is_refused_with_the_place(now: datetime) -> None:
    layers.define_collection(spots_spec("zones", geometry_type="Polygon"), by=WRITER, now=now)
    with pytest.raises(RejectedFeatures, match=r"Self-intersection.*1 1"):
        write("zones", [layers.Feature(Polygon([(0, 0), (2, 2), (2, 0), (0, 2)]), {})], now=now)


def test_single_parts_are_promoted_where_the_collection_holds_multiple_ones(now: datetime) -> None:
    layers.define_collection(spots_spec("zones", geometry_type="MultiPolygon"), by=WRITER, now=now)
    two = MultiPolygon([box(0, 0, 1, 1), box(2, 2, 3, 3)])
    write("zones", [layers.Feature(box(0, 0, 1, 1), {}), layers.Feature(two, {})], now=now)
    with connection.cursor() as cursor:
        cursor.execute("SELECT ST_NumGeometries(geom), GeometryType(geom) FROM feature.zones ORDER BY fid")
        assert cursor.fetchall() == [(1, "MULTIPOLYGON"), (2, "MULTIPOLYGON")]


def test_multiple_parts_do_not_fit_a_collection_of_single_ones(now: datetime) -> None:
    make_spots([], now=now)
    with pytest.raises(RejectedFeatures, match="MultiPoint"):
        write("spots", [layers.Feature(MultiPoint([(1, 1), (2, 2)]), {})], now=now)


def test_a_row_without_a_place_is_kept(now: datetime) -> None:
    make_spots([layers.Feature(None, {"name": "somewhere"})], now=now)
    assert rows()[0][1] == "somewhere"


@pytest.mark.parametrize(
    ("kind", "given", "stored"),
    [
        ("integer", "12", 12),
        ("integer", 12.0, 12),
        ("number", "1.5", 1.5),
        ("number", float("nan"), None),
        ("string", 7, "7"),
        ("string", "Quâ\u0323n", "Quận"),
        ("boolean", 1, True),
        ("boolean", "false", False),
        ("date", "2026-07-01", date(2026, 7, 1)),
        ("date", datetime(2026, 7, 1, 5, tzinfo=UTC), date(2026, 7, 1)),
        ("date-time", "2026-07-01T00:00:00Z", datetime(2026, 7, 1, tzinfo=UTC)),
        ("date-time", "2026-07-01T07:00:00", datetime(2026, 7, 1, tzinfo=UTC)),
    ],
)
def test_values_are_stored_as_their_field_says(now: datetime, kind: Any, given: Any, stored: Any) -> None:
    spec = spots_spec(fields=(layers.Field("value", kind, "", ""),))
    layers.define_collection(spec, by=WRITER, now=now)
    write("spots", [spot(1, 1, value=given)], now=now)
    with connection.cursor() as cursor:
        cursor.execute("SELECT value FROM feature.spots")
        assert cursor.fetchone() == (stored,)


@pytest.mark.parametrize(
    ("kind", "given"),
    [
        ("integer", 1.5),
        ("integer", True),
        ("integer", 2**63),
        ("number", "many"),
        ("number", float("inf")),
        ("string", ["a"]),
        ("string", "nul\x00"),
        ("boolean", 2),
        ("date", "01/07/2026"),
        ("date-time", "noon"),
    ],
)
def test_values_of_another_type_are_refused(now: datetime, kind: Any, given: Any) -> None:
    layers.define_collection(spots_spec(fields=(layers.Field("value", kind, "", ""),)), by=WRITER, now=now)
    with pytest.raises(RejectedFeatures, match="value"):
        write("spots", [spot(1, 1, value=given)], now=now)


def test_a_code_list_is_closed_and_a_required_field_is_not_empty(now: datetime) -> None:
    codes = (layers.Code("on", "Bật", "On"), layers.Code("off", "Tắt", "Off"))
    fields = (layers.Field("state", "string", "", "", codes=codes, required=True),)
    layers.define_collection(spots_spec(fields=fields), by=WRITER, now=now)
    with pytest.raises(RejectedFeatures) as refused:
        write("spots", [spot(1, 1, state="on"), spot(1, 1, state="maybe"), spot(1, 1)], now=now)
    assert [fault.where for fault in refused.value.faults] == ["row 2", "row 3"]


def test_since_says_from_when_the_rows_are_true(now: datetime) -> None:
    make_spots([], now=now)
    began = now - timedelta(days=365)
    write("spots", [spot(1, 1, name="A")], now=now, since=began)
    at = layers.TimeSpan(began, began)
    query = layers.ItemsQuery(at=at)
    assert layers.count_items(ANONYMOUS, collection_id="spots", query=query) == 1


def test_rows_cannot_be_true_from_tomorrow(now: datetime) -> None:
    make_spots([], now=now)
    with pytest.raises(BadSpec):
        write("spots", [spot(1, 1)], now=now, since=now + timedelta(days=1))


def test_unknown_collections_and_keys_are_named(now: datetime) -> None:
    with pytest.raises(UnknownCollection, match="nowhere"):
        write("nowhere", [], now=now)
    make_spots([], now=now)
    with pytest.raises(UnknownField, match="serial"):
        write("spots", [], now=now, mode="upsert", key="serial")


def test_the_news_covers_the_old_and_the_new_place(now: datetime, django_capture_on_commit_callbacks: Any) -> None:
    make_spots([spot(1, 1, code="a")], now=now)
    heard: list[Any] = []

    def listen(event: Any) -> None:
        heard.append(event)

    features_changed.connect(listen)
    with django_capture_on_commit_callbacks(execute=True):
        report = write("spots", [spot(5, 4, code="a")], now=now + timedelta(hours=1), mode="upsert", key="code")
    [event] = heard
    assert (event.collection, event.revision, event.count) == ("spots", report.revision, 1)
    assert event.bbox == (1, 1, 5, 4)


def test_no_change_is_no_news(now: datetime, django_capture_on_commit_callbacks: Any) -> None:
    make_spots([spot(1, 1, code="a")], now=now)
    with django_capture_on_commit_callbacks() as callbacks:
        write("spots", [spot(1, 1, code="a")], now=now, mode="upsert", key="code")
    assert callbacks == []


def test_a_field_may_be_called_like_a_word_of_our_sql(now: datetime) -> None:
    names = ("n", "p", "f", "s", "i", "row_number", "rank", "title", "select", "count", "box", "digest", "valid")
    fields = tuple(layers.Field(name, "string", "", "", role="title" if name == "n" else "") for name in names)
    layers.define_collection(spots_spec(fields=fields), by=WRITER, now=now)
    values = {name: f"value {name}" for name in names}
    write("spots", [spot(1, 1, **values)], now=now, mode="replace")
    write("spots", [spot(2, 2, **values)], now=now + timedelta(hours=1), mode="upsert", key="n")
    assert len(layers.search(ANONYMOUS, text="value n")) == 1
    item = layers.find_items(ANONYMOUS, collection_id="spots", query=layers.ItemsQuery(equals=(("n", "value n"),)))
    assert item.returned == 1
    [old, new] = layers.history(WRITER, collection_id="spots", fid=int(item.features.split(b":")[2].split(b",")[0]))
    assert old.properties == new.properties == values
