"""Rows that arrive in masses: they lie apart, are checked, and do to the collection what `write_features` would do."""

import json
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pyarrow as pa
import pytest
from django.db import connection
from shapely.geometry import MultiPolygon, Point, Polygon, box

from geo_server.core.subject import ANONYMOUS
from layers import api as layers
from layers.errors import BadSpec, RejectedFeatures, UnknownField
from layers.models import ChangeLogEntry
from tests.factories.collections import SPOT_FIELDS, WRITER, make_spots, spot, spots_spec, write
from tests.factories.incoming import arrive, batches

pytestmark = pytest.mark.django_db


def run(statement: str, *params: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        return [tuple(row) for row in cursor.fetchall()] if cursor.description else []


def contents(collection_id: str) -> list[tuple[Any, ...]]:
    return run(f"SELECT ST_AsEWKB(geom)::text, name, code, height FROM feature.{collection_id} ORDER BY code, name")


OLD = [spot(1, 1, name="A", code="a", height=1.5), spot(2, 2, name="B", code="b"), spot(3, 3, name="C", code="c")]
NEW = [spot(1, 1, name="A", code="a", height=1.5), spot(2, 9, name="B", code="b"), spot(4, 4, name="D", code="d")]


@pytest.mark.parametrize(
    ("mode", "key"),
    [
        ("append", None),
        ("upsert", "code"),
        ("replace", "code"),
        ("replace", None),
        ("delete", "code"),
        ("delete", None),
    ],
    ids=["append", "upsert", "replace by key", "replace", "delete by key", "delete"],
)
def test_it_does_what_writing_them_one_by_one_does(now: datetime, mode: layers.Mode, key: str | None) -> None:
    make_spots(OLD, now=now)
    make_spots(OLD, now=now, collection_id="twins")
    later = now + timedelta(days=1)
    incoming = arrive(NEW, spots_spec())
    foreseen = layers.difference("spots", incoming, mode=mode, key=key)
    done = layers.apply_incoming("spots", incoming, mode=mode, key=key, by=WRITER, reason="file", now=later)
    other = write("twins", NEW, now=later, mode=mode, key=key)
    assert contents("spots") == contents("twins")
    assert replace(done, revision=0) == replace(other, revision=0)
    counts = (done.added, done.changed, done.removed, done.unchanged)
    assert (foreseen.added, foreseen.changed, foreseen.removed, foreseen.unchanged) == counts


def test_values_of_every_type_arrive_as_they_were_sent(now: datetime) -> None:
    fields = tuple(
        layers.Field(name, kind, name, name)  # type: ignore[arg-type]
        for name, kind in [("n", "integer"), ("h", "number"), ("t", "string"), ("b", "boolean"), ("d", "date")]
    )
    spec = spots_spec("things", fields=(*fields, layers.Field("m", "date-time", "m", "m")))
    layers.define_collection(spec, by=WRITER, now=now)
    moment = datetime(2026, 7, 1, 8, 30)
    rows: list[dict[str, Any]] = [
        {"n": -(2**63), "h": 0.1, "t": "Đường số 1", "b": True, "d": now.date(), "m": moment},
        {"n": None, "h": float("nan"), "t": "", "b": False, "d": None, "m": None},
    ]
    incoming = arrive([spot(1, 1, **row) for row in rows], spec)
    layers.apply_incoming("things", incoming, mode="append", by=WRITER, reason="", now=now)
    stored = run("SELECT n, h, t, b, d, m AT TIME ZONE 'Asia/Ho_Chi_Minh' FROM feature.things ORDER BY fid")
    assert stored == [(-(2**63), 0.1, "Đường số 1", True, now.date(), moment), (None, None, "", False, None, None)]


def test_single_parts_become_multiple_ones(now: datetime) -> None:
    spec = spots_spec("zones", geometry_type="MultiPolygon")
    layers.define_collection(spec, by=WRITER, now=now)
    two = MultiPolygon([box(0, 0, 1, 1), box(2, 2, 3, 3)])
    rows = [layers.Feature(box(0, 0, 1, 1), {}), layers.Feature(two, {}), layers.Feature(None, {})]
    layers.apply_incoming("zones", arrive(rows, spec), mode="append", by=WRITER, reason="", now=now)
    stored = run("SELECT GeometryType(geom), ST_NumGeometries(geom), ST_SRID(geom) FROM feature.zones ORDER BY fid")
    assert stored == [("MULTIPOLYGON", 1, 4326), ("MULTIPOLYGON", 2, 4326), (None, None, None)]


def test_an_empty_place_is_none(now: datetime) -> None:
    spec = spots_spec("zones", geometry_type="Polygon")
    layers.define_collection(spec, by=WRITER, now=now)
    incoming = arrive([layers.Feature(Polygon(), {"name": "nowhere"})], spec)
    layers.apply_incoming("zones", incoming, mode="append", by=WRITER, reason="", now=now)
    assert run("SELECT geom FROM feature.zones") == [(None,)]


def test_what_no_table_takes_is_told_row_by_row(now: datetime) -> None:
    fields = (*SPOT_FIELDS, layers.Field("year", "integer", "Năm", "Year", required=True))
    spec = spots_spec("zones", geometry_type="Polygon", fields=fields)
    good, bow = box(0, 0, 1, 1), Polygon([(0, 0), (2, 2), (2, 0), (0, 2)])
    rows = [
        layers.Feature(good, {"year": 1}),
        layers.Feature(bow, {"year": 1}),
        layers.Feature(good, {}),
        layers.Feature(box(600000, 1190000, 600001, 1190001), {"year": 1}),
        layers.Feature(good, {"year": 1, "height": float("inf")}),
    ]
    with pytest.raises(RejectedFeatures) as refused:
        arrive(rows, spec)
    faults = [(fault.where, fault.en) for fault in refused.value.faults]
    assert [where for where, _ in faults] == ["row 2", "row 3", "row 4", "row 5"]
    assert "Self-intersection[1 1]" in faults[0][1]
    assert [word in fault for word, (_, fault) in zip(("year", "degrees", "height"), faults[1:], strict=True)] == [
        True
    ] * 3


@pytest.mark.parametrize(
    ("column", "refusal"),
    [("colour", BadSpec), ("levels", BadSpec)],
    ids=["no field", "another type"],
)
def test_a_batch_that_is_not_of_the_description_is_refused(column: str, refusal: type[Exception]) -> None:
    spec = spots_spec(fields=(layers.Field("levels", "integer", "Tầng", "Levels"),))
    batch = pa.record_batch({"row": pa.array([1]), column: pa.array(["two"])})
    with pytest.raises(refusal, match=column):
        layers.copy_incoming(layers.open_incoming(spec, "handed_in"), [batch])


def test_a_shape_of_another_type_is_refused() -> None:
    with pytest.raises(RejectedFeatures, match="Polygon"):
        arrive([layers.Feature(box(0, 0, 1, 1), {})], spots_spec())


def test_a_table_that_lost_its_rows_is_known() -> None:
    incoming = layers.open_incoming(spots_spec(), "handed_in")
    assert layers.count_incoming(incoming) is None
    assert layers.copy_incoming(incoming, batches(NEW, spots_spec())) == 3
    assert layers.count_incoming(incoming) == 3
    run("TRUNCATE incoming.handed_in")  # as a crash of the database leaves a table that is not logged
    assert layers.count_incoming(incoming) is None
    layers.drop_incoming(incoming)
    assert layers.count_incoming(incoming) is None


def test_rows_without_a_row_are_known_too() -> None:
    incoming = layers.open_incoming(spots_spec(), "handed_in")
    layers.copy_incoming(incoming, [])
    assert layers.count_incoming(incoming) == 0


def test_fields_that_the_rows_have_not_stay_as_they_are(now: datetime) -> None:
    make_spots(OLD, now=now)
    fewer = spots_spec(fields=tuple(field for field in SPOT_FIELDS if field.name in ("code", "name")))
    incoming = arrive([spot(1, 1, code="a", name="A+")], fewer)
    report = layers.apply_incoming("spots", incoming, mode="upsert", key="code", by=WRITER, reason="", now=now)
    assert report.changed == 1
    assert run("SELECT name, height FROM feature.spots WHERE code = 'a'") == [("A+", 1.5)]


def test_a_key_that_is_no_field_of_the_rows_is_refused(now: datetime) -> None:
    make_spots(OLD, now=now)
    incoming = arrive(NEW, spots_spec())
    with pytest.raises(UnknownField):
        layers.apply_incoming("spots", incoming, mode="upsert", key="colour", by=WRITER, reason="", now=now)
    with pytest.raises(UnknownField):
        layers.difference("spots", incoming, mode="upsert", key="colour")


def test_rows_with_the_same_key_are_refused_before_anything_is_written(now: datetime) -> None:
    make_spots(OLD, now=now)
    incoming = arrive([spot(1, 1, code="a"), spot(2, 2, code="a")], spots_spec())
    with pytest.raises(RejectedFeatures) as refused:
        layers.apply_incoming("spots", incoming, mode="upsert", key="code", by=WRITER, reason="", now=now)
    assert [fault.where for fault in refused.value.faults] == ["row 1", "row 2"]


def test_a_rule_of_the_table_is_told_as_a_fault(now: datetime) -> None:
    fields = (layers.Field("code", "string", "Mã", "Code", role="key"),)
    make_spots([spot(1, 1, code="a")], now=now, fields=fields)
    with pytest.raises(RejectedFeatures, match=r"\(code\)=\(a\) already exists"):
        write("spots", [spot(2, 2, code="a")], now=now)


@pytest.fixture
def masses(now: datetime, monkeypatch: pytest.MonkeyPatch) -> layers.CollectionSpec:
    """A collection that takes three rows for the many of a first load."""
    monkeypatch.setattr("layers.services.first_load.MANY", 3)
    spec = spots_spec(fields=(*SPOT_FIELDS, layers.Field("id", "string", "Số", "Id", role="key")))
    layers.define_collection(spec, by=WRITER, now=now)
    return spec


INDEXES = "SELECT indexdef FROM pg_indexes WHERE schemaname = 'feature' AND tablename = 'spots' ORDER BY 1"
TRIGGERS = "SELECT tgname, tgenabled FROM pg_trigger WHERE tgrelid = 'feature.spots'::regclass ORDER BY 1"


def test_a_first_load_leaves_the_table_as_rows_one_by_one_would(now: datetime, masses: layers.CollectionSpec) -> None:
    indexes, triggers = run(INDEXES), run(TRIGGERS)
    rows = [replace(feature, properties=feature.properties | {"id": str(n)}) for n, feature in enumerate(OLD)]
    incoming = arrive(rows, masses)
    begun = now - timedelta(days=9)
    how: dict[str, Any] = {"mode": "replace", "key": "code", "by": WRITER, "reason": "file"}
    report = layers.apply_incoming("spots", incoming, **how, now=now, since=begun)
    assert (run(INDEXES), run(TRIGGERS)) == (indexes, triggers)
    assert report.added == 3
    stamp = run('SELECT DISTINCT changed_at, changed_by, changed_why, "After" FROM feature.spots')
    assert stamp == [(begun, WRITER.key, "file", 0)]
    shown = layers.get_collection(ANONYMOUS, collection_id="spots")
    assert (shown.count, shown.extent, shown.since) == (3, (1, 1, 3, 3), begun)
    assert ChangeLogEntry.objects.filter(collection="spots", op="insert").count() == 3


def test_a_first_load_keeps_keys_apart(now: datetime, masses: layers.CollectionSpec) -> None:
    incoming = arrive([spot(n, n, code=str(n), id="same") for n in range(3)], masses)
    with pytest.raises(RejectedFeatures, match=r"\(id\)=\(same\)"):
        layers.apply_incoming("spots", incoming, mode="append", by=WRITER, reason="", now=now)
    assert run("SELECT count(*) FROM feature.spots") == [(0,)]


def test_a_second_load_is_no_first_one(now: datetime, masses: layers.CollectionSpec) -> None:
    incoming = arrive(OLD, masses)
    layers.apply_incoming("spots", incoming, mode="append", by=WRITER, reason="", now=now)
    run("DELETE FROM feature.spots")
    layers.apply_incoming("spots", incoming, mode="append", by=WRITER, reason="", now=now + timedelta(days=1))
    assert run('SELECT count(*), min("After") > 0 FROM feature.spots') == [(3, True)]


def test_incoming_rows_are_no_collection(now: datetime) -> None:
    arrive(NEW, spots_spec("unheard_of"))
    assert [collection.id for collection in layers.list_collections(WRITER)] == []
    assert json.loads(json.dumps(run("SELECT to_regclass('feature.unheard_of')"))) == [[None]]


def test_a_place_may_be_missing(now: datetime) -> None:
    make_spots(OLD, now=now)
    incoming = arrive([layers.Feature(None, {"code": "a"}), layers.Feature(Point(2, 2), {"code": "b"})], spots_spec())
    layers.apply_incoming("spots", incoming, mode="upsert", key="code", by=WRITER, reason="", now=now)
    assert run("SELECT geom FROM feature.spots WHERE code = 'a'") == [(None,)]
