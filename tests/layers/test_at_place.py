"""What lies at a place: in all collections at once, nearest first, and nothing that is hidden."""

from datetime import datetime

import pytest
import shapely
from pytest import approx

from geo_server.core.subject import ANONYMOUS, Subject
from layers import api as layers
from tests.factories.collections import WRITER, make_spots, spot, spots_spec, write

pytestmark = pytest.mark.django_db

HERE = shapely.Point(106.7, 10.78)
ONE_M = 1 / 109_370.0
MEMBER = Subject(key="user:1", name="x", organisation="power")


def found(subject: Subject = ANONYMOUS, *, reach_m: float = 10, most: int = 3) -> dict[str, layers.FoundAt]:
    return {f.spec.id: f for f in layers.at_place(subject, shape=HERE, reach_m=reach_m, most=most)}


def test_several_collections_answer_at_once(now: datetime) -> None:
    make_spots([spot(106.7, 10.78, name="a")], now=now, collection_id="first")
    make_spots([spot(106.7 + 5 * ONE_M, 10.78, name="b")], now=now, collection_id="second")
    make_spots([spot(106.7 + 50 * ONE_M, 10.78, name="c")], now=now, collection_id="third")
    at = found()
    assert list(at) == ["first", "second"]
    [thing] = at["second"].things
    assert (thing.properties["name"], thing.distance_m, thing.since) == ("b", approx(5, abs=0.02), now)


def test_the_nearest_come_first_and_more_is_said(now: datetime) -> None:
    make_spots([spot(106.7 + n * ONE_M, 10.78, name=f"{n}") for n in (4, 1, 3, 2)], now=now)
    at = found(most=3)["spots"]
    assert [thing.properties["name"] for thing in at.things] == ["1", "2", "3"]
    assert at.more
    assert not found(most=4)["spots"].more


def test_a_hidden_collection_row_and_field_stay_hidden(now: datetime) -> None:
    rows = [
        spot(106.7, 10.78, name="open", owner="power", phone="1"),
        spot(106.7, 10.78, name="shut", owner="army", phone="2"),
    ]
    layers.define_collection(spots_spec(public=False), by=WRITER, now=now)
    write("spots", rows, now=now)
    assert found() == {}
    layers.grant_read("spots", to="power", columns=["name"], row_filter={"owner": ["power"]}, by=WRITER, now=now)
    [thing] = found(MEMBER)["spots"].things
    assert thing.properties == {"name": "open"}
    assert [f.name for f in found(MEMBER)["spots"].spec.fields] == ["name"]


def test_a_collection_of_no_fields_and_shapes_of_every_kind(now: datetime) -> None:
    spec = layers.CollectionSpec(
        id="bare", title_vi="x", title_en="x", theme="base", geometry_type="Geometry", public=True
    )
    layers.define_collection(spec, by=WRITER, now=now)
    shapes = [HERE.buffer(0.001), shapely.LineString([(106.69, 10.78), (106.71, 10.78)]), None]
    write("bare", [layers.Feature(shape, {}) for shape in shapes], now=now)
    distances = [thing.distance_m for thing in found()["bare"].things]
    assert distances == approx([0, 0], abs=0.05), "a straight line of the map is not quite the shortest on the ground"
