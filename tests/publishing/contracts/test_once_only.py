"""Once only: a file whose objects a collection holds already is recognised, without telling what one may not know."""

import random
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import pytest
import shapely
from shapely.geometry import LineString, Point, box
from shapely.geometry.base import BaseGeometry
from shapely.ops import substring

from geo_server.core.subject import ANONYMOUS, Subject
from layers import api as layers
from publishing.kinds import GEOMETRY
from publishing.selectors.once_only import SAMPLE, HeldAlready, once_only
from tests.factories.collections import WRITER
from tests.publishing.contracts.tables import batch_of

pytestmark = pytest.mark.django_db
METRE = 1 / 111_320


def store(name: str, shapes: Sequence[BaseGeometry], now: datetime, **how: Any) -> None:
    kind = shapes[0].geom_type
    described: dict[str, Any] = {"theme": "base", "geometry_type": kind, "public": True} | how
    spec = layers.CollectionSpec(id=name, title_vi=name, title_en=name, **described)
    layers.define_collection(spec, by=WRITER, now=now)
    rows = [layers.Feature(shape, {}) for shape in shapes]
    layers.write_features(name, rows, mode="append", by=WRITER, reason="test", now=now)


def held(shapes: Sequence[BaseGeometry], subject: Subject = ANONYMOUS, **how: Any) -> list[HeldAlready]:
    return once_only(subject, [batch_of({"a": [1] * len(shapes)}, shapes)], geometry=GEOMETRY, **how)


def points(seed: int, count: int = 300) -> list[Point]:
    chance = random.Random(seed)
    return [Point(106 + chance.random() / 10, 10 + chance.random() / 10) for _ in range(count)]


def test_poles_that_were_measured_again_are_recognised(now: datetime) -> None:
    poles = points(1)
    store("poles", poles, now)
    store("trees", points(2), now)
    again = [shapely.affinity.translate(pole, METRE, 0) for pole in poles]
    [found] = held(again)
    assert (found.collection, found.share, found.sampled) == ("poles", 1.0, SAMPLE)
    assert held(points(3)) == []


def test_the_share_is_the_share(now: datetime) -> None:
    poles = points(1, 200)
    store("poles", poles, now)
    [found] = held([*poles[:75], *points(5, 25)])
    assert found.share == pytest.approx(0.75)
    assert held([*poles[:40], *points(5, 60)]) == [], "fewer than half are another layer"


def test_buildings_are_not_the_parcels_that_they_stand_on(now: datetime) -> None:
    lots = [box(106 + n / 1000, 10, 106 + n / 1000 + 0.0009, 10.0009) for n in range(60)]
    store("parcels", lots, now)
    houses = [shapely.affinity.scale(lot, 0.5, 0.5) for lot in lots]
    assert held(houses) == []
    assert [found.collection for found in held(lots)] == ["parcels"]


def test_pipes_are_not_the_roads_beside_which_they_lie(now: datetime) -> None:
    roads = [LineString([(106, 10 + n / 100), (106.01, 10 + n / 100)]) for n in range(20)]
    store("roads", roads, now)
    beside = [shapely.affinity.translate(road, 0, 5 * METRE) for road in roads]
    pieces = [substring(road, 0.4, 0.6, normalized=True) for road in roads]
    assert held(beside) == []
    assert held(pieces) == []
    assert [found.collection for found in held(roads)] == ["roads"]


def test_the_collection_itself_is_not_named(now: datetime) -> None:
    poles = points(1)
    store("poles", poles, now)
    assert held(poles, leave_out="poles") == []


def test_a_hidden_collection_is_not_told_by_guessing(now: datetime) -> None:
    poles = points(1)
    store("secret", poles, now, public=False)
    assert held(poles) == []
    assert [found.collection for found in held(poles, WRITER)] == ["secret"]


def test_rows_that_one_may_not_read_do_not_count(now: datetime) -> None:
    poles = points(1, 100)
    kind = layers.Field("kind", "string", "Loại", "Kind")
    spec = layers.CollectionSpec(
        id="mixed", title_vi="", title_en="", theme="base", geometry_type="Point", fields=(kind,)
    )
    layers.define_collection(spec, by=WRITER, now=now)
    rows = [layers.Feature(pole, {"kind": "open" if n < 20 else "closed"}) for n, pole in enumerate(poles)]
    layers.write_features("mixed", rows, mode="append", by=WRITER, reason="test", now=now)
    layers.grant_read("mixed", to="public", row_filter={"kind": ["open"]}, by=WRITER, now=now)
    assert held(poles) == []
    assert [found.share for found in held(poles[:20])] == [1.0]


def test_rows_without_places_hold_nothing() -> None:
    assert once_only(ANONYMOUS, [batch_of({"a": [1]}, [None])], geometry=GEOMETRY) == []
    assert once_only(ANONYMOUS, [], geometry=GEOMETRY) == []
