"""Two networks that run too near: found whichever of the two is edited, and told only to those who see both."""

from typing import Any

import pytest
from shapely.geometry import Point
from shapely.ops import nearest_points

from geo_server.core.subject import Subject
from layers import api as layers
from layers.errors import UnknownCollection
from tests.factories.networks import METRE, line, make_network, node, pipe, sql

pytestmark = pytest.mark.django_db
OWNER = Subject("user:1", "engineer", organisation="water")
PLANNER = Subject("user:2", "planner", roles=frozenset({"planner"}))


@pytest.fixture
def two(now: Any) -> None:
    """Water, and power 3 m beside it; power must keep half a metre from water."""
    make_network([node(0, 0, "source")], [pipe((0, 0), (100, 0))], now=now, name="wat", domain="water")
    power = {"domain": "power", "clearances": {"water": 0.5}, "owner": "power"}
    make_network([node(0, 3, "source")], [pipe((0, 3), (100, 3))], now=now, name="pow", **power)


def too_near() -> list[tuple[Any, ...]]:
    return sql("SELECT network, other_network, distance FROM feature.network_clearances ORDER BY fid")


def lay(collection: str, *places: tuple[float, float]) -> None:
    sql(f"UPDATE feature.{collection} SET geom = ST_GeomFromText(%s, 4326) WHERE fid = 1", [line(*places).wkt])


def test_either_edit_is_noticed_and_mended(two: None) -> None:
    assert too_near() == []
    lay("pow_links", (0, 0.3), (100, 0.3))
    expected = line((0, 0.3), (100, 0.3)).distance(line((0, 0), (100, 0))) * METRE
    assert too_near() == [("pow", "wat", pytest.approx(expected, abs=0.01))]
    lay("wat_links", (0, -3), (100, -3))
    assert too_near() == []
    lay("wat_links", (0, 0.1), (100, 0.1))
    assert [row[:2] for row in too_near()] == [("wat", "pow")]
    sql("DELETE FROM feature.pow_links")
    assert too_near() == []


def test_a_crossing_is_no_fault(two: None) -> None:
    lay("pow_links", (50, -50), (50, 50))
    crossing, _ = nearest_points(line((50, -50), (50, 50)), line((0, 0), (100, 0)))
    assert isinstance(crossing, Point) and too_near() == []


def test_an_owner_does_not_learn_where_the_other_lies(two: None) -> None:
    lay("pow_links", (0, 0.3), (100, 0.3))
    assert layers.get_collection(PLANNER, collection_id="network_clearances").count == 1
    with pytest.raises(UnknownCollection):
        layers.get_collection(OWNER, collection_id="network_clearances")
    assert sql("SELECT count(*) FROM feature.wat_errors WHERE text_vi LIKE '%%pow%%'") == [(0,)]
