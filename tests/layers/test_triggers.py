"""What the database does by itself when another tool (QGIS on the table) writes to it."""

from datetime import datetime
from typing import Any

import pytest
from django.db import IntegrityError, InternalError, connection, transaction

from geo_server.core.subject import ANONYMOUS
from layers import api as layers
from tests.factories.collections import WRITER, make_spots, spot, spots_spec

pytestmark = pytest.mark.django_db


def run(statement: str, *params: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        return [tuple(row) for row in cursor.fetchall()] if cursor.description else []


def state() -> layers.Collection:
    return layers.get_collection(ANONYMOUS, collection_id="spots")


def test_a_direct_update_leaves_a_version_with_the_role_that_did_it(now: datetime) -> None:
    make_spots([spot(1, 1, name="A")], now=now)
    run("UPDATE feature.spots SET name = 'B'")
    [(old, begun, by)] = run("SELECT name, lower(version_valid), changed_by FROM history.spots")
    assert (old, begun, by) == ("A", now, "system:test")
    [(who,)] = run("SELECT changed_by FROM feature.spots")
    assert who == f"database:{connection.settings_dict['USER']}"


def test_an_update_that_changes_nothing_is_no_change(now: datetime) -> None:
    make_spots([spot(1, 1, name="A")], now=now)
    revision = state().revision
    run("UPDATE feature.spots SET name = 'A', changed_by = 'somebody else'")
    assert state().revision == revision
    assert run("SELECT count(*) FROM history.spots") == [(0,)]


def test_each_of_a_few_features_has_its_line_in_the_log(now: datetime) -> None:
    make_spots([spot(1, 1, name="A"), spot(2, 2, name="B")], now=now)
    start = state().revision
    run("UPDATE feature.spots SET geom = ST_Translate(geom, 10, 0) WHERE name = 'B'")
    run("DELETE FROM feature.spots WHERE name = 'A'")
    changes = layers.changes_since("spots", revision=start)
    assert [(c.op, c.bbox) for c in changes] == [("update", (2, 2, 12, 2)), ("delete", (1, 1, 1, 1))]


GRID = """INSERT INTO feature.spots (geom) SELECT ST_SetSRID(ST_MakePoint(x / 100.0, y / 100.0), 4326)
    FROM generate_series(%s, %s) x, generate_series(1, 50) y"""


def test_the_first_thousands_have_one_line(now: datetime) -> None:
    make_spots([], now=now)
    run(GRID, 1, 50)
    [change] = layers.changes_since("spots", revision=0)
    assert (change.fid, change.op) == (None, "insert")
    assert change.bbox == pytest.approx((0.01, 0.01, 0.5, 0.5))
    assert state().count == 2500


@pytest.mark.parametrize(
    ("statement", "op"),
    [
        (GRID.replace("%s", "51", 1).replace("%s", "100"), "insert"),
        ("UPDATE feature.spots SET name = 'B'", "update"),
        ("DELETE FROM feature.spots", "delete"),
    ],
    ids=["insert", "update", "delete"],
)
def test_of_thousands_neighbours_share_a_line(now: datetime, statement: str, op: str) -> None:
    make_spots([], now=now)
    run(GRID, 1, 50)
    start = state().revision
    run(statement)
    changes = layers.changes_since("spots", revision=start)
    assert 500 <= len(changes) <= 1000
    assert {change.op for change in changes} == {op}
    assert run("SELECT sum(count) FROM layers_changelog WHERE revision > %s", start) == [(2500,)]
    sizes = [max(box[2] - box[0], box[3] - box[1]) for change in changes if (box := change.bbox)]
    assert sorted(sizes)[len(sizes) * 9 // 10] < 0.05


def test_what_lies_between_two_places_of_change_is_not_touched(now: datetime) -> None:
    make_spots([], now=now)
    run(GRID, 1, 100)
    start = state().revision
    run("UPDATE feature.spots SET name = 'B' WHERE ST_X(geom) < 0.205 OR ST_X(geom) > 0.805")
    boxes = [change.bbox for change in layers.changes_since("spots", revision=start) if change.bbox]
    assert [box for box in boxes if box[0] < 0.25 and box[2] > 0.75] == []


def test_the_extent_grows_and_shrinks_with_the_rows(now: datetime) -> None:
    make_spots([spot(1, 1), spot(5, 5)], now=now)
    run("INSERT INTO feature.spots (geom) VALUES (ST_SetSRID(ST_MakePoint(9, 3), 4326))")
    assert state().extent == (1, 1, 9, 5)
    run("DELETE FROM feature.spots WHERE ST_X(geom) = 9")
    assert state().extent == (1, 1, 5, 5)
    run("DELETE FROM feature.spots")
    assert (state().extent, state().count) == (None, 0)


def test_an_invalid_geometry_is_refused_with_a_sentence(now: datetime) -> None:
    layers.define_collection(spots_spec("zones", geometry_type="Polygon"), by=WRITER, now=now)
    with pytest.raises(IntegrityError, match="not valid: Self-intersection"), transaction.atomic():
        run("INSERT INTO feature.zones (geom) VALUES (ST_GeomFromText('POLYGON((0 0,2 2,2 0,0 2,0 0))', 4326))")


def test_the_fid_never_changes(now: datetime) -> None:
    make_spots([spot(1, 1)], now=now)
    with pytest.raises(IntegrityError, match="never changes"), transaction.atomic():
        run("UPDATE feature.spots SET fid = fid + 1")


def test_truncate_is_refused_because_it_would_leave_no_history(now: datetime) -> None:
    make_spots([spot(1, 1)], now=now)
    with pytest.raises((InternalError, IntegrityError), match="TRUNCATE"), transaction.atomic():
        run("TRUNCATE feature.spots")


def test_versions_of_one_moment_stand_at_no_time_and_yet_in_their_revision(now: datetime) -> None:
    make_spots([spot(1, 1, code="a", name="A")], now=now)
    [(fid,)] = run("SELECT fid FROM feature.spots")
    first = state().revision
    layers.write_features(
        "spots", [layers.Feature(None, {"name": "B"}, fid=fid)], mode="upsert", by=WRITER, reason="", now=now
    )
    versions = run('SELECT name, isempty(version_valid), "After" < %s, "Until" >= %s FROM history.spots', first, first)
    assert versions == [("A", True, True, True)]
    assert [version.properties["name"] for version in layers.history(WRITER, collection_id="spots", fid=fid)] == ["B"]


def test_a_new_column_is_kept_in_history_too(now: datetime) -> None:
    make_spots([spot(1, 1, name="A")], now=now)
    fields = (*spots_spec().fields, layers.Field("year", "integer", "Năm", "Year"))
    layers.define_collection(spots_spec(fields=fields), by=WRITER, now=now)
    run("UPDATE feature.spots SET year = 2020")
    run("UPDATE feature.spots SET changed_why = 'x', year = 2021")
    assert run("SELECT year FROM history.spots ORDER BY year NULLS FIRST")[0] == (None,)


def test_what_was_signed_does_not_sign_what_follows(now: datetime) -> None:
    make_spots([spot(1, 1, name="A")], now=now)
    run("INSERT INTO feature.spots (name) VALUES ('by hand')")
    [(who,)] = run("SELECT changed_by FROM feature.spots WHERE name = 'by hand'")
    assert who.startswith("database:")
