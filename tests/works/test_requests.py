"""Requests: what they must say, the states they go through, how a polygon may be written."""

from datetime import datetime

import pytest
from pytest import approx
from shapely.geometry import Point, shape

from layers import api as layers
from tests.factories import digs
from tests.factories.collections import write
from works import api as works
from works.errors import BadPlace, MayNotChangeRequest, NotThisStep, WrongRequest


@pytest.mark.django_db
def test_all_faults_of_a_form_are_told_together(now: datetime) -> None:
    wrong = digs.values(title=" ", depth_m="-1", starts_on="01/07/2026", area="{", contact_phone="9" * 50)
    with pytest.raises(WrongRequest) as refused:
        works.draft_request(wrong, by=digs.BUILDER, now=now)
    assert [fault.where for fault in refused.value.faults] == ["title", "contact_phone", "depth_m", "starts_on", "area"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changes", "where"),
    [
        ({"ends_on": "2026-07-04"}, "ends_on"),
        ({"starts_on": "2026-06-01", "ends_on": "2026-06-30"}, "ends_on"),
        ({"ends_on": "2027-07-31"}, "ends_on"),
        ({"ends_on": "9999-12-31"}, "ends_on"),
        ({"depth_m": "nan"}, "depth_m"),
        ({"depth_m": "31"}, "depth_m"),
        ({"area": digs.area_text(digs.pit(0, 0, 300, 300))}, "area"),
        ({"area": digs.area_text(Point(106.7, 10.78))}, "area"),
    ],
    ids=["before it begins", "past", "too long", "end of days", "no number", "too deep", "too large", "a point"],
)
def test_what_may_not_be_asked(now: datetime, changes: dict[str, str], where: str) -> None:
    with pytest.raises(WrongRequest) as refused:
        works.draft_request(digs.values(**changes), by=digs.BUILDER, now=now)
    assert [fault.where for fault in refused.value.faults] == [where]


@pytest.mark.django_db
def test_a_request_goes_its_way(now: datetime) -> None:
    request_id = digs.ask(now=now)
    for state in ("in_progress", "closed"):
        works.take_step(request_id, state, by=digs.FOREMAN, now=now)
    record = works.get_request(digs.BUILDER, request_id)
    assert [step.state for step in record.steps] == ["draft", "submitted", "answered", "in_progress", "closed"]
    assert record.area_m2 == approx(200, rel=0.01)
    assert (record.starts_on.isoformat(), record.ends_on.isoformat()) == ("2026-07-05", "2026-07-20")


@pytest.mark.django_db
@pytest.mark.parametrize("state", ["draft", "submitted", "answered", "deviation_reported", "closed"])
def test_a_draft_cannot_jump(now: datetime, state: str) -> None:
    request_id = works.draft_request(digs.values(), by=digs.BUILDER, now=now)
    if state == "submitted":
        works.take_step(request_id, "withdrawn", by=digs.BUILDER, now=now)
    with pytest.raises(NotThisStep):
        works.take_step(request_id, state, by=digs.BUILDER, now=now)


@pytest.mark.django_db
def test_a_coordinator_sees_a_request_and_does_not_change_it(now: datetime) -> None:
    request_id = digs.ask(now=now)
    with pytest.raises(MayNotChangeRequest):
        works.take_step(request_id, "withdrawn", by=digs.COORDINATOR, now=now)


@pytest.mark.django_db
def test_a_second_answer_takes_the_place_of_the_first(now: datetime) -> None:
    digs.lay("water", (digs.line((0, 5), (20, 5)), {"code": "old"}), now=now)
    digs.show("water_lines", now=now)
    request_id = digs.ask(now=now)
    write("water_lines", [layers.Feature(digs.line((0, 6), (20, 6)), {"code": "new"})], now=now)
    assert digs.codes_of(works.view_answer(digs.BUILDER, request_id, door="page", now=now)) == ["old"]
    works.answer_again(request_id, by=digs.BUILDER, now=now)
    assert digs.codes_of(works.view_answer(digs.BUILDER, request_id, door="page", now=now)) == ["old", "new"]


CORNERS = [(106.70, 10.78), (106.7002, 10.78), (106.7002, 10.7801)]
METRES = [layers.transformer("EPSG:4326", "EPSG:9210")([x], [y]) for x, y in CORNERS]


@pytest.mark.parametrize(
    "text",
    [
        "\n".join(f"{x} {y}" for x, y in CORNERS),
        "; ".join(f"{y}, {x}" for x, y in CORNERS),
        "\n".join(f"{float(y[0]):.3f} {float(x[0]):.3f}" for x, y in METRES),
        "\n".join(f"{float(x[0]):.3f}\t{float(y[0]):.3f}" for x, y in METRES),
        '{"type": "Feature", "properties": {}, "geometry": '
        '{"type": "Polygon", "coordinates": [[[106.70,10.78],[106.7002,10.78],[106.7002,10.7801],[106.70,10.78]]]}}',
    ],
    ids=["longitude first", "latitude first", "northing first", "easting first", "a feature"],
)
def test_a_polygon_may_be_written_in_many_ways(text: str) -> None:
    found = works.read_polygon(text)
    assert found.equals_exact(shape({"type": "Polygon", "coordinates": [[*CORNERS, CORNERS[0]]]}), 1e-7)


@pytest.mark.parametrize(
    "text",
    [
        "", "{", "[1, 2]", "null", '{"type": "Polygon"}', '{"type": "Polygon", "coordinates": []}', "1 2 3", "1 2",
        "106.7 10.7\n106.8 10.8\n106.7 10.8\n106.8 10.7", "1e400 2\n3 4\n5 6", "99999999 1\n1 99999999\n1 2",
        '{"type": "FeatureCollection", "features": [1]}', "\0", "[" * 100_000, "{" * 100_000,
        '{"type": "Point", "coordinates": [NaN, 1]}',
        '{"type": "Polygon", "coordinates": [[[1e999, 2], [3, 4], [5, 6]]]}',
    ],
    ids=[
        "nothing", "brace", "list", "null", "no coordinates", "empty", "three numbers", "one pair", "bow tie",
        "too large", "nowhere", "no feature", "nul", "deep list", "deep braces", "NaN", "infinite",
    ],
)  # fmt: skip
def test_what_is_no_polygon_is_told_in_words(text: str) -> None:
    with pytest.raises(BadPlace):
        works.read_polygon(text)
